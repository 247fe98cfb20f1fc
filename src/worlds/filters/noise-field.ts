/** Smooth clouds of chance over a picture: a small lattice of values, interpolated. The same on every machine. */

import { createRandom } from '../../base/random.ts';

const SIDE = 16;
const known = new Map<string, Float32Array>();

const lattice = (() => {
  let values: Float32Array | undefined;
  return (): Float32Array => {
    if (values === undefined) {
      const random = createRandom(20);
      values = Float32Array.from({ length: SIDE * SIDE }, () => 2 * random.uniform() - 1);
    }
    return values;
  };
})();

/**
 * size × size values in about [-1, 1] that change over `cells` lengths from side to side (at most 16) and fit to themselves at the edges.
 * @param turn which part of the lattice: any whole number
 */
export function noiseField(size: number, cells: number, turn: number): Float32Array {
  const key = `${size} ${cells} ${turn % (SIDE * SIDE)}`;
  const field = known.get(key) ?? interpolated(size, cells, turn);
  if (known.size > 512) known.clear();
  known.set(key, field);
  return field;
}

function interpolated(size: number, cells: number, turn: number): Float32Array {
  const values = lattice();
  const [shiftX, shiftY] = [turn % SIDE, Math.floor(turn / SIDE) % SIDE];
  const out = new Float32Array(size * size);
  const at = (x: number, y: number): number => values[((y + shiftY) % SIDE) * SIDE + (x + shiftX) % SIDE] as number;
  const smooth = (t: number): number => t * t * (3 - 2 * t);
  for (let y = 0, i = 0; y < size; y++) {
    const fy = y / size * cells;
    const y0 = Math.floor(fy);
    const ty = smooth(fy - y0);
    for (let x = 0; x < size; x++, i++) {
      const fx = x / size * cells;
      const x0 = Math.floor(fx);
      const tx = smooth(fx - x0);
      const upper = at(x0, y0) * (1 - tx) + at(x0 + 1, y0) * tx;
      const lower = at(x0, y0 + 1) * (1 - tx) + at(x0 + 1, y0 + 1) * tx;
      out[i] = upper * (1 - ty) + lower * ty;
    }
  }
  return out;
}
