import { describe, expect, test } from 'vitest';
import { decodeModel } from './decode-model.ts';
import { encodeModel } from './model-proto.ts';
import type { Model } from './model-proto.ts';
import { ProtobufWriter, readProtobuf } from './protobuf.ts';

const branch = {
  name: 'branch',
  nodes: [{ op: 'Identity', inputs: ['x'], outputs: ['z'] }],
  initializers: [],
  inputs: [],
  outputs: [{ name: 'z', dtype: 'float32' as const, shape: [2, 'n'] }],
};

const model: Model = {
  irVersion: 10,
  producer: 'darkroom',
  opsets: [{ domain: '', version: 23 }, { domain: 'com.microsoft', version: 1 }],
  graph: {
    name: 'everything',
    nodes: [
      {
        op: 'Odd', domain: 'com.microsoft', name: 'node ü', inputs: ['x', '', 'w'], outputs: ['y'],
        attributes: {
          axis: { type: 'int', value: -1 },
          far: { type: 'int', value: Number.MAX_SAFE_INTEGER },
          alpha: { type: 'float', value: 0.5 },
          mode: { type: 'string', value: 'nearest' },
          pads: { type: 'ints', value: [0, -3, 300] },
          scales: { type: 'floats', value: [1, -2.25] },
          value: { type: 'tensor', value: { name: '', dtype: 'int64', shape: [], data: new Uint8Array(8).fill(255) } },
          else_branch: { type: 'graph', value: branch },
        },
      },
    ],
    initializers: [
      { name: 'w', dtype: 'float32', shape: [2, 100], data: new Uint8Array(800).map((_, index) => index % 256) },
      { name: 'e', dtype: 'float16', shape: [3], external: { location: 'model.safetensors', offset: 73, length: 6 } },
    ],
    inputs: [{ name: 'x', dtype: 'int32', shape: [] }],
    outputs: [{ name: 'y', dtype: 'bool', shape: [1, 2] }],
  },
};

describe('ONNX protobuf', () => {
  test('a model survives encoding and decoding', () => {
    expect(decodeModel(encodeModel(model))).toEqual(model);
  });

  test('a constant whose bytes do not fit its shape is refused by name', () => {
    const graph = { ...model.graph, initializers: [{ name: 'short', dtype: 'float32' as const, shape: [2], data: new Uint8Array(4) }] };
    expect(() => encodeModel({ ...model, graph })).toThrow(/'short': float32 \[2\] takes 8 bytes, got 4/);
  });

  test('a truncated model is refused, wherever it is cut', () => {
    const bytes = encodeModel(model);
    for (const length of [1, 40, bytes.length - 1]) expect(() => decodeModel(bytes.subarray(0, length))).toThrow(/malformed|missing/);
  });

  test('varints match the examples of the protobuf encoding guide', () => {
    expect([...new ProtobufWriter().integer(1, 150).finish()]).toEqual([0x08, 0x96, 0x01]);
    expect([...new ProtobufWriter().integer(1, -2).finish()]).toEqual([0x08, 0xfe, ...Array<number>(8).fill(0xff), 0x01]);
    expect([...new ProtobufWriter().string(2, 'testing').finish()]).toEqual([0x12, 0x07, ...new TextEncoder().encode('testing')]);
  });

  test('a fraction in an integer field is refused', () => {
    expect(() => new ProtobufWriter().integer(1, 0.5)).toThrow(/safe integer/);
  });

  test('a varint without an end is refused', () => {
    expect(() => readProtobuf(new Uint8Array(20).fill(0xff))).toThrow(/longer than ten bytes/);
  });
});
