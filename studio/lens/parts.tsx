/** The lens's explanations of one step: words, guidance, latents. */
import { useState, type ReactNode } from 'react';
import type { LensStep } from '../engine/engine.ts';
import { words } from '../words/en.ts';
import { Figure } from './figure.tsx';
import styles from './lens.module.css';

interface PartProps {
  readonly step: LensStep;
}

export function WordsPart({ step }: PartProps): ReactNode {
  // The longest word is rarely one that says nothing.
  const [at, setAt] = useState(() => step.words.reduce((best, { word }, i) => (word.length > (step.words[best]?.word.length ?? 0) ? i : best), 0));
  if (step.words.length === 0) return null;
  const shown = step.words[Math.min(at, step.words.length - 1)];
  return (
    <section className={styles['part']}>
      <div className={styles['told']}>
        <h2>{words.lens.wordsTitle}</h2>
        <p>{words.lens.wordsHelp}</p>
        <div className={styles['sentence']} role="group" aria-label={words.lens.wordsTitle}>
          {step.words.map(({ word }, index) => <button key={index} type="button" aria-pressed={index === at} onPointerEnter={() => setAt(index)} onFocus={() => setAt(index)} onClick={() => setAt(index)}>{word}</button>)}
        </div>
      </div>
      <div className={styles['row']}><Figure picture={step.guided} overlay={shown?.map} title={shown === undefined ? '' : `“${shown.word}”`} /></div>
    </section>
  );
}

export function GuidancePart({ step }: PartProps): ReactNode {
  return (
    <section className={styles['stacked']}>
      <h2>{words.lens.guidanceTitle}</h2>
      <p>{words.lens.guidanceHelp}</p>
      <div className={styles['row']}>
        <Figure picture={step.withoutWords} title={words.lens.without} />
        <Figure picture={step.withWords} title={words.lens.withWords} />
        <Figure picture={step.guided} title={words.lens.guided} />
        <Figure picture={step.overGuided} title={words.lens.over} />
      </div>
    </section>
  );
}

export function LatentPart({ step }: PartProps): ReactNode {
  return (
    <section className={styles['stacked']}>
      <h2>{words.lens.latentTitle}</h2>
      <p>{words.lens.latentHelp}</p>
      <div className={styles['row']}>
        <Figure mosaic={step.latentChannels} title={words.lens.channels} />
        <Figure picture={step.noisy} title={words.lens.decoded} sign="→" />
      </div>
    </section>
  );
}
