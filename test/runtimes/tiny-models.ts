/** Small ONNX models for the tests of runtimes. */
import type { DType, TensorData } from '../../src/base/tensor-data.ts';
import { encodeModel } from '../../src/onnx/model-proto.ts';
import type { GraphProto, NodeProto, TensorProto, ValueInfo } from '../../src/onnx/model-proto.ts';
import type { ModelBytes } from '../../src/runtime/runtime.ts';

export function value(name: string, shape: readonly (number | string)[], dtype: DType = 'float32'): ValueInfo {
  return { name, dtype, shape };
}

export function model(nodes: NodeProto[], inputs: ValueInfo[], outputs: ValueInfo[], initializers: TensorProto[] = []): ModelBytes {
  const graph: GraphProto = { name: 'tiny', nodes, initializers, inputs, outputs };
  return { bytes: encodeModel({ irVersion: 10, opsets: [{ domain: '', version: 23 }], graph }) };
}

/** y = x, of one element type. */
export function identity(dtype: DType, shape: readonly (number | string)[]): ModelBytes {
  return model([{ op: 'Identity', inputs: ['x'], outputs: ['y'] }], [value('x', shape, dtype)], [value('y', shape, dtype)]);
}

/** y = x + x for x of shape [2]. */
export function doubling(): ModelBytes {
  return model([{ op: 'Add', inputs: ['x', 'x'], outputs: ['y'] }], [value('x', [2])], [value('y', [2])]);
}

/** State: count' = count + step; total = count' + count'. */
export function counter(): ModelBytes {
  const nodes = [
    { op: 'Add', inputs: ['count', 'step'], outputs: ['next'] },
    { op: 'Add', inputs: ['next', 'next'], outputs: ['total'] },
  ];
  return model(nodes, [value('count', []), value('step', [])], [value('next', []), value('total', [])]);
}

/** Multiplies a 512×512 matrix with itself `rounds` times in one run: about 2 ms a round. */
export function slow(): ModelBytes {
  const size = 512;
  const body: GraphProto = {
    name: 'round',
    nodes: [
      { op: 'MatMul', inputs: ['h', 'h'], outputs: ['product'] },
      { op: 'Tanh', inputs: ['product'], outputs: ['h_next'] },
      { op: 'Identity', inputs: ['go'], outputs: ['go_next'] },
    ],
    initializers: [],
    inputs: [value('round_index', [], 'int64'), value('go', [], 'bool'), value('h', [size, size])],
    outputs: [value('go_next', [], 'bool'), value('h_next', [size, size])],
  };
  const nodes: NodeProto[] = [
    { op: 'Expand', inputs: ['x', 'size'], outputs: ['start'] },
    { op: 'Loop', inputs: ['rounds', '', 'start'], outputs: ['end'], attributes: { body: { type: 'graph', value: body } } },
    { op: 'ReduceMean', inputs: ['end'], outputs: ['y'], attributes: { keepdims: { type: 'int', value: 0 } } },
  ];
  const sizes: TensorProto = { name: 'size', dtype: 'int64', shape: [2], data: new Uint8Array(BigInt64Array.of(512n, 512n).buffer) };
  return model(nodes, [value('x', []), value('rounds', [], 'int64')], [value('y', [])], [sizes]);
}

export function slowFeeds(rounds: number): Record<string, TensorData> {
  return {
    x: { dtype: 'float32', shape: [], data: Float32Array.of(0.01) },
    rounds: { dtype: 'int64', shape: [], data: BigInt64Array.of(BigInt(rounds)) },
  };
}

export function scalar(number: number): TensorData<'float32'> {
  return { dtype: 'float32', shape: [], data: Float32Array.of(number) };
}
