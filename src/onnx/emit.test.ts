import { describe, expect, test } from 'vitest';
import { float32 } from '../base/tensor-data.ts';
import { add, concat, constant, input, matmul, mul, parameter, reshape, split } from '../graph/ops/index.ts';
import { decodeModel } from './decode-model.ts';
import { buildModel, emitModel } from './emit.ts';

const initializer = { kind: 'constant', value: 0 } as const;

describe('emitModel', () => {
  test('writes what buildModel builds', () => {
    const outputs = { y: add(input('x', [2]), constant(float32([1, 2]))) };
    expect(decodeModel(emitModel(outputs)).graph.nodes).toEqual(buildModel(outputs).graph.nodes);
  });

  test('a graph is inputs, shared constants, nodes and named outputs', () => {
    const x = input('x', [2, 3], 'float32');
    const { graph, opsets } = buildModel({ y: mul(add(x, 2), 2), 'also x': x });
    expect(graph.inputs).toEqual([{ name: 'x', dtype: 'float32', shape: [2, 3] }]);
    expect(graph.outputs).toEqual([{ name: 'y', dtype: 'float32', shape: [2, 3] }, { name: 'also x', dtype: 'float32', shape: [2, 3] }]);
    expect(graph.initializers).toHaveLength(1);
    expect(graph.nodes.map(({ op, inputs, outputs }) => ({ op, inputs, outputs }))).toEqual([
      { op: 'Add', inputs: ['x', 'constant_0'], outputs: ['Add_0'] },
      { op: 'Mul', inputs: ['Add_0', 'constant_0'], outputs: ['y'] },
      { op: 'Identity', inputs: ['x'], outputs: ['also x'] },
    ]);
    expect(opsets).toEqual([{ domain: '', version: 23 }, { domain: 'com.microsoft', version: 1 }]);
  });

  test('a transposed product is one node, or a transpose and a product where the device has no such', () => {
    const y = matmul(input('a', [2, 3, 4]), input('b', [2, 5, 4]), { transposeB: true });
    expect(buildModel({ y }).graph.nodes.map(({ op }) => op)).toEqual(['FusedMatMul']);
    const apart = buildModel({ y }, { transposedProducts: false }).graph.nodes;
    expect(apart.map(({ op }) => op)).toEqual(['Transpose', 'MatMul']);
    expect(apart[0]?.attributes?.['perm']).toEqual({ type: 'ints', value: [0, 2, 1] });
  });

  test('where nodes may have few operands, splits and joins go by stages', () => {
    const parts = split(input('x', [10, 2]), 0, Array.from({ length: 10 }, () => 1));
    const { graph } = buildModel({ y: concat(parts, 0) }, { mostOperands: 3 });
    for (const { inputs, outputs } of graph.nodes) expect(Math.max(inputs.length, outputs.length)).toBeLessThanOrEqual(3);
    expect(graph.outputs).toEqual([{ name: 'y', dtype: 'float32', shape: [10, 2] }]);
    expect(graph.nodes.filter(({ op }) => op === 'Split').flatMap(({ outputs }) => outputs).length).toBeGreaterThanOrEqual(10);
    expect(buildModel({ y: concat(parts, 0) }).graph.nodes.map(({ op }) => op)).toEqual(['Split', 'Concat']);
  });

  test('shapes are shared int64 constants; 1 and [1] are not the same', () => {
    const [first, second] = [reshape(input('x', [2, 3]), [6]), reshape(input('z', [3, 2]), [6])];
    const { graph } = buildModel({ first, second, one: add(first, 6) });
    expect(graph.initializers.map(({ dtype, shape }) => ({ dtype, shape }))).toEqual([{ dtype: 'int64', shape: [1] }, { dtype: 'float32', shape: [] }]);
  });

  test('each output of a node has its own name', () => {
    const [a, b] = split(input('x', [3]), 0, [1, 2]);
    expect(buildModel({ a: a!, b: b! }).graph.nodes[0]?.outputs).toEqual(['a', 'b']);
  });

  test('a tensor under two names is copied once, and later nodes read it under its first', () => {
    const y = add(input('x', [2]), 1);
    expect(buildModel({ y, again: y, z: mul(y, 2) }).graph.nodes.map(({ op, inputs, outputs }) => [op, inputs[0], outputs[0]])).toEqual([['Add', 'x', 'y'], ['Mul', 'y', 'z'], ['Identity', 'y', 'again']]);
  });

  test('a node that nothing wants is not written', () => {
    const x = input('x', [2]);
    add(x, 1);
    expect(buildModel({ y: mul(x, 2) }).graph.nodes.map(({ op }) => op)).toEqual(['Mul']);
  });
});

describe('parameters', () => {
  const y = add(parameter('weight', [2], initializer), 1);

  test('are inputs unless bound otherwise', () => {
    expect(buildModel({ y }).graph.inputs).toEqual([{ name: 'weight', dtype: 'float32', shape: [2] }]);
  });

  test('may lie in the model', () => {
    const { graph } = buildModel({ y }, { bind: () => ({ kind: 'inline', value: float32([3, 4]) }) });
    expect(graph.inputs).toEqual([]);
    expect(graph.initializers[0]).toEqual({ name: 'weight', dtype: 'float32', shape: [2], data: new Uint8Array(Float32Array.of(3, 4).buffer) });
  });

  test('may stay in a file, and float16 is widened where it is used', () => {
    const { graph } = buildModel({ y }, { bind: () => ({ kind: 'external', location: 'model.safetensors', offset: 8, length: 4, dtype: 'float16' }) });
    expect(graph.initializers[0]).toEqual({ name: 'weight', dtype: 'float16', shape: [2], external: { location: 'model.safetensors', offset: 8, length: 4 } });
    expect(graph.nodes[0]).toMatchObject({ op: 'Cast', inputs: ['weight'], attributes: { to: { type: 'int', value: 1 } } });
  });
});

describe('names', () => {
  const inline = { bind: () => ({ kind: 'inline' as const, value: float32([3, 4]) }) };

  test.each([
    ['two inputs', () => buildModel({ y: add(input('x', [2]), input('x', [2])) })],
    ['an input and a parameter', () => buildModel({ y: add(input('x', [2]), parameter('x', [2], initializer)) }, inline)],
    ['two parameters in the model', () => buildModel({ y: add(parameter('x', [2], initializer), parameter('x', [2], initializer)) }, inline)],
  ])('%s must differ', (_, build) => {
    expect(build).toThrow("Two inputs or parameters of one graph are called 'x'; names must differ.");
  });

  test.each(['x', 'Add_0', 'constant_0'])("an output may not take the name of another value: '%s'", (name) => {
    expect(() => buildModel({ [name]: add(input('x', [2]), 1) })).toThrow(`The output '${name}' has the name of another value of the graph`);
  });
});
