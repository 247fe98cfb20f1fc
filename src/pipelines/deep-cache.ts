/** Remembers what the lower part of a U-Net said, so that it runs only every few looks: it changes little from one noise level to the next. */
import type { TensorData } from '../base/tensor-data.ts';

/**
 * Of one condition. A look is all calls at one timestep: the rows of a batch, with the prompt and without, windows of a large picture.
 * @source Ma et al. 2023, DeepCache, arXiv 2312.00858
 */
export class DeepCache {
  readonly #every: number;
  readonly #kept = new Map<string, TensorData>();
  #timestep: number | undefined;
  #look = -1;
  #call = 0;

  /** @param every 1: nothing is reused; 2: every other look */
  constructor(every: number) {
    this.#every = every;
  }

  /** Before each call of the network's rows. */
  begin(timestep: number): void {
    this.#call = timestep === this.#timestep ? this.#call + 1 : 0;
    if (this.#call === 0) this.#look += 1;
    this.#timestep = timestep;
  }

  /** What the last whole run of this row said; undefined where it is time for another. */
  take(row: string): TensorData | undefined {
    return this.#look % this.#every === 0 ? undefined : this.#kept.get(`${this.#call} ${row}`);
  }

  keep(row: string, deep: TensorData): void {
    if (this.#every > 1) this.#kept.set(`${this.#call} ${row}`, deep);
  }
}
