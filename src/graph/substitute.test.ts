import { expect, test } from 'vitest';
import { buildModel } from '../onnx/emit.ts';
import { add, input, mul } from './ops/index.ts';
import { substitute } from './substitute.ts';

test('what depends on the tensor is built anew, the rest is shared', () => {
  const [x, y, z] = [input('x', [2]), input('y', [2]), input('z', [2])];
  const untouched = mul(y, 2);
  const [out, same] = substitute([add(mul(x, 3), untouched), untouched], new Map([[x, z]]));
  expect(same).toBe(untouched);
  expect(buildModel({ out: out! }).graph.inputs.map(({ name }) => name).sort()).toEqual(['y', 'z']);
});

test('a replacement has the same shape', () => {
  const x = input('x', [2]);
  expect(() => substitute([x], new Map([[x, input('z', [3])]]))).toThrow('[3] cannot stand for [2]');
});
