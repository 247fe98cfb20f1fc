import { describe, expect, test } from 'vitest';
import { createRandom } from '../base/random.ts';
import { composited, filledIn, healed } from './composite.ts';
import { distanceTo } from './distance.ts';
import { fitted } from './fit.ts';
import { feathered, grown, inverted, maskBounds, maskFromBrightness, maskFromTransparency, maskOfRegion, pooledMask } from './mask.ts';
import { backProjected } from './back-projection.ts';
import { type Picture, blankPicture, createPicture } from './picture.ts';
import { resized } from './resize.ts';

const square = maskOfRegion(12, 10, { left: 3, top: 2, width: 5, height: 4 });

describe('distances', () => {
  test('are those that a search finds', () => {
    const random = createRandom(3);
    for (const share of [0.02, 0.3, 1]) {
      const inside = Array.from({ length: 17 * 11 }, () => random.uniform() < share);
      const found = distanceTo(17, 11, (i) => inside[i]!);
      inside.forEach((_, i) => {
        const nearest = Math.min(...inside.flatMap((there, k) => (there ? [Math.hypot((i % 17) - (k % 17), Math.floor(i / 17) - Math.floor(k / 17))] : [])), Infinity);
        expect(found[i]).toBeCloseTo(nearest, 5);
      });
    }
    expect([...distanceTo(3, 2, () => false)]).toEqual(Array(6).fill(Infinity));
  });
});

describe('masks', () => {
  test('grow by a disc, and soften inwards only', () => {
    expect(grown(square, 1).data.reduce((a, b) => a + b, 0)).toBe(5 * 4 + 2 * (5 + 4));
    const soft = feathered(square, 2);
    soft.data.forEach((value, i) => expect(value > 0).toBe(square.data[i] === 1));
    expect(soft.data[2 * 12 + 3]!).toBeLessThan(soft.data[3 * 12 + 4]!);
    const whole = maskOfRegion(4, 4, { left: 0, top: 0, width: 4, height: 4 });
    expect(feathered(whole, 3).data).toEqual(whole.data);
  });

  test('know their bounds, their opposite and their cells', () => {
    expect(maskBounds(square)).toEqual({ left: 3, top: 2, width: 5, height: 4 });
    expect(maskBounds(inverted(maskOfRegion(3, 3, { left: 0, top: 0, width: 3, height: 3 })))).toBeUndefined();
    expect([...pooledMask(square, 3, 2)]).toEqual([1, 1, 0, 1, 1, 0]);
    expect([...pooledMask(square, 24, 20)].reduce((a, b) => a + b, 0)).toBe(80);
  });

  test('come from brightness or from transparency', () => {
    const picture = createPicture(2, 1, Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 0), 4);
    expect([...maskFromBrightness(picture).data]).toEqual([expect.closeTo(1, 5), 0]);
    expect([...maskFromTransparency(picture).data]).toEqual([0, 1]);
    expect(() => maskFromTransparency(blankPicture(1, 1, [0, 0, 0]))).toThrow(/no transparency/);
  });
});

const slope = (shift: number): Picture => createPicture(12, 10, Uint8Array.from({ length: 360 }, (_, i) => 100 + 5 * (Math.floor(i / 3) % 12) + shift));

describe('compositing', () => {
  test('healing takes away a tone that differs, at the edge most', () => {
    const joined = composited(slope(0), healed(slope(0), slope(20), square, 4), square);
    const error = (x: number, y: number): number => Math.abs(joined.data[(y * 12 + x) * 3]! - slope(0).data[(y * 12 + x) * 3]!);
    expect(error(3, 3)).toBeLessThan(6);
    expect(error(2, 3)).toBe(0);
    expect(healed(slope(0), slope(0), square, 4)).toEqual(slope(0));
  });

  test('a gap is filled with what surrounds it', () => {
    const holed = { ...slope(0), data: slope(0).data.map((value, i) => (square.data[Math.floor(i / 3)] === 1 ? 0 : value)) };
    filledIn(holed, square).data.forEach((value, i) => expect(Math.abs(value - slope(0).data[i]!)).toBeLessThan(25));
  });

  test('pictures of another shape are cut, stretched or drawn out', () => {
    for (const fit of ['crop', 'stretch', 'pad'] as const) expect(fitted(slope(0), 7, 20, fit)).toMatchObject({ width: 7, height: 20 });
    const wide = fitted(slope(0), 24, 10, 'pad');
    expect(wide.data[0]).toBe(slope(0).data[0]);
  });

  test('back-projection gives the source again', () => {
    const made = backProjected(blankPicture(24, 20, [128, 0, 255]), slope(0));
    resized(made, 12, 10).data.forEach((value, i) => expect(Math.abs(value - slope(0).data[i]!)).toBeLessThanOrEqual(2));
  });
});
