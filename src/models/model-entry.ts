/** One row of the list of models: what is here, how large, whence and under which licence. */

export interface ModelEntry {
  readonly id: string;
  readonly description: string;
  readonly file: string;
  readonly bytes: number;
  readonly parameters: number;
  /** Pixels of a side of its pictures. */
  readonly size: number;
  /** Who trained it, on what, for how long. */
  readonly origin: string;
  readonly licence: string;
}
