/** Seeds: what every generator takes. */

import { DarkroomError } from './errors.ts';

const seedLimit = 1n << 64n;

/** The seed as 64 bits. @param seed a whole number, 0..2^53 − 1 (0..2^64 − 1 as a bigint) @throws usage */
export function checkedSeed(seed: number | bigint): bigint {
  const whole = typeof seed === 'bigint' || Number.isSafeInteger(seed);
  if (!whole || seed < 0 || BigInt(seed) >= seedLimit) {
    throw new DarkroomError('usage', `The seed must be a whole number from 0 to 2^53 - 1 (2^64 - 1 as a bigint), not ${String(seed)}.`, { seed: String(seed) });
  }
  return BigInt(seed);
}
