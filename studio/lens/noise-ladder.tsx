/** A picture of one's own under noise, and what the network takes it to be. */
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { ImagePlus } from 'lucide-react';
import { Button } from '../controls/button.tsx';
import { Slider } from '../controls/field.tsx';
import { framePicture } from '../create/frame-pictures.ts';
import { chosenModel, messageOf } from '../create/run-verb.ts';
import { present } from '../document/history.ts';
import type { ModelChoice, NoiseRung } from '../engine/engine.ts';
import { useStudio } from '../shell/context.ts';
import { words } from '../words/en.ts';
import { Figure } from './figure.tsx';
import styles from './lens.module.css';

export function NoiseLadder(): ReactNode {
  const parts = useStudio();
  const { studio, engine, assets, changes, use } = parts;
  const hasLayers = use(({ history }) => present(history).layers.length > 0);
  const [rungs, setRungs] = useState<readonly NoiseRung[]>([]);
  const [at, setAt] = useState(0);
  const stop = useRef<AbortController>(undefined);
  const file = useRef<HTMLInputElement>(null);
  useEffect(() => () => stop.current?.abort(), []);

  const climb = async (source: () => Promise<Blob>): Promise<void> => {
    const model = chosenModel(parts);
    if (model === undefined) return;
    stop.current?.abort();
    const control = (stop.current = new AbortController());
    setRungs([]);
    try {
      const picture = await fittedTo(model, await source());
      for await (const rung of engine.noiseLadder({ picture, prompt: studio.getState().knobs.prompt, model: model.id, seed: 0 }, control.signal)) {
        setRungs((before) => [...before, rung]);
        setAt(0);
      }
    } catch (error) {
      if (!control.signal.aborted) changes.notify(messageOf(error), 'error');
    }
  };
  const rung = rungs[Math.min(at, rungs.length - 1)];
  return (
    <section className={styles['stacked']}>
      <h2>{words.lens.ladderTitle}</h2>
      <p>{words.lens.ladderHelp}</p>
      <div className={styles['choose']}>
        <input ref={file} type="file" accept="image/*" hidden onChange={({ target }) => { const chosen = target.files?.[0]; if (chosen !== undefined) void climb(async () => chosen); }} />
        <Button icon={<ImagePlus size={16} />} onClick={() => file.current?.click()}>{words.lens.ladderChoose}</Button>
        {hasLayers && <Button onClick={() => void climb(() => framePicture(changes.document(), assets))}>{words.lens.ladderCanvas}</Button>}
      </div>
      {rung !== undefined && (
        <>
          <div className={styles['amount']}><Slider label={words.lens.amount} help={words.lens.amountHelp} value={at} minimum={0} maximum={Math.max(1, rungs.length - 1)} step={1} format={() => `${Math.round(100 * rung.noise)} %`} onChange={setAt} /></div>
          <div className={styles['row']}>
            <Figure picture={rung.noisy} title={words.lens.withNoise} />
            <Figure picture={rung.guess} title={words.lens.recovered} sign="→" />
          </div>
        </>
      )}
    </section>
  );
}

/** The middle of a picture at the model's own size. */
async function fittedTo({ size: { width, height } }: ModelChoice, file: Blob): Promise<Blob> {
  const bitmap = await createImageBitmap(file);
  const scale = Math.max(width / bitmap.width, height / bitmap.height);
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, (width - bitmap.width * scale) / 2, (height - bitmap.height * scale) / 2, bitmap.width * scale, bitmap.height * scale);
  bitmap.close();
  return canvas.convertToBlob({ type: 'image/png' });
}
