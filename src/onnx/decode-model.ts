/** Reads ONNX protobuf back into plain typed data: for tests, inspection and the golden files of the emitter. */
import { DarkroomError } from '../base/errors.ts';
import type { DType } from '../base/tensor-data.ts';
import { onnxAttributeType, onnxDataType } from './model-proto.ts';
import type { AttributeValue, GraphProto, Model, NodeProto, TensorProto, ValueInfo } from './model-proto.ts';
import { readProtobuf, readUtf8 } from './protobuf.ts';
import type { ProtobufField } from './protobuf.ts';

/** A message's fields by number. Getters throw when the field is absent or of another wire type; lists may be empty. */
interface Message {
  has(field: number): boolean;
  integer(field: number): number;
  float(field: number): number;
  string(field: number): string;
  bytes(field: number): Uint8Array;
  message(field: number): Message;
  integers(field: number): number[];
  floats(field: number): number[];
  strings(field: number): string[];
  messages(field: number): Message[];
}

/**
 * The model in a .onnx file, as far as Darkroom's own types reach: other fields are skipped.
 * @throws DarkroomError code 'engine' when the bytes are malformed or use an element or attribute type that Darkroom does not emit
 */
export function decodeModel(bytes: Uint8Array): Model {
  const model = messageOf(bytes);
  return {
    irVersion: model.integer(1),
    ...(model.has(2) ? { producer: model.string(2) } : {}),
    graph: decodeGraph(model.message(7)),
    opsets: model.messages(8).map((opset) => ({ domain: opset.has(1) ? opset.string(1) : '', version: opset.integer(2) })),
  };
}

function decodeGraph(graph: Message): GraphProto {
  return {
    name: graph.has(2) ? graph.string(2) : '',
    nodes: graph.messages(1).map(decodeNode),
    initializers: graph.messages(5).map(decodeTensor),
    inputs: graph.messages(11).map(decodeValueInfo),
    outputs: graph.messages(12).map(decodeValueInfo),
  };
}

function decodeNode(node: Message): NodeProto {
  const attributes = Object.fromEntries(node.messages(5).map((attribute) => [attribute.string(1), decodeAttribute(attribute)]));
  return {
    op: node.string(4),
    ...(node.has(7) ? { domain: node.string(7) } : {}),
    ...(node.has(3) ? { name: node.string(3) } : {}),
    inputs: node.strings(1),
    outputs: node.strings(2),
    ...(Object.keys(attributes).length > 0 ? { attributes } : {}),
  };
}

function decodeAttribute(attribute: Message): AttributeValue {
  const type = keyOf(onnxAttributeType, attribute.integer(20), 'attribute type');
  switch (type) {
    case 'float': return { type, value: attribute.float(2) };
    case 'int': return { type, value: attribute.integer(3) };
    case 'string': return { type, value: attribute.string(4) };
    case 'tensor': return { type, value: decodeTensor(attribute.message(5)) };
    case 'graph': return { type, value: decodeGraph(attribute.message(6)) };
    case 'floats': return { type, value: attribute.floats(7) };
    case 'ints': return { type, value: attribute.integers(8) };
  }
}

function decodeTensor(tensor: Message): TensorProto {
  const base = {
    name: tensor.has(8) ? tensor.string(8) : '',
    dtype: dtypeOf(tensor.integer(2)),
    shape: tensor.integers(1),
  };
  if (!tensor.has(13)) return { ...base, data: tensor.has(9) ? tensor.bytes(9) : new Uint8Array() };
  const entries = new Map(tensor.messages(13).map((entry) => [entry.string(1), entry.string(2)]));
  const external = {
    location: entries.get('location') ?? '',
    offset: Number(entries.get('offset') ?? 0),
    length: Number(entries.get('length') ?? 0),
  };
  return { ...base, external };
}

function decodeValueInfo(value: Message): ValueInfo {
  const tensorType = value.message(2).message(1);
  const dimensions = tensorType.has(2) ? tensorType.message(2).messages(1) : [];
  return {
    name: value.string(1),
    dtype: dtypeOf(tensorType.integer(1)),
    shape: dimensions.map((dimension) => {
      if (dimension.has(1)) return dimension.integer(1);
      return dimension.has(2) ? dimension.string(2) : '';
    }),
  };
}

function dtypeOf(code: number): DType {
  return keyOf(onnxDataType, code, 'element type');
}

function keyOf<Key extends string>(table: Readonly<Record<Key, number>>, code: number, what: string): Key {
  for (const key in table) if (table[key] === code) return key;
  throw new DarkroomError('engine', `ONNX ${what} ${code} is not one that Darkroom reads.`, { code });
}

function messageOf(bytes: Uint8Array): Message {
  const fields = readProtobuf(bytes);
  const all = (number: number): ProtobufField[] => fields.filter((field) => field.number === number);
  const byteStrings = (number: number): Uint8Array[] => all(number).map((field) => expectKind(field, 'bytes').value);
  const integers = (number: number): number[] => all(number).map((field) => Number(expectKind(field, 'integer').value));
  const floats = (number: number): number[] => all(number).map((field) => expectKind(field, 'float').value);
  // Protobuf: the last value of a field that is not repeated wins.
  const last = <Value>(values: Value[], number: number): Value => {
    const value = values.at(-1);
    if (value === undefined) throw new DarkroomError('engine', `ONNX: field ${number} is missing.`, { field: number });
    return value;
  };
  return {
    has: (number) => fields.some((field) => field.number === number),
    integer: (number) => last(integers(number), number),
    float: (number) => last(floats(number), number),
    string: (number) => readUtf8(last(byteStrings(number), number)),
    bytes: (number) => last(byteStrings(number), number),
    message: (number) => messageOf(last(byteStrings(number), number)),
    integers,
    floats,
    strings: (number) => byteStrings(number).map(readUtf8),
    messages: (number) => byteStrings(number).map(messageOf),
  };
}

function expectKind<Kind extends ProtobufField['kind']>(field: ProtobufField, kind: Kind): Extract<ProtobufField, { kind: Kind }> {
  if (field.kind !== kind) throw new DarkroomError('engine', `ONNX: field ${field.number} is ${field.kind}, expected ${kind}.`);
  return field as Extract<ProtobufField, { kind: Kind }>;
}
