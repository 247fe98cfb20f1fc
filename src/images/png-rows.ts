/** Rows of a PNG before they are packed: its five filters. */
import { DarkroomError } from '../base/errors.ts';
import type { Picture } from './picture.ts';

export const damagedPng = (what: string): DarkroomError => new DarkroomError('data', `The PNG is damaged: ${what}.`);

const paeth = (a: number, b: number, c: number): number => {
  const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
};

/** Rows after the Paeth filter, which suits drawn and photographed pictures alike. */
export function filteredRows({ width, height, channels, data }: Picture): Uint8Array {
  const stride = width * channels;
  const out = new Uint8Array(height * (stride + 1));
  for (let y = 0; y < height; y++) {
    const to = y * (stride + 1);
    out[to] = 4;
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x >= channels ? (data[at - channels] as number) : 0;
      const up = y > 0 ? (data[at - stride] as number) : 0;
      const corner = x >= channels && y > 0 ? (data[at - stride - channels] as number) : 0;
      out[to + 1 + x] = (data[at] as number) - paeth(left, up, corner);
    }
  }
  return out;
}

/**
 * Rows without their filters, close together.
 * @param stride bytes of a row, without the byte that names its filter
 * @param reach bytes from a pixel to the one on its left, at least 1
 * @source PNG specification, clause 9
 */
export function unfilteredRows(rows: Uint8Array, height: number, stride: number, reach: number): Uint8Array {
  if (rows.length !== height * (stride + 1)) throw damagedPng('its pixels are not complete');
  const data = new Uint8Array(height * stride);
  for (let y = 0; y < height; y++) {
    const from = y * (stride + 1);
    const filter = rows[from] as number;
    if (filter > 4) throw damagedPng('a row has an unknown filter');
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x >= reach ? (data[at - reach] as number) : 0;
      const up = y > 0 ? (data[at - stride] as number) : 0;
      const corner = x >= reach && y > 0 ? (data[at - stride - reach] as number) : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] as number;
      data[at] = (rows[from + 1 + x] as number) + guess;
    }
  }
  return data;
}
