/** Numbers for Prometheus. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { JobQueue } from '../jobs/job-queue.ts';

export interface Metrics {
  readonly registry: Registry;
  request(method: string, route: string, status: number, seconds: number): void;
  pictures(model: string, count: number): void;
  /** Tells the queue's lengths, and counts its jobs and their times. */
  watch(queue: JobQueue): void;
}

const JOB_BUCKETS = [0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000];
const REQUEST_BUCKETS = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 10, 100];

/** Each service counts for itself. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Histogram({ name: 'darkroom_http_request_seconds', help: 'Time to answer, by route', labelNames: ['method', 'route', 'status'], buckets: REQUEST_BUCKETS, registers });
  const made = new Counter({ name: 'darkroom_pictures_total', help: 'Pictures made', labelNames: ['model'], registers });
  const jobs = new Counter({ name: 'darkroom_jobs_total', help: 'Jobs by how they ended', labelNames: ['status'], registers });
  const working = new Histogram({ name: 'darkroom_job_seconds', help: 'From begin to end of completed jobs', buckets: JOB_BUCKETS, registers });
  const waited = new Histogram({ name: 'darkroom_job_wait_seconds', help: 'From arrival to begin of completed jobs', buckets: JOB_BUCKETS, registers });
  registry.registerMetric(gauge('process_resident_memory_bytes', 'Memory of the service, its engine aside', () => process.memoryUsage.rss()));
  return {
    registry,
    request: (method, route, status, seconds) => requests.observe({ method, route, status: String(status) }, seconds),
    pictures: (model, count) => made.inc({ model }, count),
    watch: (queue) => {
      registry.registerMetric(gauge('darkroom_jobs_waiting', 'Jobs in the queue', () => queue.size.waiting));
      registry.registerMetric(gauge('darkroom_jobs_running', 'Jobs at work', () => queue.size.running));
      queue.subscribe((event) => {
        if (event.kind !== 'job' || event.job.finishedAt === undefined) return;
        const { status, createdAt, startedAt, finishedAt } = event.job;
        jobs.inc({ status });
        if (status !== 'completed' || startedAt === undefined) return;
        working.observe((finishedAt - startedAt) / 1000);
        waited.observe((startedAt - createdAt) / 1000);
      }, false);
    },
  };
}

/** Asked for its value when it is read. */
function gauge(name: string, help: string, value: () => number): Gauge {
  return new Gauge({ name, help, registers: [], collect() { this.set(value()); } });
}
