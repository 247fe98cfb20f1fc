/** What was made, newest first: each picture alive from its first step, a proposal until it is put on the canvas. */
import type { ReactNode } from 'react';
import { TriangleAlert, X } from 'lucide-react';
import { IconButton } from '../controls/button.tsx';
import { Picture } from '../controls/picture.tsx';
import type { Job } from '../engine/engine.ts';
import { useStudio } from '../shell/context.ts';
import { words } from '../words/en.ts';
import { applyIndex, discardJob, DRAGGED_PROPOSAL, showPicture, tilesOf } from './apply-proposal.ts';
import { JobProgress } from './job-progress.tsx';
import { isRunning } from './run-verb.ts';
import styles from './create.module.css';

export function Versions(): ReactNode {
  const { use } = useStudio();
  const jobs = use((state) => state.jobs);
  return (
    <section className={`${styles['versions']} scroll`} aria-label={words.proposals.title} tabIndex={-1}>
      <h2>{words.proposals.title}</h2>
      {jobs.length === 0 && <p className={styles['quiet']}>{words.proposals.empty}</p>}
      <div className={styles['jobs']}>{jobs.map((job) => <JobCard key={job.id} job={job} />)}</div>
    </section>
  );
}

function JobCard({ job }: { readonly job: Job }): ReactNode {
  const parts = useStudio();
  const tiles = tilesOf(job);
  return (
    <article className={styles['job']} aria-busy={isRunning(job)}>
      <header>
        <span title={job.prompt}>{job.prompt || words.proposals.noWords}</span>
        <IconButton label={isRunning(job) ? words.proposals.cancel : words.proposals.discard} onClick={() => discardJob(parts, job)}><X size={14} /></IconButton>
      </header>
      {isRunning(job) && <JobProgress job={job} />}
      {job.state === 'failed' && <p className={styles['failed']}>{words.proposals.failed}: {job.error}</p>}
      {job.state === 'cancelled' && <p className={styles['quiet']}>{words.proposals.cancelled}</p>}
      {tiles.length > 0 && <div className={styles['tiles']}>{tiles.map((url, index) => <Tile key={job.pictures[index]?.id ?? index} job={job} index={index} url={url} count={tiles.length} />)}</div>}
      {job.warnings.map((warning) => <p key={warning} className={styles['warning']}><TriangleAlert size={14} aria-hidden />{warning}</p>)}
    </article>
  );
}

function Tile({ job, index, url, count }: { readonly job: Job; readonly index: number; readonly url: string; readonly count: number }): ReactNode {
  const parts = useStudio();
  const shown = parts.use(({ proposal }) => proposal?.job === job.id && proposal.index === index);
  const seed = job.pictures[index]?.seed;
  return (
    <button type="button" className={styles['tile']} disabled={job.pictures.length === 0} title={seed === undefined ? words.proposals.show : `${words.proposals.show}  ·  ${words.gallery.seed} ${seed}`} aria-pressed={shown}
      aria-label={`${words.proposals.show} picture ${words.proposals.of(index + 1, count)}: ${job.prompt}`} draggable={job.pictures.length > 0} onClick={() => showPicture(parts, job, index)} onDoubleClick={() => applyIndex(parts, job.id, index)}
      onDragStart={({ dataTransfer }) => dataTransfer.setData(DRAGGED_PROPOSAL, JSON.stringify({ job: job.id, index }))}>
      <Picture src={url} alt="" />
    </button>
  );
}
