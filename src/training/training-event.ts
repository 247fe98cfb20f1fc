/** What a training run tells while it goes on: plain data, for a progress line, a log or a page. */

export interface TrainRequest {
  /** Name of a recipe in the table, or the path of a JSON file. Default: 'first-light'. */
  readonly recipe?: string;
  /** A folder of the user's own pictures; default: the recipe's own drawn world. */
  readonly data?: string;
  /** Where checkpoints, sheets, metrics and the report go. Default: runs/<recipe>. */
  readonly out?: string;
  /** Stop by the clock (training time, over all resumed sittings) or by steps; default: the recipe's own. */
  readonly minutes?: number;
  readonly steps?: number;
  /** Go on from the last checkpoint in `out`. Without it a folder that holds a run is refused. */
  readonly resume?: boolean;
  readonly seed?: number;
  readonly device?: 'auto' | 'cpu' | 'webgpu' | 'cuda' | 'coreml' | 'dml';
}

export type TrainEvent =
  /** One line for the reader: what the data set holds, which device was picked, how good the codec is. */
  | { readonly kind: 'note'; readonly text: string }
  | {
      readonly kind: 'step';
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
  | { readonly kind: 'sheet'; readonly step: number; readonly file: string }
  | { readonly kind: 'checkpoint'; readonly step: number; readonly folder: string }
  | { readonly kind: 'done'; readonly step: number; readonly seconds: number; readonly out: string; readonly model: string; readonly report: string };
