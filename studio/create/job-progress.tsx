/** How far a job is, in words and as a bar. */
import type { ReactNode } from 'react';
import type { Job } from '../engine/engine.ts';
import { words } from '../words/en.ts';
import styles from './create.module.css';

export function progressText({ state, queuePosition, step, steps, remainingSeconds }: Job): string {
  const left = remainingSeconds === undefined ? '' : words.proposals.left(Math.max(1, Math.round(remainingSeconds)));
  if (state === 'queued') return `${words.proposals.queued}${queuePosition === undefined ? '' : `: ${words.proposals.before(queuePosition)}`}${left}`;
  return step === undefined ? words.proposals.starting : `${words.proposals.step(step, steps)}${left}`;
}

export function JobProgress({ job }: { readonly job: Job }): ReactNode {
  const text = progressText(job);
  return (
    <div className={styles['progress']}>
      <progress {...(job.state === 'queued' || job.step === undefined ? {} : { value: job.progress })} max={1} aria-label={text} />
      <small>{text}</small>
    </div>
  );
}
