import { expect, it } from 'vitest';
import { focusOf } from './focus.ts';

/** Sky over sand, with a red square. */
function scene(left: number, top: number) {
  const [width, height] = [40, 30];
  const data = new Uint8ClampedArray(4 * width * height);
  for (let i = 0; i < width * height; i++) data.set(Math.floor(i / width) < 15 ? [60, 90, 200, 255] : [200, 180, 120, 255], 4 * i);
  for (let y = top; y < top + 8; y++) for (let x = left; x < left + 8; x++) data.set([220, 30, 30, 255], 4 * (y * width + x));
  return { width, height, data };
}

it('finds the subject, not the line where sky and sand meet', () => {
  const { x, y } = focusOf(scene(28, 16));
  expect(x).toBeCloseTo(32 / 40, 1);
  expect(y).toBeCloseTo(20 / 30, 1);
});

it('does not look at a moon in the corner', () => {
  const night = scene(16, 15);
  for (let y = 2; y < 6; y++) for (let x = 34; x < 38; x++) night.data.set([255, 255, 240, 255], 4 * (y * night.width + x));
  const { x, y } = focusOf(night);
  expect(x).toBeCloseTo(20 / 40, 1);
  expect(y).toBeCloseTo(19 / 30, 1);
});

it('looks at the middle of what is all alike', () => {
  expect(focusOf({ width: 4, height: 4, data: new Uint8ClampedArray(64).fill(9) })).toEqual({ x: 0.5, y: 0.5 });
});
