/** What is being made and what waits: with progress, time left, cancel and order. */
import { useEffect, useState, type ReactNode } from 'react';
import { ArrowUpToLine, X } from 'lucide-react';
import { IconButton } from '../controls/button.tsx';
import { messageOf } from '../create/run-verb.ts';
import type { Job } from '../engine/engine.ts';
import { useStudio } from '../shell/context.ts';
import { words } from '../words/en.ts';
import styles from './queue.module.css';

/** The service is asked this often while the view is open. */
const refreshMs = 1000;
const mostPast = 20;

export function QueueView(): ReactNode {
  const { engine, changes } = useStudio();
  const [jobs, setJobs] = useState<readonly Job[] | undefined>();
  useEffect(() => {
    let open = true;
    const refresh = async (): Promise<void> => {
      try {
        const now = await engine.jobs();
        if (open) setJobs(now);
      } catch (error) {
        if (open) changes.notify(messageOf(error), 'error');
      }
      if (open) setTimeout(() => void refresh(), refreshMs);
    };
    void refresh();
    return () => { open = false; };
  }, [engine, changes]);
  const of = (...states: readonly Job['state'][]): readonly Job[] => jobs?.filter(({ state }) => states.includes(state)) ?? [];
  const waiting = [...of('queued')].sort((a, b) => (a.queuePosition ?? 0) - (b.queuePosition ?? 0));
  return (
    <div className={`${styles['queue']} scroll`}>
      <h1>{words.queue.title}</h1>
      {jobs !== undefined && of('generating', 'queued').length === 0 && <p className={styles['empty']}>{words.queue.empty}</p>}
      <Part title={words.queue.now} jobs={of('generating')} />
      <Part title={words.queue.waiting} jobs={waiting} />
      <Part title={words.queue.past} jobs={of('completed', 'failed', 'cancelled').slice(0, mostPast)} />
    </div>
  );
}

function Part({ title, jobs }: { readonly title: string; readonly jobs: readonly Job[] }): ReactNode {
  if (jobs.length === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      <ul>{jobs.map((job) => <Row key={job.id} job={job} />)}</ul>
    </section>
  );
}

function Row({ job }: { readonly job: Job }): ReactNode {
  const { engine, changes } = useStudio();
  const attempt = (act: Promise<void>): void => { act.catch((error: unknown) => changes.notify(messageOf(error), 'error')); };
  const going = job.state === 'queued' || job.state === 'generating';
  return (
    <li className={styles['row']}>
      <div className={styles['thumbs']}>{(job.pictures.length > 0 ? job.pictures.map(({ url }) => url) : job.previews).slice(0, 4).map((url) => <img key={url} src={url} alt="" />)}</div>
      <div className={styles['words']}>
        <b>{job.prompt || 'No words'}</b>
        <small>{statusOf(job)}</small>
        {job.state === 'generating' && <progress value={job.progress} max={1} aria-label={statusOf(job)} />}
      </div>
      {job.state === 'queued' && (job.queuePosition ?? 0) > 0 && <IconButton label={words.queue.first} onClick={() => attempt(engine.putFirst(job.id))}><ArrowUpToLine size={16} /></IconButton>}
      {going && <IconButton label={words.queue.cancel} onClick={() => attempt(engine.cancel(job.id))}><X size={16} /></IconButton>}
    </li>
  );
}

function statusOf({ state, step, steps, remainingSeconds, queuePosition, error, pictures }: Job): string {
  switch (state) {
    case 'queued': return queuePosition === undefined || queuePosition === 0 ? 'Next' : `${queuePosition} before it`;
    case 'generating': return `Step ${step ?? 0} of ${steps ?? '…'}${remainingSeconds === undefined ? '' : `, ${Math.max(1, Math.round(remainingSeconds))} s left`}`;
    case 'completed': return pictures.length === 1 ? 'One picture' : `${pictures.length} pictures`;
    case 'failed': return `Failed: ${error ?? 'no reason given'}`;
    case 'cancelled': return 'Cancelled';
  }
}
