import { describe, expect, it } from 'vitest';
import { firstBrushRadius, firstFeather, frameGrid, sizeOfShape } from '../document/sizes.ts';
import { drawnSize } from './request.ts';

const small = { size: { width: 32, height: 32 }, sizeMultiple: 8, fixedSize: true };
const large = { size: { width: 512, height: 512 }, sizeMultiple: 8, fixedSize: false };

describe('sizes that a model is asked for', () => {
  it('leaves it to models that draw one size, and to edits of parts', () => {
    for (const verb of ['generate', 'refine', 'vary', 'fill', 'expand', 'upscale'] as const) expect(drawnSize(verb, { width: 48, height: 32 }, small)).toBeUndefined();
    for (const verb of ['fill', 'expand', 'upscale'] as const) expect(drawnSize(verb, { width: 512, height: 768 }, large)).toBeUndefined();
  });

  it('takes the frame in the steps of the model, unless it is far larger than the model can see at once', () => {
    expect(drawnSize('generate', { width: 509, height: 770 }, large)).toEqual({ width: 512, height: 768 });
    expect(drawnSize('refine', { width: 2048, height: 2048 }, large)).toBeUndefined();
  });
});

describe('sizes that follow from a model', () => {
  it('cuts frames in its blocks, and starts with a brush that fits its pictures', () => {
    expect([frameGrid(small), frameGrid(large)]).toEqual([{ step: 8, smallest: 8 }, { step: 8, smallest: 64 }]);
    expect([firstBrushRadius(small), firstBrushRadius(large)]).toEqual([2, 32]);
    expect([firstFeather(small), firstFeather(large)]).toEqual([1, 16]);
    expect(sizeOfShape(16 / 9, large)).toEqual({ width: 680, height: 384 });
    expect(sizeOfShape(16 / 9, small)).toEqual(small.size);
  });
});
