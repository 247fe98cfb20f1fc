/** Jobs in the database. */
import type { JobFilter, JobRecord, JobStore } from '../jobs/job-record.ts';
import type { Database } from './database.ts';

const read = (rows: readonly Record<string, unknown>[]): JobRecord[] => rows.map((row) => JSON.parse(row['record'] as string) as JobRecord);

export function createJobStore(database: Database): JobStore {
  const select = async (sql: string, args: (string | number)[] = []): Promise<JobRecord[]> => read((await database.execute({ sql, args })).rows);
  return {
    save: async (job) => {
      await database.execute({
        sql: `insert into jobs (id, status, client_id, idempotency_key, created_at, finished_at, record) values (?, ?, ?, ?, ?, ?, ?)
              on conflict (id) do update set status = excluded.status, finished_at = excluded.finished_at, record = excluded.record`,
        args: [job.id, job.status, job.clientId ?? null, job.idempotency?.key ?? null, job.createdAt, job.finishedAt ?? null, JSON.stringify(job)],
      });
    },
    get: async (id) => (await select('select record from jobs where id = ?', [id]))[0],
    byIdempotencyKey: async (key) => (await select('select record from jobs where idempotency_key = ?', [key]))[0],
    unfinished: () => select(`select record from jobs where status in ('queued', 'generating')`),
    finished: ({ status, clientId, limit }: JobFilter) => {
      const wanted = [...(status === undefined ? [`status in ('completed', 'failed', 'cancelled')`] : ['status = ?']), ...(clientId === undefined ? [] : ['client_id = ?'])];
      return select(`select record from jobs where ${wanted.join(' and ')} order by finished_at desc, created_at desc limit ?`, [...(status === undefined ? [] : [status]), ...(clientId === undefined ? [] : [clientId]), limit]);
    },
    prune: async (keep) => {
      await database.execute({ sql: `delete from jobs where status in ('completed', 'failed', 'cancelled') and id not in (select id from jobs where finished_at is not null order by finished_at desc limit ?)`, args: [keep] });
    },
  };
}
