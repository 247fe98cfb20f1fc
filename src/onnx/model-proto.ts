/** ONNX models as plain typed data, and their protobuf encoding. */
import { DarkroomError } from '../base/errors.ts';
import { bytesPerElement, sizeOf } from '../base/tensor-data.ts';
import type { DType } from '../base/tensor-data.ts';
import { ProtobufWriter } from './protobuf.ts';

/** A whole model. Darkroom emits IR version 10 with opset 23 and com.microsoft 1. */
export interface Model {
  irVersion: number;
  opsets: { domain: string; version: number }[];
  graph: GraphProto;
  producer?: string;
}

/** A dataflow graph: nodes in topological order. */
export interface GraphProto {
  name: string;
  nodes: NodeProto[];
  initializers: TensorProto[];
  inputs: ValueInfo[];
  outputs: ValueInfo[];
}

/** One operator call. An input or output that is absent has the name ''. */
export interface NodeProto {
  op: string;
  domain?: string;
  name?: string;
  inputs: string[];
  outputs: string[];
  attributes?: Record<string, AttributeValue>;
}

export type AttributeValue =
  | { type: 'int'; value: number }
  | { type: 'float'; value: number }
  | { type: 'string'; value: string }
  | { type: 'ints'; value: readonly number[] }
  | { type: 'floats'; value: readonly number[] }
  | { type: 'tensor'; value: TensorProto }
  | { type: 'graph'; value: GraphProto };

/** Element types that constants may have and nothing else in Darkroom: they are widened when a model loads. */
export type StoredOnlyType = 'float64' | 'bfloat16' | 'float8e4m3' | 'float8e5m2';

/** A constant: either `data` (little-endian row-major bytes) or a byte range of an external file. */
export interface TensorProto {
  name: string;
  dtype: DType | StoredOnlyType;
  shape: readonly number[];
  data?: Uint8Array;
  external?: { location: string; offset: number; length: number };
}

/** A named value's type; a string in the shape is a symbolic size. */
export interface ValueInfo {
  name: string;
  dtype: DType;
  shape: readonly (number | string)[];
}

/** TensorProto.DataType of each element type. @source onnx.proto3 */
export const onnxDataType = { float32: 1, uint8: 2, int32: 6, int64: 7, bool: 9, float16: 10 } as const satisfies Record<DType, number>;

const storedOnly = {
  float64: { code: 11, bytes: 8 }, bfloat16: { code: 16, bytes: 2 }, float8e4m3: { code: 17, bytes: 1 }, float8e5m2: { code: 19, bytes: 1 },
} as const satisfies Record<StoredOnlyType, { readonly code: number; readonly bytes: number }>;

const elementOf = (dtype: DType | StoredOnlyType): { readonly code: number; readonly bytes: number } =>
  (dtype in storedOnly ? storedOnly[dtype as StoredOnlyType] : { code: onnxDataType[dtype as DType], bytes: bytesPerElement[dtype as DType] });

/** AttributeProto.AttributeType. @source onnx.proto3 */
export const onnxAttributeType = { float: 1, int: 2, string: 3, tensor: 4, graph: 5, floats: 6, ints: 7 } as const satisfies Record<
  AttributeValue['type'],
  number
>;

/**
 * The bytes of a .onnx file.
 * @throws DarkroomError code 'engine' when a tensor's bytes do not fit its shape
 */
export function encodeModel(model: Model): Uint8Array {
  const writer = new ProtobufWriter().integer(1, model.irVersion).string(2, model.producer ?? 'darkroom');
  writer.message(7, encodeGraph(model.graph));
  for (const { domain, version } of model.opsets) {
    writer.message(8, new ProtobufWriter().string(1, domain).integer(2, version));
  }
  return writer.finish();
}

function encodeGraph(graph: GraphProto): ProtobufWriter {
  const writer = new ProtobufWriter();
  for (const node of graph.nodes) writer.message(1, encodeNode(node));
  writer.string(2, graph.name);
  for (const tensor of graph.initializers) writer.message(5, encodeTensor(tensor));
  for (const value of graph.inputs) writer.message(11, encodeValueInfo(value));
  for (const value of graph.outputs) writer.message(12, encodeValueInfo(value));
  return writer;
}

function encodeNode(node: NodeProto): ProtobufWriter {
  const writer = new ProtobufWriter();
  for (const input of node.inputs) writer.string(1, input);
  for (const output of node.outputs) writer.string(2, output);
  if (node.name !== undefined) writer.string(3, node.name);
  writer.string(4, node.op);
  for (const [name, value] of Object.entries(node.attributes ?? {})) writer.message(5, encodeAttribute(name, value));
  if (node.domain !== undefined) writer.string(7, node.domain);
  return writer;
}

function encodeAttribute(name: string, attribute: AttributeValue): ProtobufWriter {
  const writer = new ProtobufWriter().string(1, name);
  switch (attribute.type) {
    case 'float': writer.float(2, attribute.value); break;
    case 'int': writer.integer(3, attribute.value); break;
    case 'string': writer.string(4, attribute.value); break;
    case 'tensor': writer.message(5, encodeTensor(attribute.value)); break;
    case 'graph': writer.message(6, encodeGraph(attribute.value)); break;
    case 'floats': for (const value of attribute.value) writer.float(7, value); break;
    case 'ints': for (const value of attribute.value) writer.integer(8, value); break;
  }
  return writer.integer(20, onnxAttributeType[attribute.type]);
}

function encodeTensor(tensor: TensorProto): ProtobufWriter {
  const writer = new ProtobufWriter();
  for (const size of tensor.shape) writer.integer(1, size);
  const { code, bytes } = elementOf(tensor.dtype);
  writer.integer(2, code).string(8, tensor.name);
  const expected = sizeOf(tensor.shape) * bytes;
  const length = tensor.external?.length ?? tensor.data?.length;
  if (length !== expected) {
    throw new DarkroomError(
      'engine',
      `ONNX constant '${tensor.name}': ${tensor.dtype} [${tensor.shape.join(', ')}] takes ${expected} bytes, got ${length ?? 'none'}.`,
      { name: tensor.name, expected, length },
    );
  }
  if (tensor.external === undefined) return writer.bytes(9, tensor.data ?? new Uint8Array());
  for (const [key, value] of Object.entries(tensor.external)) {
    writer.message(13, new ProtobufWriter().string(1, key).string(2, String(value)));
  }
  return writer.integer(14, 1); // data_location = EXTERNAL
}

function encodeValueInfo(value: ValueInfo): ProtobufWriter {
  const shape = new ProtobufWriter();
  for (const size of value.shape) {
    const dimension = new ProtobufWriter();
    shape.message(1, typeof size === 'string' ? dimension.string(2, size) : dimension.integer(1, size));
  }
  const tensorType = new ProtobufWriter().integer(1, onnxDataType[value.dtype]).message(2, shape);
  return new ProtobufWriter().string(1, value.name).message(2, new ProtobufWriter().message(1, tensorType));
}
