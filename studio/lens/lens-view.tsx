/** The lens: one picture being made, step by step, and a picture of one's own put under noise. */
import { useEffect, useState, type ReactNode } from 'react';
import { Microscope } from 'lucide-react';
import { Button } from '../controls/button.tsx';
import { Picture } from '../controls/picture.tsx';
import type { LensStep } from '../engine/engine.ts';
import { useStudio } from '../shell/context.ts';
import { words } from '../words/en.ts';
import { NoiseLadder } from './noise-ladder.tsx';
import { GuidancePart, LatentPart, WordsPart } from './parts.tsx';
import { Figure } from './figure.tsx';
import { watchRun } from './watch-run.ts';
import styles from './lens.module.css';

export function LensView(): ReactNode {
  const parts = useStudio();
  const { changes, use } = parts;
  const prompt = use(({ knobs }) => knobs.prompt);
  const { steps, running } = use((state) => state.lens);
  const [at, setAt] = useState(() => Math.max(0, steps.length - 1));
  // While it runs the newest step is shown.
  useEffect(() => { if (running) setAt(Math.max(0, steps.length - 1)); }, [running, steps.length]);
  const step = steps[Math.min(at, steps.length - 1)];
  return (
    <div className={`${styles['lens']} scroll`} tabIndex={-1}>
      <header>
        <h1>{words.lens.title}</h1>
        <p>{words.lens.intro}</p>
        <form onSubmit={(event) => { event.preventDefault(); void watchRun(parts); }}>
          <input aria-label={words.prompt.label} placeholder={words.prompt.placeholder} value={prompt} onChange={({ target }) => changes.turn({ prompt: target.value })} />
          <Button type="submit" look="primary" icon={<Microscope size={16} />} disabled={running || prompt.trim() === ''}>{running ? words.lens.running : words.lens.run}</Button>
        </form>
      </header>
      {step === undefined ? <p className={styles['empty']} role="status">{running ? words.lens.waiting : words.lens.empty}</p> : (
        <div className={styles['run']}>
          <StepSlider steps={steps} at={Math.min(at, steps.length - 1)} onAt={setAt} />
          <section className={styles['row']} aria-label={words.lens.step}>
            <Figure picture={step.noisy} title={words.lens.seen} text={words.lens.seenHelp} />
            <Figure mosaic={step.noiseChannels} title={words.lens.found} text={words.lens.foundHelp} sign="−" />
            <Figure picture={step.guided} title={words.lens.guess} text={words.lens.guessHelp} sign="=" />
          </section>
          <WordsPart step={step} />
          <GuidancePart step={step} />
          <LatentPart step={step} />
        </div>
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
      <input type="range" min={0} max={Math.max(0, steps.length - 1)} step={1} value={at} aria-label={words.lens.step} aria-valuetext={text} onChange={({ target }) => onAt(target.valueAsNumber)} />
      <output>{text}</output>
      <div className={styles['film']} aria-hidden>{steps.map((each) => <Picture key={each.index} src={each.guided} alt="" data-now={each.index === at} onPointerEnter={() => onAt(each.index)} />)}</div>
    </div>
  );
}
