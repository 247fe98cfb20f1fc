import { describe, expect, it } from 'vitest';
import { rasterBounds, rasterMask } from './mask-raster.ts';

const frame = { x: 10, y: 20, width: 64, height: 48 };

describe('masks from strokes', () => {
  it('fills a rectangle to the pixel, in the frame that it lies in', () => {
    const mask = rasterMask([{ kind: 'rectangle', mode: 'add', box: { x: 14, y: 22, width: 8, height: 4 } }], frame);
    expect(rasterBounds(mask)).toEqual({ x: 4, y: 2, width: 8, height: 4 });
    expect(mask.values.reduce((sum, value) => sum + value, 0)).toBe(8 * 4 * 255);
  });

  it('draws a brush that is round and falls off by its softness', () => {
    const at = (softness: number) => rasterMask([{ kind: 'brush', mode: 'add', points: [{ x: 42, y: 44 }], radius: 10, softness }], frame);
    const hard = at(0);
    const soft = at(1);
    expect(hard.values[24 * 64 + 32]).toBe(255);
    expect(hard.values[24 * 64 + 32 + 12]).toBe(0);
    const half = soft.values[24 * 64 + 32 + 5] as number;
    expect(half).toBeGreaterThan(60);
    expect(half).toBeLessThan(200);
    const area = hard.values.reduce((sum, value) => sum + value, 0) / 255;
    expect(Math.abs(area - Math.PI * 100)).toBeLessThan(10);
  });

  it('erases, inverts, and takes a lasso by the even-odd rule', () => {
    const box = { x: 10, y: 20, width: 64, height: 48 } as const;
    const erased = rasterMask([{ kind: 'rectangle', mode: 'add', box }, { kind: 'rectangle', mode: 'erase', box: { ...box, width: 32 } }], frame);
    expect(rasterBounds(erased)).toEqual({ x: 32, y: 0, width: 32, height: 48 });
    const inverted = rasterMask([{ kind: 'rectangle', mode: 'add', box: { ...box, width: 32 } }, { kind: 'invert' }], frame);
    expect([...inverted.values]).toEqual([...erased.values]);
    const bow = rasterMask([{ kind: 'lasso', mode: 'add', points: [{ x: 10, y: 20 }, { x: 50, y: 60 }, { x: 50, y: 20 }, { x: 10, y: 60 }] }], frame);
    expect(bow.values[20 * 64 + 5]).toBe(255);
    expect(bow.values[5 * 64 + 20]).toBe(0);
  });

  it('is empty when nothing was painted', () => {
    expect(rasterBounds(rasterMask([{ kind: 'rectangle', mode: 'erase', box: frame }], frame))).toBeUndefined();
  });
});
