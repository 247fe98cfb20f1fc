import { describe, expect, test } from 'vitest';
import type { TensorData } from '../base/tensor-data.ts';
import { fullPrecision, halfPrecision } from './precision.ts';
import { encodeSafetensors, readTensor, readWeights, readWeightsFrom, sourceOf } from './safetensors.ts';
import { readSafetensorsHeader } from './safetensors-header.ts';
import type { Weights } from './weights.ts';

const weights: Weights = {
  metadata: { step: '7', format: 'darkroom' },
  tensors: new Map<string, TensorData>([
    ['flag', { dtype: 'bool', shape: [3], data: Uint8Array.of(1, 0, 1) }],
    ['bytes', { dtype: 'uint8', shape: [], data: Uint8Array.of(255) }],
    ['half', { dtype: 'float16', shape: [1], data: Uint16Array.of(0x3c00) }],
    ['10', { dtype: 'float32', shape: [2, 1], data: Float32Array.of(1.5, -0) }],
    ['ids', { dtype: 'int64', shape: [1, 2], data: BigInt64Array.of(-5n, 2n ** 40n) }],
    ['labels', { dtype: 'int32', shape: [1], data: Int32Array.of(-9) }],
    ['empty', { dtype: 'float32', shape: [0, 8], data: new Float32Array() }],
    ['__proto__', { dtype: 'int32', shape: [1], data: Int32Array.of(3) }],
  ]),
};

/** A file with any header, honest or not. */
function file(header: unknown, dataBytes = 0): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}
const tensor = (dtype: unknown, shape: unknown, data_offsets: unknown) => ({ dtype, shape, data_offsets });

describe('safetensors', () => {
  test('weights of every type survive, from memory and from a source', async () => {
    const bytes = encodeSafetensors(weights);
    const byName = (loaded: Weights) => [...loaded.tensors].toSorted(([a], [b]) => (a < b ? -1 : 1));
    for (const loaded of [readWeights(bytes), await readWeightsFrom(sourceOf(bytes))]) {
      expect(byName(loaded)).toEqual(byName(weights));
      expect(loaded.metadata).toEqual(weights.metadata);
    }
  });

  test('the same weights give the same bytes, whatever their order', () => {
    const reversed = { metadata: { format: 'darkroom', step: '7' }, tensors: new Map([...weights.tensors].toReversed()) };
    expect(encodeSafetensors(reversed)).toEqual(encodeSafetensors(weights));
  });

  test('the header and every tensor are aligned', async () => {
    const { tensors } = await readSafetensorsHeader(sourceOf(encodeSafetensors(weights)));
    expect([...tensors.values()].map(({ name, offset }) => [name, offset % (name === 'ids' ? 8 : 1)])).toContainEqual(['ids', 0]);
    for (const { dtype, offset } of tensors.values()) if (dtype.endsWith('32')) expect(offset % 4).toBe(0);
  });

  test('a header padded with spaces, as the reference implementation writes it, is read', () => {
    const header = '{"__metadata__":{"k":"v"},"b":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}';
    const bytes = file(`${header}       `, 8);
    bytes.set(new Uint8Array(Float32Array.of(1, 2).buffer), bytes.length - 8);
    expect(readWeights(bytes)).toEqual({ metadata: { k: 'v' }, tensors: new Map([['b', { dtype: 'float32', shape: [1, 2], data: Float32Array.of(1, 2) }]]) });
  });

  test('bfloat16 is widened exactly', () => {
    const bytes = file({ w: tensor('BF16', [2], [0, 4]) }, 4);
    bytes.set([0x80, 0x3f, 0x49, 0xc0], bytes.length - 4); // 1 and -3.140625
    expect(readWeights(bytes).tensors.get('w')).toEqual({ dtype: 'float32', shape: [2], data: Float32Array.of(1, -3.140625) });
  });

  test('a type that Darkroom does not load is refused only when its tensor is wanted', async () => {
    const bytes = file({ a: tensor('F32', [1], [0, 4]), odd: tensor('F8_E4M3', [2], [4, 6]) }, 6);
    const { tensors } = await readSafetensorsHeader(sourceOf(bytes));
    expect((await readTensor(sourceOf(bytes), tensors.get('a')!)).data).toEqual(Float32Array.of(0));
    await expect(readTensor(sourceOf(bytes), tensors.get('odd')!)).rejects.toThrow(/'odd' holds F8_E4M3 values; Darkroom loads F32/);
  });

  test('values that do not fit their shape are not saved', () => {
    const bad = new Map<string, TensorData>([['w', { dtype: 'float32', shape: [3], data: new Float32Array(2) }]]);
    expect(() => encodeSafetensors({ tensors: bad, metadata: {} })).toThrow(/'w' cannot be saved: 2 values for shape \[3\]/);
  });
});

