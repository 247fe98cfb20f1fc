/** A window that moves slowly through numbered things which are costly to make: each is made once and used by many steps while it is there. */

export interface PoolOptions {
  /** Things in memory at a time. */
  readonly pool: number;
  /** Things that are replaced with each step; may be a fraction. */
  readonly fresh: number;
}

/** What is made: the same number is always the same thing, so a run resumes anywhere. */
export interface Numbered<T> {
  /** After the last comes the first again. */
  readonly count: number;
  make(number: number): Promise<T>;
}

/** Owns the things in memory. What is there at a step depends on the step alone. */
export class MovingPool<T> {
  readonly #source: Numbered<T>;
  readonly #options: PoolOptions;
  readonly #slots: { number: number; made: T }[] = [];

  constructor(source: Numbered<T>, options: PoolOptions) {
    this.#source = source;
    this.#options = options;
  }

  /** The things of a step, in an order of its own: the slot of a thing does not change while it stays. */
  async at(step: number): Promise<readonly T[]> {
    const { pool, fresh } = this.#options;
    const first = Math.floor(step * fresh);
    for (let place = first; place < first + pool; place++) {
      const number = place % this.#source.count;
      if (this.#slots[place % pool]?.number !== number) this.#slots[place % pool] = { number, made: await this.#source.make(number) };
    }
    return this.#slots.map(({ made }) => made);
  }
}
