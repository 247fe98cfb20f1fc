/** The first pictures, as large as the canvas lets them: alive from their first step, one press puts one on the canvas. */
import type { CSSProperties, ReactNode } from 'react';
import { X } from 'lucide-react';
import { Button } from '../controls/button.tsx';
import { Picture } from '../controls/picture.tsx';
import { present } from '../document/history.ts';
import type { Job } from '../engine/engine.ts';
import { useStudio } from '../shell/context.ts';
import { words } from '../words/en.ts';
import { applyIndex, discardJob, tilesOf } from './apply-proposal.ts';
import { JobProgress } from './job-progress.tsx';
import { isRunning } from './run-verb.ts';
import styles from './create.module.css';

/** Pictures up to this size are enlarged by whole steps. */
const smallUpTo = 160;

export function ChoiceGrid({ job }: { readonly job: Job }): ReactNode {
  const parts = useStudio();
  const frame = parts.use(({ history }) => present(history).frame);
  const tiles = tilesOf(job);
  const count = Math.max(job.count, tiles.length);
  const { width, height } = job.pictures[0] ?? frame;
  const columns = Math.ceil(Math.sqrt(count * (height / width)));
  const layout = { '--columns': columns, '--rows': Math.ceil(count / columns), '--ratio': width / height, '--step': width <= smallUpTo ? `${width}px` : '1px' } as CSSProperties;
  return (
    <section className={styles['choices']} aria-label={words.proposals.choose} aria-busy={isRunning(job)}>
      <div className={styles['choiceRoom']}>
        <div className={styles['choiceGrid']} style={layout}>
          {Array.from({ length: count }, (_, index) => {
            const url = tiles[index];
            const label = `${words.proposals.pick}: picture ${words.proposals.of(index + 1, count)}`;
            return <button key={index} type="button" title={words.proposals.pick} aria-label={label} disabled={job.pictures[index] === undefined} onClick={() => applyIndex(parts, job.id, index)}>{url !== undefined && <Picture src={url} alt="" />}</button>;
          })}
        </div>
      </div>
      <footer>
        {isRunning(job) ? <JobProgress job={job} /> : <span className={job.state === 'failed' ? styles['failed'] : styles['quiet']}>{endText(job)}</span>}
        <Button look="plain" icon={<X size={14} />} onClick={() => discardJob(parts, job)}>{isRunning(job) ? words.proposals.cancel : words.proposals.discard}</Button>
      </footer>
    </section>
  );
}

function endText({ state, error }: Job): string {
  if (state === 'failed') return `${words.proposals.failed}: ${error ?? ''}`;
  return state === 'cancelled' ? words.proposals.cancelled : words.proposals.choose;
}
