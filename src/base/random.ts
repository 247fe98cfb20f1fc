/** Seeded random numbers: small resumable streams, and noise that depends on nothing but (seed, stream, length). */

import { DarkroomError } from './errors.ts';
import { writeNormalPair } from './normal.ts';
import { philox } from './philox.ts';
import { checkedSeed } from './seed.ts';

/** All that a stream remembers: JSON-able, so that a training run resumes bit for bit. `position` counts 32-bit words. */
export interface RandomState {
  /** The 64-bit seed in decimal digits (JSON has no bigint). */
  readonly seed: string;
  readonly stream: number;
  readonly position: number;
}

/** A stream of random numbers. Equal (seed, stream) give equal numbers on every machine and engine. */
export interface Random {
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number;
  /** A uniform integer in [0, count), without bias; count in 1..2^32. @throws usage */
  integer(count: number): number;
  /** One of the list, uniformly. @throws usage if the list is empty */
  pick<T>(list: readonly T[]): T;
  /** A copy of the list in random order. */
  shuffled<T>(list: readonly T[]): T[];
  /** A standard normal value in full double precision. */
  normal(): number;
  /** Fills with standard normal values and returns the array. Starts at the next whole block of four words. */
  fillNormal(out: Float32Array): Float32Array;
  /** An independent stream. Depends on the seed, this stream and the number only, never on how much was drawn. */
  fork(stream: number): Random;
  state(): RandomState;
  /** Goes on exactly from the state. @throws usage if it is not a state of this kind */
  restore(state: RandomState): void;
}

/** Set in the highest counter word of a fork's key. Streams end at 2^53, so no stream reads the same counter. */
const forkMark = 0x80000000;

function checkedStream(stream: number): number {
  if (!Number.isSafeInteger(stream) || stream < 0) {
    throw new DarkroomError('usage', `A random stream must be a whole number from 0 to 2^53 - 1, not ${stream}.`, { stream });
  }
  return stream;
}

const lowWord = (value: number): number => value >>> 0;
const highWord = (value: number): number => Math.floor(value / 2 ** 32);

/** The owner of one stream: key, stream number, and a block of four words that is made when it is first needed. */
class PhiloxRandom implements Random {
  #seed: bigint;
  #stream: number;
  #position = 0;
  #block = -1;
  readonly #words = new Uint32Array(4);
  readonly #pair = new Float64Array(2);

  constructor(seed: bigint, stream: number) {
    this.#seed = seed;
    this.#stream = stream;
  }

  #load(block: number): void {
    if (block === this.#block) return;
    const key0 = Number(this.#seed & 0xffffffffn);
    const key1 = Number(this.#seed >> 32n);
    philox(lowWord(block), highWord(block), lowWord(this.#stream), highWord(this.#stream), key0, key1, this.#words);
    this.#block = block;
  }

  #word(): number {
    this.#load(Math.floor(this.#position / 4));
    return this.#words[this.#position++ % 4]!;
  }

  uniform(): number {
    const high = this.#word() >>> 5;
    const low = this.#word() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  integer(count: number): number {
    if (!Number.isInteger(count) || count < 1 || count > 2 ** 32) {
      throw new DarkroomError('usage', `A random integer needs a count from 1 to 2^32, not ${count}.`, { count });
    }
    const limit = 2 ** 32 - (2 ** 32 % count); // words from here on would favour small results
    let word = this.#word();
    while (word >= limit) word = this.#word();
    return word % count;
  }

  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new DarkroomError('usage', 'Cannot pick from an empty list.');
    return list[this.integer(list.length)]!;
  }

  shuffled<T>(list: readonly T[]): T[] {
    const result = [...list];
    for (let last = result.length - 1; last > 0; last--) {
      const other = this.integer(last + 1);
      [result[last], result[other]] = [result[other]!, result[last]!];
    }
    return result;
  }

  /** Uses two words and one of their two normals: the state stays a position, with no spare value to save. */
  normal(): number {
    const word0 = this.#word();
    writeNormalPair(word0, this.#word(), this.#pair, 0);
    return this.#pair[0]!;
  }

  fillNormal(out: Float32Array): Float32Array {
    const first = Math.ceil(this.#position / 4);
    const key0 = Number(this.#seed & 0xffffffffn);
    const key1 = Number(this.#seed >> 32n);
    fillNormalBlocks(key0, key1, this.#stream, first, out);
    this.#position = 4 * (first + Math.ceil(out.length / 4));
    return out;
  }

  fork(stream: number): Random {
    checkedStream(stream);
    const words = new Uint32Array(4);
    const key0 = Number(this.#seed & 0xffffffffn);
    const key1 = Number(this.#seed >> 32n);
    // First the own stream enters the key, then the number of the fork.
    philox(lowWord(this.#stream), highWord(this.#stream), 0, forkMark, key0, key1, words);
    philox(lowWord(stream), highWord(stream), 1, forkMark, words[0]!, words[1]!, words);
    return new PhiloxRandom(BigInt(words[0]!) | BigInt(words[1]!) << 32n, 0);
  }

  state(): RandomState {
    return { seed: this.#seed.toString(), stream: this.#stream, position: this.#position };
  }

  restore(state: RandomState): void {
    if (!/^\d{1,20}$/.test(state.seed) || !Number.isSafeInteger(state.position) || state.position < 0) {
      throw new DarkroomError('usage', 'This is not a saved random state.', { state });
    }
    this.#seed = checkedSeed(BigInt(state.seed));
    this.#stream = checkedStream(state.stream);
    this.#position = state.position;
    this.#block = -1;
  }
}

function fillNormalBlocks(key0: number, key1: number, stream: number, firstBlock: number, out: Float32Array): void {
  const words = new Uint32Array(4);
  const stream0 = lowWord(stream);
  const stream1 = highWord(stream);
  for (let at = 0, block = firstBlock; at < out.length; at += 4, block++) {
    philox(lowWord(block), highWord(block), stream0, stream1, key0, key1, words);
    writeNormalPair(words[0]!, words[1]!, out, at);
    writeNormalPair(words[2]!, words[3]!, out, at + 2);
  }
}

/**
 * Opens a stream at its beginning.
 * @param seed a whole number, 0..2^53 - 1 (0..2^64 - 1 as a bigint); different streams of one seed are independent
 * @throws usage
 */
export function createRandom(seed: number | bigint, stream = 0): Random {
  return new PhiloxRandom(checkedSeed(seed), checkedStream(stream));
}

/** Opens a stream where a saved state stopped. @throws usage */
export function restoreRandom(state: RandomState): Random {
  const random = createRandom(0);
  random.restore(state);
  return random;
}

/** Fills with standard normal noise that depends on (seed, stream) only; value i does not depend on the length. @throws usage */
export function fillNormal(out: Float32Array, seed: number | bigint, stream = 0): Float32Array {
  return createRandom(seed, stream).fillNormal(out);
}

/** `length` standard normal values that depend on (seed, stream) only. @throws usage */
export function normalNoise(seed: number | bigint, stream: number, length: number): Float32Array {
  return fillNormal(new Float32Array(length), seed, stream);
}
