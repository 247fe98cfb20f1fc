/** The lens: one picture being made, step by step, and a picture of one's own put under noise. */
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Microscope } from 'lucide-react';
import { Button } from '../controls/button.tsx';
import { chosenModel, messageOf } from '../create/run-verb.ts';
import type { LensStep } from '../engine/engine.ts';
import { useStudio } from '../shell/context.ts';
import { words } from '../words/en.ts';
import { NoiseLadder } from './noise-ladder.tsx';
import { GuidancePart, LatentPart, WordsPart } from './parts.tsx';
import { Figure } from './figure.tsx';
import styles from './lens.module.css';

const largestSeed = 2 ** 32;

export function LensView(): ReactNode {
  const parts = useStudio();
  const { engine, changes, use } = parts;
  const { prompt, seed, guidance } = use(({ knobs }) => knobs);
  const [steps, setSteps] = useState<readonly LensStep[]>([]);
  const [at, setAt] = useState(0);
  const [running, setRunning] = useState(false);
  const stop = useRef<AbortController>(undefined);
  useEffect(() => () => stop.current?.abort(), []);

  const watch = async (): Promise<void> => {
    const model = chosenModel(parts);
    if (model === undefined) return;
    stop.current?.abort();
    const control = (stop.current = new AbortController());
    setSteps([]);
    setRunning(true);
    try {
      const request = { prompt, model: model.id, seed: seed ?? Math.floor(Math.random() * largestSeed), ...(guidance !== undefined && { guidance }) };
      for await (const step of engine.lens(request, control.signal)) {
        setSteps((before) => [...before, step]);
        setAt(step.index);
      }
    } catch (error) {
      if (!control.signal.aborted) changes.notify(messageOf(error), 'error');
    } finally {
      if (stop.current === control) setRunning(false);
    }
  };

  const step = steps[at];
  return (
    <div className={`${styles['lens']} scroll`} tabIndex={-1}>
      <header>
        <h1>{words.lens.title}</h1>
        <p>{words.lens.intro}</p>
        <form onSubmit={(event) => { event.preventDefault(); void watch(); }}>
          <input aria-label={words.prompt.label} placeholder={words.prompt.placeholder} value={prompt} onChange={({ target }) => changes.turn({ prompt: target.value })} />
          <Button type="submit" look="primary" icon={<Microscope size={16} />} disabled={running}>{running ? words.lens.running : words.lens.run}</Button>
        </form>
      </header>
      {step === undefined ? <p className={styles['empty']}>{words.lens.empty}</p> : (
        <>
          <StepSlider steps={steps} at={at} onAt={setAt} />
          <section className={styles['row']} aria-live="off">
            <Figure picture={step.noisy} title={words.lens.seen} text={words.lens.seenHelp} />
            <Figure mosaic={step.noiseChannels} title={words.lens.found} text={words.lens.foundHelp} sign="−" />
            <Figure picture={step.guided} title={words.lens.guess} text={words.lens.guessHelp} sign="=" />
          </section>
          <WordsPart step={step} />
          <GuidancePart step={step} />
          <LatentPart step={step} />
        </>
      )}
      <NoiseLadder />
    </div>
  );
}

function StepSlider({ steps, at, onAt }: { readonly steps: readonly LensStep[]; readonly at: number; readonly onAt: (at: number) => void }): ReactNode {
  const step = steps[at] as LensStep;
  const text = `${words.lens.step} ${at + 1} ${words.lens.of} ${step.steps} · ${Math.round(100 * step.noise)} % ${words.lens.noiseLeft}`;
  return (
    <div className={styles['steps']}>
      <input type="range" min={0} max={steps.length - 1} step={1} value={at} aria-label={words.lens.step} aria-valuetext={text} onChange={({ target }) => onAt(target.valueAsNumber)} />
      <output>{text}</output>
      <div className={styles['film']} aria-hidden>{steps.map((each) => <img key={each.index} src={each.guided} alt="" data-now={each.index === at} onPointerEnter={() => onAt(each.index)} />)}</div>
    </div>
  );
}