describe('hostile files are refused, naming the tensor', () => {
  test.each<[string, Uint8Array, RegExp]>([
    ['empty', new Uint8Array(), /only 0 bytes/],
    ['cut in the prefix', new Uint8Array(5), /only 5 bytes/],
    ['a header longer than the file', Uint8Array.of(200, 0, 0, 0, 0, 0, 0, 0, 123), /header of 200 bytes does not fit the file's 9/],
    ['a gigantic header', Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 255), /claims a header of \d+ bytes, so it is not/],
    ['no JSON', file('{"a":'), /not JSON/],
    ['JSON that is a list', file([1]), /not a JSON object/],
    ['not UTF-8', Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0xff), /not JSON/],
    ['an unknown type', file({ w: tensor('Q4', [1], [0, 1]) }, 1), /'w' has the unknown type "Q4"/],
    ['a type from the prototype', file({ w: tensor('toString', [1], [0, 1]) }, 1), /'w' has the unknown type/],
    ['a negative size', file({ w: tensor('U8', [-1], [0, 1]) }, 1), /'w' has the impossible shape \[-1\]/],
    ['a fractional size', file({ w: tensor('U8', [0.5], [0, 1]) }, 1), /impossible shape/],
    ['sizes that overflow', file({ w: tensor('F32', [2 ** 40, 2 ** 40], [0, 4]) }, 4), /'w' .* takes .* its range has 4/],
    ['offsets backwards', file({ w: tensor('U8', [1], [1, 0]) }, 1), /'w' .* takes 1 bytes, but its range has -1/],
    ['a short range', file({ w: tensor('F32', [2], [0, 4]) }, 4), /'w' \(F32 \[2\]\) takes 8 bytes, but its range has 4/],
    ['three offsets', file({ w: tensor('U8', [1], [0, 1, 2]) }, 1), /impossible offsets/],
    ['an overlap', file({ a: tensor('U8', [2], [0, 2]), b: tensor('U8', [2], [1, 3]) }, 3), /'b' overlaps/],
    ['a gap', file({ a: tensor('U8', [1], [0, 1]), b: tensor('U8', [1], [2, 3]) }, 3), /'b' leaves a gap/],
    ['a truncated end', file({ a: tensor('U8', [9], [0, 9]) }, 5), /'a' ends at byte .* truncated/],
    ['bytes after the end', file({ a: tensor('U8', [1], [0, 1]) }, 4), /3 bytes after the last tensor/],
    ['metadata that is not text', file({ __metadata__: { a: 1 } }), /metadata is not a table of texts/],
    ['a tensor without a description', file({ w: null }), /'w' has no description/],
  ])('%s', (_, bytes, message) => {
    expect(() => readWeights(bytes)).toThrow(expect.objectContaining({ code: 'weights', message: expect.stringMatching(message) }));
  });

  test('a file cut anywhere', () => {
    const bytes = encodeSafetensors(weights);
    for (let length = 0; length < bytes.length; length += 7) {
      expect(() => readWeights(bytes.slice(0, length))).toThrow(expect.objectContaining({ code: 'weights' }));
    }
  });
});

describe('half precision', () => {
  test('halves float32 only, and widening gives the rounded values back', () => {
    const halved = halfPrecision(weights);
    expect(halved.tensors.get('10')).toEqual({ dtype: 'float16', shape: [2, 1], data: Uint16Array.of(0x3e00, 0x8000) });
    expect(halved.tensors.get('ids')).toBe(weights.tensors.get('ids'));
    expect(fullPrecision(halved).tensors.get('10')).toEqual(weights.tensors.get('10'));
  });

  test('a value that would become infinite is refused by name', () => {
    const large = new Map<string, TensorData>([['w', { dtype: 'float32', shape: [2], data: Float32Array.of(1, -70000) }]]);
    expect(() => halfPrecision({ tensors: large, metadata: {} })).toThrow(/'w' holds -70000, too large for float16/);
  });
});
