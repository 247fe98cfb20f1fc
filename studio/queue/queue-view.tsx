/** What is being made and what waits: with progress, time left, cancel and order. */
import { useEffect, useState, type ReactNode } from 'react';
import { ArrowUpToLine, X } from 'lucide-react';
import { ServiceError } from '../../src/api/error.ts';
import { IconButton } from '../controls/button.tsx';
import { Picture } from '../controls/picture.tsx';
import { tilesOf } from '../create/apply-proposal.ts';
import { progressText } from '../create/job-progress.tsx';
import { isRunning, messageOf } from '../create/run-verb.ts';
import { ServiceGone } from '../engine/connection.ts';
import type { Job } from '../engine/engine.ts';
import { useStudio } from '../shell/context.ts';
import { words } from '../words/en.ts';
import styles from './queue.module.css';

/** The service is asked this often while the view is open. */
const refreshMs = 1000;
const mostPast = 20;
const mostThumbs = 4;
/** What is shown of it: its pictures, or places for them while they may still come. */
function thumbsOf(job: Job): readonly (string | undefined)[] {
  const tiles = tilesOf(job);
  return isRunning(job) ? Array.from({ length: job.count }, (_, i) => tiles[i]) : tiles;
}

/** All jobs of the service, also those that others asked for; undefined until it answers. */
function useJobs(): readonly Job[] | undefined {
  const { engine, changes } = useStudio();
  const [jobs, setJobs] = useState<readonly Job[] | undefined>();
  useEffect(() => {
    let open = true;
    const refresh = async (): Promise<void> => {
      try {
        const now = await engine.jobs();
        if (open) setJobs(now);
      } catch (error) {
        // That nobody answers is told already.
        if (open && !(error instanceof ServiceGone)) changes.notify(messageOf(error), 'error');
        await engine.answering();
      }
      if (open) setTimeout(() => void refresh(), refreshMs);
    };
    void refresh();
    return () => { open = false; };
  }, [engine, changes]);
  return jobs;
}

export function QueueView(): ReactNode {
  const { use } = useStudio();
  const jobs = useJobs();
  // Looks at what becomes of them come with the jobs that this page watches.
  const watched = use((state) => state.jobs);
  const seen = jobs?.map((job) => ({ ...job, previews: watched.find(({ id }) => id === job.id)?.previews ?? [] }));
  const of = (...states: readonly Job['state'][]): readonly Job[] => seen?.filter(({ state }) => states.includes(state)) ?? [];
  const waiting = [...of('queued')].sort((a, b) => (a.queuePosition ?? 0) - (b.queuePosition ?? 0));
  return (
    <section className={`${styles['queue']} scroll`} tabIndex={0} aria-label={words.queue.title} aria-busy={jobs === undefined}>
      <h1>{words.queue.title}</h1>
      {jobs === undefined && <p className={styles['empty']}>{words.queue.loading}</p>}
      {jobs !== undefined && of('generating', 'queued').length === 0 && <p className={styles['empty']}>{words.queue.empty}</p>}
      <Part title={words.queue.now} jobs={of('generating')} />
      <Part title={words.queue.waiting} jobs={waiting} />
      <Part title={words.queue.past} jobs={of('completed', 'failed', 'cancelled').slice(0, mostPast)} />
    </section>
  );
}

function Part({ title, jobs }: { readonly title: string; readonly jobs: readonly Job[] }): ReactNode {
  if (jobs.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <ul>{jobs.map((job) => <Row key={job.id} job={job} />)}</ul>
    </section>
  );
}

function Row({ job }: { readonly job: Job }): ReactNode {
  const { engine, changes } = useStudio();
  // The list is a moment old: what is over by now is over.
  const attempt = (act: Promise<void>): void => { act.catch((error: unknown) => { if (!(error instanceof ServiceError && error.code === 'conflict')) changes.notify(messageOf(error), 'error'); }); };
  const name = job.prompt || words.proposals.noWords;
  const thumbs = thumbsOf(job);
  return (
    <li className={styles['row']} data-job={job.id}>
      <div className={styles['thumbs']}>
        {thumbs.slice(0, mostThumbs).map((url, i) => (url === undefined ? <span key={i} /> : <Picture key={i} src={url} alt="" />))}
        {thumbs.length > mostThumbs && <i aria-hidden>+{thumbs.length - mostThumbs}</i>}
      </div>
      <div className={styles['words']}>
        <b title={name}>{name}</b>
        <small>{statusOf(job)}</small>
        {job.state === 'generating' && <progress value={job.progress} max={1} aria-label={statusOf(job)} />}
      </div>
      {job.state === 'queued' && (job.queuePosition ?? 0) > 0 && <IconButton label={`${words.queue.first}: ${name}`} onClick={() => attempt(engine.putFirst(job.id))}><ArrowUpToLine size={16} /></IconButton>}
      {isRunning(job) && <IconButton label={`${words.queue.cancel}: ${name}`} onClick={() => attempt(engine.cancel(job.id))}><X size={16} /></IconButton>}
    </li>
  );
}

function statusOf(job: Job): string {
  const { state, error, pictures } = job;
  switch (state) {
    case 'queued': case 'generating': return progressText(job);
    case 'completed': return pictures.length === 1 ? 'One picture' : `${pictures.length} pictures`;
    case 'failed': return `Failed: ${error ?? 'no reason given'}`;
    case 'cancelled': return words.proposals.cancelled;
  }
}
