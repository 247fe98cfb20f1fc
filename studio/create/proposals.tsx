/** What was made, newest first: each picture alive from its first step, a proposal until it is put on the canvas. */
import type { ReactNode } from 'react';
import { SplitSquareHorizontal, X } from 'lucide-react';
import { IconButton } from '../controls/button.tsx';
import { present } from '../document/history.ts';
import type { Job } from '../engine/engine.ts';
import { useStudio } from '../shell/context.ts';
import { words } from '../words/en.ts';
import { applyPicture } from './put-picture.ts';
import { messageOf } from './run-verb.ts';
import styles from './create.module.css';

export function Proposals(): ReactNode {
  const { use } = useStudio();
  const jobs = use((state) => state.jobs);
  return (
    <section className={`${styles['proposals']} scroll`} aria-label={words.proposals.title}>
      <h2>{words.proposals.title}</h2>
      {jobs.length === 0 && <p className={styles['quiet']}>{words.proposals.empty}</p>}
      {jobs.map((job) => <JobCard key={job.id} job={job} />)}
    </section>
  );
}

const running = ({ state }: Job): boolean => state === 'queued' || state === 'generating';

function JobCard({ job }: { readonly job: Job }): ReactNode {
  const parts = useStudio();
  const { studio, engine, changes, use } = parts;
  const onCanvas = use(({ history }) => present(history).layers.length > 0);
  const apply = (index: number): void => {
    const picture = job.pictures[index];
    if (picture !== undefined) applyPicture(parts, job, picture).catch((error: unknown) => changes.notify(messageOf(error), 'error'));
  };
  const tiles = job.pictures.length > 0 ? job.pictures.map(({ url }) => url) : job.previews;
  return (
    <article className={styles['job']} aria-busy={running(job)}>
      <header>
        <span title={job.prompt}>{job.prompt || 'No words'}</span>
        {running(job) && <IconButton label={words.proposals.cancel} onClick={() => void engine.cancel(job.id).catch((error: unknown) => changes.notify(messageOf(error), 'error'))}><X size={14} /></IconButton>}
      </header>
      {running(job) && <Progress job={job} />}
      {job.state === 'failed' && <p role="alert" className={styles['failed']}>{words.proposals.failed}: {job.error}</p>}
      {tiles.length > 0 && (
        <div className={styles['tiles']}>
          {tiles.map((url, index) => (
            <div key={job.pictures[index]?.id ?? index} className={styles['tile']}>
              <button type="button" disabled={job.pictures.length === 0} title={words.proposals.apply} aria-label={`${words.proposals.apply}: picture ${index + 1} of ${tiles.length}`} onClick={() => apply(index)}>
                <img src={url} alt="" draggable={false} className={running(job) ? styles['coming'] : ''} />
              </button>
              {onCanvas && job.pictures.length > 0 && <IconButton label={words.compare.with} className={styles['compareTile'] ?? ''} onClick={() => studio.setState({ compare: { url, label: job.prompt || words.proposals.title } })}><SplitSquareHorizontal size={14} /></IconButton>}
            </div>
          ))}
        </div>
      )}
    </article>
  );
}

function Progress({ job }: { readonly job: Job }): ReactNode {
  const left = job.remainingSeconds === undefined ? '' : `, ${Math.max(1, Math.round(job.remainingSeconds))} s left`;
  const text = job.state === 'queued' ? `${words.proposals.queued}${job.queuePosition === undefined ? '' : `: ${job.queuePosition} before it`}` : `Step ${job.step ?? 0} of ${job.steps ?? '…'}${left}`;
  return (
    <div className={styles['progress']}>
      <progress value={job.progress} max={1} aria-label={text} />
      <small>{text}</small>
    </div>
  );
}

