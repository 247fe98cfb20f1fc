/** One idea in several formats: a prompt, a palette, the formats; one press makes the set, one exports it. */
import { useState, type CSSProperties, type ReactNode } from 'react';
import { Download, Plus, Sparkles, X } from 'lucide-react';
import { Button, IconButton } from '../controls/button.tsx';
import { Field } from '../controls/field.tsx';
import { Picture } from '../controls/picture.tsx';
import { tilesOf } from '../create/apply-proposal.ts';
import { JobProgress } from '../create/job-progress.tsx';
import { presetsOf } from '../create/request.ts';
import { chosenModel, follow, isRunning, messageOf } from '../create/run-verb.ts';
import type { Job } from '../engine/engine.ts';
import { type StudioParts, useStudio } from '../shell/context.ts';
import type { Campaign } from '../shell/studio-state.ts';
import { words } from '../words/en.ts';
import { exportSet, fileName, focusIn } from './export-set.ts';
import { cropFor, drawnSize, type Format, formats } from './formats.ts';
import { colourWord, promptInPalette } from './palette.ts';
import styles from './campaign.module.css';

const largestSeed = 2 ** 32;

/** One seed for all formats: they look like one family. */
async function makeSet(parts: StudioParts): Promise<void> {
  const { studio, changes, engine } = parts;
  const { knobs, campaign: { palette, formats: chosen } } = studio.getState();
  const model = chosenModel(parts);
  if (model === undefined) throw new Error(words.errors.noModel);
  const { steps, guidance, sampler } = knobs;
  const seed = knobs.seed ?? Math.floor(Math.random() * largestSeed);
  const presets = presetsOf(knobs).filter((preset) => model.presets.includes(preset));
  for (const format of formats.filter(({ id }) => chosen.includes(id))) {
    const job = await engine.submit({
      prompt: promptInPalette(knobs.prompt, palette), negativePrompt: model.negativePrompt ? knobs.negativePrompt : '', model: model.id, presets, count: 1, seed, ...(steps !== undefined && { steps }), ...(guidance !== undefined && { guidance }), ...(sampler !== undefined && { sampler }),
      ...(!model.fixedSize && { size: drawnSize(format, model) }), mode: { kind: 'text-to-image' },
    });
    changes.putJob(job);
    studio.setState(({ campaign }) => ({ campaign: { ...campaign, made: { ...campaign.made, [format.id]: job.id } } }));
    void follow(parts, job.id);
  }
}

export function CampaignView(): ReactNode {
  const parts = useStudio();
  const { studio, engine, changes, use } = parts;
  const prompt = use(({ knobs }) => knobs.prompt);
  const jobs = use((state) => state.jobs);
  const campaign = use((state) => state.campaign);
  const { palette, formats: chosen, made } = campaign;
  const change = (part: Partial<Campaign>): void => studio.setState({ campaign: { ...campaign, ...part } });
  const attempt = (act: Promise<void>): void => { act.catch((error: unknown) => changes.notify(messageOf(error), 'error')); };
  const shown = formats.filter(({ id }) => chosen.includes(id)).map((format) => ({ format, job: jobs.find(({ id }) => id === made[format.id]) }));
  const finished = shown.flatMap(({ format, job }) => (job?.pictures[0] === undefined ? [] : [{ format, picture: job.pictures[0] }]));
  const exportAll = async (): Promise<void> => exportSet(await Promise.all(finished.map(async ({ format, picture }) => ({ format, picture: await engine.file(picture) }))), fileName(prompt));

  return (
    <div className={styles['campaign']}>
      <section className={`${styles['brief']} scroll`} aria-label={words.views.campaign.label} tabIndex={-1}>
        <h1>{words.views.campaign.label}</h1>
        <Field label={words.prompt.label} help={words.campaign.promptHelp}>{({ input, help }) => <textarea id={input} aria-describedby={help} rows={3} className={styles['prompt']} placeholder={words.prompt.placeholder} value={prompt} onChange={({ target }) => changes.turn({ prompt: target.value })} />}</Field>
        <Palette palette={palette} onChange={(next) => change({ palette: next })} />
        <fieldset className={styles['formats']}>
          <legend>{words.campaign.formats}</legend>
          {formats.map(({ id, label, width, height }) => (
            <label key={id}><input type="checkbox" checked={chosen.includes(id)} onChange={({ target }) => change({ formats: target.checked ? [...chosen, id] : chosen.filter((each) => each !== id) })} />{label}<small>{width}×{height}</small></label>
          ))}
        </fieldset>
        <Button look="primary" icon={<Sparkles size={16} />} disabled={chosen.length === 0 || prompt.trim() === ''} onClick={() => attempt(makeSet(parts))}>{words.campaign.make}</Button>
        <Button icon={<Download size={16} />} disabled={finished.length === 0} onClick={() => attempt(exportAll())}>{words.campaign.exportAll}</Button>
        <p role="status" className={styles['status']}>{shown.some(({ job }) => job !== undefined) && words.campaign.ready(finished.length, shown.length)}</p>
      </section>
      <div className={`${styles['boards']} scroll`} tabIndex={-1}>
        {shown.map(({ format, job }) => <Board key={format.id} format={format} job={job} />)}
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

/** The crop as a style has it: the share of what is left over that lies before it. */
function objectPosition(picture: HTMLImageElement, format: Format): string {
  const { naturalWidth: width, naturalHeight: height } = picture;
  const crop = cropFor({ width, height }, format, focusIn(picture));
  const share = (before: number, left: number): string => `${left < 1e-6 ? 50 : (100 * before) / left}%`;
  return `${share(crop.x, width - crop.width)} ${share(crop.y, height - crop.height)}`;
}

/** A format as it will be delivered: the picture cut to its shape. All boards cover as much of the screen, whatever their shape. */
function Board({ format, job }: { readonly format: Format; readonly job: Job | undefined }): ReactNode {
  const url = job === undefined ? undefined : tilesOf(job)[0];
  const [place, setPlace] = useState('50% 50%');
  return (
    <figure className={styles['board']} aria-busy={job !== undefined && isRunning(job)}>
      <div style={{ '--ratio': format.width / format.height, '--root': Math.sqrt(format.width / format.height) } as CSSProperties}>{url === undefined ? <span>{job === undefined ? words.campaign.empty : ''}</span> : <Picture src={url} alt={`${format.label}: ${job?.prompt ?? ''}`} style={{ objectPosition: place }} onSeen={(picture) => setPlace(objectPosition(picture, format))} />}</div>
      <figcaption><b>{format.label}</b> <small>{format.width}×{format.height}</small>{job !== undefined && isRunning(job) && <JobProgress job={job} />}{job?.state === 'failed' && <em role="alert">{job.error}</em>}</figcaption>
    </figure>
  );
}
