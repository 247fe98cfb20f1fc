/** Jobs as clients see them: what was asked, where it stands, what came of it. */
import { z } from '@hono/zod-openapi';
import { pictureView } from './gallery.ts';
import { recipeRequest } from './recipe-request.ts';

/** A job goes from left to right and never back, but for a crash: then it is queued again. */
export const jobStatuses = ['queued', 'generating', 'completed', 'failed', 'cancelled'] as const;
export type JobStatus = (typeof jobStatuses)[number];

/** Statuses that nothing follows. */
export const isFinished = (status: JobStatus): boolean => status === 'completed' || status === 'failed' || status === 'cancelled';

export const jobId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/).openapi({ example: 'j_0v7x2k9q4m' });

export const submitJob = z.object({
  recipe: recipeRequest,
  client_id: z.string().max(200).optional().openapi({ description: 'Chosen by the client, echoed everywhere.' }),
  priority: z.number().int().min(-100).max(100).optional().openapi({ description: 'Higher goes first; equal ones in the order they came. Default 0.' }),
  collection: z.string().min(1).max(100).optional().openapi({ description: 'Put the pictures into this collection of the gallery.' }),
}).strict().openapi('SubmitJob');

export type SubmitJob = z.infer<typeof submitJob>;

export const job = z.object({
  id: jobId,
  client_id: z.string().optional(),
  status: z.enum(jobStatuses),
  priority: z.number(),
  created_at: z.string().openapi({ description: 'ISO 8601.' }),
  started_at: z.string().optional(),
  finished_at: z.string().optional(),
  queue_position: z.number().optional().openapi({ description: 'Of waiting jobs: 0 is next.' }),
  progress: z.number().min(0).max(1),
  step: z.number().optional().openapi({ description: 'Steps done.' }),
  steps: z.number().optional(),
  eta_seconds: z.number().optional().openapi({ description: 'Until it is finished, waiting included; absent until that can be told.' }),
  recipe: recipeRequest.openapi({ description: 'As asked for: pictures by their hashes.' }),
  pictures: z.array(pictureView),
  warnings: z.array(z.string()),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
  attempts: z.number().openapi({ description: 'How often it was begun: more than once after a crash.' }),
  poll_url: z.string(),
  events_url: z.string(),
}).openapi('Job');

export type Job = z.infer<typeof job>;

/** Data of `step` events. */
export const stepEvent = z.object({
  job_id: jobId, client_id: z.string().optional(), step: z.number(), steps: z.number(), progress: z.number(), eta_seconds: z.number().optional(),
  noise: z.number().openapi({ description: "Noise that was left, in the model's scale: falls to 0." }),
}).openapi('StepEvent');

/** Data of `preview` events: the current guess of each picture, as PNG data URLs. */
export const previewEvent = z.object({ job_id: jobId, client_id: z.string().optional(), step: z.number(), pictures: z.array(z.string()) }).openapi('PreviewEvent');

/** What a job's stream says, by the name of the event. `job` comes first and at every change of status; `done` ends the stream. */
export type JobEvent =
  | { readonly event: 'job' | 'done'; readonly data: Job }
  | { readonly event: 'step'; readonly data: z.infer<typeof stepEvent> }
  | { readonly event: 'preview'; readonly data: z.infer<typeof previewEvent> };
