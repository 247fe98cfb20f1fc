/** What a training run tells while it goes on: plain data, for a progress line, a log or a page. */

import type { Finding } from './diagnosis.ts';
import type { Validation } from './validation.ts';

export interface TrainRequest {
  /** Name of a recipe in the table, or the path of a JSON file. Default: 'first-light'. */
  readonly recipe?: string;
  /** A folder of the user's own pictures; default: the recipe's own drawn world. */
  readonly data?: string;
  /** Where checkpoints, sheets, metrics and the report go. Default: runs/<recipe>. */
  readonly out?: string;
  /** Stop by the clock (training time, over all resumed sittings) or by steps; default: the recipe's own. Of all phases together, or of `phase`. */
  readonly minutes?: number;
  readonly steps?: number;
  /** Go on from the last checkpoint in `out`. Without it a folder that holds a run is refused. */
  readonly resume?: boolean;
  /** Run this phase alone; earlier ones must be done. Default: all phases that are not done, in order. */
  readonly phase?: string;
  readonly seed?: number;
  /** A model, or the file of another run's phase, whose tensors the first phase begins with. */
  readonly from?: string;
  /** Where drawn latents are kept, in a folder of that name: runs may share them. Default: `out`. */
  readonly latents?: string;
  /** CPU threads of the engine; default: one per physical core. On a machine that is busy with other work one thread does more than two that wait for each other. */
  readonly threads?: number;
  readonly device?: 'auto' | 'cpu' | 'webgpu' | 'cuda' | 'coreml' | 'dml';
}

export type TrainEvent =
  /** One line for the reader: what the data set holds, which device was picked, how good the codec is. */
  | { readonly kind: 'note'; readonly text: string }
  /** A phase begins, or goes on; `count` phases there are, this is number `index` from 0. */
  | { readonly kind: 'phase'; readonly phase: string; readonly index: number; readonly count: number }
  /** What takes long before a phase can learn. */
  | { readonly kind: 'preparation'; readonly what: string; readonly done: number; readonly total: number }
  | {
      readonly kind: 'step';
      readonly phase: string;
      /** Steps done so far, from 1. */
      readonly step: number;
      /** Absent when the clock decides. */
      readonly steps?: number;
      /** Smoothed over recent steps. */
      readonly loss: number;
      readonly samplesPerSecond: number;
      /** Rate of useful arithmetic: forward and backward, from the graph's own count. */
      readonly gflopsPerSecond: number;
      readonly elapsedSeconds: number;
      readonly remainingSeconds: number;
      /** 0 … 1. */
      readonly progress: number;
    }
  | { readonly kind: 'validation'; readonly phase: string; readonly validation: Validation }
  | { readonly kind: 'sheet'; readonly phase: string; readonly step: number; readonly file: string }
  | { readonly kind: 'checkpoint'; readonly phase: string; readonly step: number; readonly file: string }
  /** What is wrong with the run, as far as its numbers tell; may be empty. */
  | { readonly kind: 'diagnosis'; readonly findings: readonly Finding[] }
  /** Steps and seconds of all phases; the model is absent while a phase that it needs is not done. */
  | { readonly kind: 'done'; readonly step: number; readonly seconds: number; readonly out: string; readonly model?: string; readonly report: string };
