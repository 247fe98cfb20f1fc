import { describe, expect, it } from 'vitest';
import { cropFor, drawnSize, formats } from './formats.ts';
import { colourWord, oklab, promptInPalette } from './palette.ts';

const model = { size: { width: 512, height: 512 }, sizeMultiple: 8, fixedSize: false };

describe('formats', () => {
  it('asks for as many pixels as the model is used to, never stretched more than twice', () => {
    for (const format of formats) {
      const { width, height } = drawnSize(format, model);
      expect(width % 8 + height % 8).toBe(0);
      expect(Math.abs(width * height / 512 ** 2 - 1)).toBeLessThan(0.05);
      expect(Math.max(width / height, height / width)).toBeLessThan(2.1);
    }
    expect(drawnSize(formats[2] as never, { ...model, fixedSize: true })).toEqual(model.size);
  });

  it('crops about what is to be seen, and never beyond the picture', () => {
    const crop = cropFor({ width: 512, height: 512 }, { width: 1500, height: 500 }, { x: 0.2, y: 0.9 });
    expect(crop).toEqual({ x: 0, y: 512 - 512 / 3, width: 512, height: 512 / 3 });
    expect(cropFor({ width: 512, height: 512 }, { width: 500, height: 1000 }, { x: 0.6, y: 0 }).x).toBeCloseTo(0.6 * 512 - 128);
  });

  it('crops the largest middle part of the shape', () => {
    expect(cropFor({ width: 512, height: 512 }, { width: 1500, height: 500 })).toEqual({ x: 0, y: (512 - 512 / 3) / 2, width: 512, height: 512 / 3 });
  });
});

describe('palettes', () => {
  it('finds the word that people would say', () => {
    expect(['#e30613', '#ffcc00', '#003399', '#0a0a0a', '#f2f2f2', '#8a8d8f', '#00a9a5', '#6b4226'].map(colourWord)).toEqual(['red', 'yellow', 'blue', 'black', 'white', 'grey', 'turquoise', 'brown']);
    expect(() => colourWord('red')).toThrow(RangeError);
  });

  it('knows white and black', () => {
    expect(oklab([255, 255, 255])[0]).toBeCloseTo(1, 3);
    expect(oklab([0, 0, 0])[0]).toBeCloseTo(0, 6);
  });

  it('adds words once each, and none without a palette', () => {
    expect(promptInPalette('a fox', [])).toBe('a fox');
    expect(promptInPalette('a fox ', ['#e30613', '#d00010', '#003399'])).toBe('a fox, in red and blue');
  });
});
