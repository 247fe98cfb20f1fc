/** One idea in several formats: a prompt, a palette, the formats; one press makes the set, one exports it. */
import { useState, type ReactNode } from 'react';
import { Download, Plus, Sparkles, X } from 'lucide-react';
import { Button, IconButton } from '../controls/button.tsx';
import { Field } from '../controls/field.tsx';
import { chosenModel, follow, messageOf } from '../create/run-verb.ts';
import type { Job } from '../engine/engine.ts';
import { useStudio } from '../shell/context.ts';
import { words } from '../words/en.ts';
import { exportSet, fileName } from './export-set.ts';
import { drawnSize, type Format, formats } from './formats.ts';
import { colourWord, promptInPalette } from './palette.ts';
import styles from './campaign.module.css';

const largestSeed = 2 ** 32;

export function CampaignView(): ReactNode {
  const parts = useStudio();
  const { engine, changes, use } = parts;
  const prompt = use(({ knobs }) => knobs.prompt);
  const jobs = use((state) => state.jobs);
  const [palette, setPalette] = useState<readonly string[]>([]);
  const [chosen, setChosen] = useState<readonly string[]>(['square', 'story', 'banner', 'link']);
  const [made, setMade] = useState<Readonly<Record<string, string>>>({});
  const attempt = (act: Promise<void>): void => { act.catch((error: unknown) => changes.notify(messageOf(error), 'error')); };

  /** One seed for all formats: they look like one family. */
  const makeSet = async (): Promise<void> => {
    const model = chosenModel(parts);
    if (model === undefined) return;
    const seed = Math.floor(Math.random() * largestSeed);
    for (const format of formats.filter(({ id }) => chosen.includes(id))) {
      const job = await engine.submit({ prompt: promptInPalette(prompt, palette), negativePrompt: '', model: model.id, presets: [], count: 1, seed, ...drawnSize(format, model), mode: { kind: 'text-to-image' } });
      changes.putJob(job);
      setMade((before) => ({ ...before, [format.id]: job.id }));
      void follow(parts, job.id);
    }
  };
  const finished = formats.flatMap((format) => {
    const picture = jobs.find(({ id }) => id === made[format.id])?.pictures[0];
    return picture !== undefined && chosen.includes(format.id) ? [{ format, picture }] : [];
  });
  const exportAll = async (): Promise<void> => exportSet(await Promise.all(finished.map(async ({ format, picture }) => ({ format, picture: await engine.file(picture) }))), fileName(prompt));

  return (
    <div className={styles['campaign']}>
      <aside className={`${styles['brief']} scroll`}>
        <h1>{words.views.campaign.label}</h1>
        <Field label={words.prompt.label} help={words.campaign.promptHelp}>{({ input }) => <textarea id={input} rows={3} className={styles['prompt']} placeholder={words.prompt.placeholder} value={prompt} onChange={({ target }) => changes.turn({ prompt: target.value })} />}</Field>
        <Palette palette={palette} onChange={setPalette} />
        <fieldset className={styles['formats']}>
          <legend>{words.campaign.formats}</legend>
          {formats.map(({ id, label, width, height }) => (
            <label key={id}><input type="checkbox" checked={chosen.includes(id)} onChange={({ target }) => setChosen(target.checked ? [...chosen, id] : chosen.filter((each) => each !== id))} />{label}<small>{width}×{height}</small></label>
          ))}
        </fieldset>
        <Button look="primary" icon={<Sparkles size={16} />} disabled={chosen.length === 0 || prompt.trim() === ''} onClick={() => attempt(makeSet())}>{words.campaign.make}</Button>
        <Button icon={<Download size={16} />} disabled={finished.length === 0} onClick={() => attempt(exportAll())}>{words.campaign.exportAll}</Button>
      </aside>
      <div className={`${styles['boards']} scroll`} tabIndex={-1}>
        {formats.filter(({ id }) => chosen.includes(id)).map((format) => <Board key={format.id} format={format} job={jobs.find(({ id }) => id === made[format.id])} />)}
      </div>
    </div>
  );
}

function Palette({ palette, onChange }: { readonly palette: readonly string[]; readonly onChange: (palette: readonly string[]) => void }): ReactNode {
  return (
    <fieldset className={styles['palette']}>
      <legend>{words.campaign.palette}</legend>
      {palette.map((colour, index) => (
        <span key={`${index} ${palette.length}`} className={styles['swatch']}>
          <input type="color" aria-label={`${words.campaign.colour} ${index + 1}, ${colourWord(colour)}`} value={colour} onChange={({ target }) => onChange(palette.map((each, i) => (i === index ? target.value : each)))} />
          <small>{colourWord(colour)}</small>
          <IconButton label={`${words.campaign.removeColour} ${colourWord(colour)}`} onClick={() => onChange(palette.filter((_, i) => i !== index))}><X size={12} /></IconButton>
        </span>
      ))}
      <Button look="plain" icon={<Plus size={14} />} onClick={() => onChange([...palette, '#d6202a'])}>{words.campaign.addColour}</Button>
    </fieldset>
  );
}

/** A format as it will be delivered: the picture cut to its shape. */
function Board({ format, job }: { readonly format: Format; readonly job: Job | undefined }): ReactNode {
  const url = job?.pictures[0]?.url ?? job?.previews[0];
  return (
    <figure className={styles['board']} aria-busy={job?.state === 'generating'}>
      <div style={{ aspectRatio: `${format.width} / ${format.height}` }}>{url !== undefined && <img src={url} alt={`${format.label}: ${job?.prompt ?? ''}`} />}</div>
      <figcaption>{format.label} <small>{format.width}×{format.height}</small>{job?.state === 'failed' && <b role="alert">{job.error}</b>}</figcaption>
    </figure>
  );
}
