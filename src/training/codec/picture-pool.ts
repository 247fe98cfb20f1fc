/** A window of pictures that moves slowly through a source: each is drawn once and gives many crops while it is there. */
import type { Picture } from '../../images/picture.ts';
import type { PictureSource } from './picture-source.ts';

export interface PoolOptions {
  /** Pictures in memory at a time. */
  readonly pool: number;
  /** Pictures that are replaced with each step; may be a fraction. */
  readonly fresh: number;
}

/** Owns the pictures in memory. What is there at a step depends on the step alone. */
export class PicturePool {
  readonly #source: PictureSource;
  readonly #options: PoolOptions;
  readonly #slots: { number: number; picture: Picture }[] = [];

  constructor(source: PictureSource, options: PoolOptions) {
    this.#source = source;
    this.#options = options;
  }

  /** The pictures of a step, in an order of its own: the slot of a picture does not change while it stays. */
  async at(step: number): Promise<readonly Picture[]> {
    const { pool, fresh } = this.#options;
    const first = Math.floor(step * fresh);
    for (let place = first; place < first + pool; place++) {
      const number = place % this.#source.count;
      if (this.#slots[place % pool]?.number !== number) this.#slots[place % pool] = { number, picture: await this.#source.picture(number) };
    }
    return this.#slots.map(({ picture }) => picture);
  }
}
