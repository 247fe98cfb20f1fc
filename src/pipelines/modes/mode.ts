/** The contract of a mode: it prepares what the sampler starts from, and puts what comes out in its place. */
import type { Known } from '../../diffusion/known.ts';
import type { Picture } from '../../images/picture.ts';
import type { ConditionRequest, PictureSize, Pipeline } from '../pipeline.ts';
import type { ResolvedRequest } from '../resolve-request.ts';
import type { SampleRequest, Start } from '../sample-latents.ts';

export interface ModeContext {
  readonly pipeline: Pipeline;
  readonly request: ResolvedRequest;
  readonly signal?: AbortSignal;
}

/** One pass of the sampler. */
export interface Pass {
  /** The pipeline of the context, or one around it. */
  readonly pipeline: Pipeline;
  /** Pixels that are drawn. */
  readonly size: PictureSize;
  /** Of a run from pure noise. */
  readonly steps: number;
  /** Absent: from pure noise. */
  readonly start?: Start;
  readonly known?: Known;
  readonly inpaint?: NonNullable<ConditionRequest['inpaint']>;
  readonly returns?: NonNullable<SampleRequest['returns']>;
  /** The prompt is left out: the network would draw its subject into every part. */
  readonly unprompted?: boolean;
  /** What becomes of the decoded pictures. Default: they are the result. */
  readonly finish?: (pictures: readonly Picture[]) => readonly Picture[];
  /** What becomes of previews, which may be of any scale: quickly, and roughly like `finish`. Default: they are shown as they are. */
  readonly show?: (previews: readonly Picture[]) => readonly Picture[];
  /** A pass that goes on from the finished pictures. */
  readonly next?: (pictures: readonly Picture[]) => Promise<Pass>;
}

export type Mode = (context: ModeContext) => Promise<Pass>;
