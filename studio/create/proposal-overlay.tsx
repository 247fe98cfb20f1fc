/** A result in its place on the canvas, and the bar that decides what becomes of it. */
import type { ReactNode } from 'react';
import { Check, ChevronLeft, ChevronRight, SplitSquareHorizontal, X } from 'lucide-react';
import { Button, IconButton } from '../controls/button.tsx';
import { Picture } from '../controls/picture.tsx';
import { boxOnScreen, type View } from '../canvas/view.ts';
import { present } from '../document/history.ts';
import type { Job } from '../engine/engine.ts';
import { useStudio } from '../shell/context.ts';
import { words } from '../words/en.ts';
import { applyIndex, compareProposal, discardJob, stepProposal, tilesOf } from './apply-proposal.ts';
import { JobProgress } from './job-progress.tsx';
import { isRunning } from './run-verb.ts';
import styles from './create.module.css';

interface ProposalProps {
  readonly job: Job;
  readonly index: number;
}

export function ProposalOverlay({ view, job, index }: ProposalProps & { readonly view: View }): ReactNode {
  const frame = useStudio().use(({ history }) => present(history).frame);
  const url = tilesOf(job)[index];
  if (url === undefined) return null;
  return <div className={styles['proposed']} style={boxOnScreen(view, frame)}><Picture src={url} alt={`${words.proposals.bar}: ${job.prompt}`} /></div>;
}

export function ProposalBar({ job, index }: ProposalProps): ReactNode {
  const parts = useStudio();
  const compared = parts.use(({ compare }) => compare !== undefined);
  const count = tilesOf(job).length;
  const ready = job.pictures[index] !== undefined;
  return (
    <section className={styles['bar']} aria-label={words.proposals.bar} aria-busy={isRunning(job)}>
      {count > 1 && (
        <div className={styles['steps']}>
          <IconButton label={words.proposals.earlier} shortcut="P" onClick={() => stepProposal(parts, -1)}><ChevronLeft size={18} /></IconButton>
          <span>{words.proposals.of(index + 1, count)}</span>
          <IconButton label={words.proposals.later} shortcut="N" onClick={() => stepProposal(parts, 1)}><ChevronRight size={18} /></IconButton>
        </div>
      )}
      {isRunning(job) ? <JobProgress job={job} /> : job.state === 'failed' ? <span className={styles['failed']}>{words.proposals.failed}: {job.error}</span> : job.state === 'cancelled' && <span className={styles['quiet']}>{words.proposals.cancelled}</span>}
      <div className={styles['barEnd']}>
        {ready && <Button look="plain" icon={<SplitSquareHorizontal size={16} />} aria-pressed={compared} title={`${words.compare.with}  C`} onClick={() => compareProposal(parts, job, index)}>{words.proposals.compare}</Button>}
        <Button look="plain" icon={<X size={16} />} title={isRunning(job) ? words.proposals.cancel : `${words.proposals.discard}  X`} onClick={() => discardJob(parts, job)}>{isRunning(job) ? words.proposals.cancel : words.proposals.discard}</Button>
        {ready && <Button look="primary" icon={<Check size={16} />} title={`${words.proposals.pick}  A`} onClick={() => applyIndex(parts, job.id, index)}>{words.proposals.apply}</Button>}
      </div>
    </section>
  );
}
