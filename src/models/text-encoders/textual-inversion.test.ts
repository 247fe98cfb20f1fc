import { expect, test } from 'vitest';
import { float32 } from '../../base/tensor-data.ts';
import { toFloat16 } from '../../base/float16.ts';
import type { Weights } from '../../weights/weights.ts';
import { placeInversions, readTextualInversion } from './textual-inversion.ts';

const file = (tensors: Readonly<Record<string, readonly [number[], number[]]>>): Weights => ({
  tensors: new Map(Object.entries(tensors).map(([name, [shape, values]]) => [name, float32(Float32Array.from(values), shape)])), metadata: {},
});

test('the usual keys are understood: emb_params, the token itself, one vector or several', () => {
  expect(readTextualInversion(file({ emb_params: [[2, 3], [1, 2, 3, 4, 5, 6]] }), 'ink', [3])).toEqual({ name: 'ink', count: 2, vectors: [Float32Array.of(1, 2, 3, 4, 5, 6)] });
  expect(readTextualInversion(file({ '<ink>': [[3], [1, 2, 3]] }), 'ink', [3])).toMatchObject({ count: 1 });
  expect(readTextualInversion(file({ '<ink>': [[3], [1, 2, 3]], emb_params: [[1, 3], [4, 5, 6]] }), 'ink', [3]).vectors[0]).toEqual(Float32Array.of(4, 5, 6));
});

test('SDXL\'s files hold vectors for both encoders; half precision is widened', () => {
  const both = file({ clip_g: [[1, 4], [1, 2, 3, 4]], clip_l: [[1, 2], [5, 6]] });
  expect(readTextualInversion(both, 'ink', [2, 4]).vectors).toEqual([Float32Array.of(5, 6), Float32Array.of(1, 2, 3, 4)]);
  const half: Weights = { tensors: new Map([['emb_params', { dtype: 'float16', shape: [1, 2], data: toFloat16(Float32Array.of(0.5, -2)) }]]), metadata: {} };
  expect(readTextualInversion(half, 'ink', [2]).vectors[0]).toEqual(Float32Array.of(0.5, -2));
});

test('files for another kind of model are refused with both sizes', () => {
  expect(() => readTextualInversion(file({ emb_params: [[1, 3], [1, 2, 3]] }), 'ink', [4])).toThrow(/"ink" holds emb_params \[1, 3\]; the model's text encoders take vectors of 4 numbers/);
  expect(() => readTextualInversion(file({ emb_params: [[1, 3], [1, 2, 3]] }), 'ink', [3, 4])).toThrow(/3 and 4 numbers/);
  expect(() => readTextualInversion(file({ clip_l: [[2, 1], [1, 2]], clip_g: [[1, 2], [1, 2]] }), 'ink', [1, 2])).toThrow(/another kind of model/);
  expect(() => readTextualInversion(file({ a: [[1], [1]], b: [[1], [1]] }), 'ink', [1])).toThrow(/holds a \[1\], b \[1\]/);
  expect(() => readTextualInversion(file({}), 'ink', [1])).toThrow(/holds nothing/);
  expect(() => readTextualInversion(file({ emb_params: [[76, 1], Array<number>(76).fill(0)] }), 'ink', [1])).toThrow(/76 vectors/);
});

test('inversions are placed behind the vocabulary, one after the other, the same for each encoder', () => {
  const ink = readTextualInversion(file({ clip_l: [[2, 1], [1, 2]], clip_g: [[2, 2], [3, 4, 5, 6]] }), 'ink', [1, 2]);
  const oil = readTextualInversion(file({ clip_l: [[1, 1], [7]], clip_g: [[1, 2], [8, 9]] }), 'oil', [1, 2]);
  expect(placeInversions([ink, oil], [100, 100])).toEqual({
    rows: [{ name: 'ink', firstId: 100, count: 2 }, { name: 'oil', firstId: 102, count: 1 }],
    extraTokens: [float32(Float32Array.of(1, 2, 7), [3, 1]), float32(Float32Array.of(3, 4, 5, 6, 8, 9), [3, 2])],
  });
  expect(placeInversions([], [100])).toEqual({ rows: [], extraTokens: [undefined] });
});
