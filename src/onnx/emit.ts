/** Writes a tensor graph as an ONNX model. Parameters become graph inputs (training) or initializers (inference), as the caller binds them. */
import { DarkroomError } from '../base/errors.ts';
import type { DType, TensorData } from '../base/tensor-data.ts';
import type { OnnxAttribute, OnnxNodeOptions, OnnxWriter } from '../graph/op.ts';
import { type Node, type Tensor, topologicalOrder } from '../graph/tensor.ts';
import { isConstant, isInput, isParameter } from '../graph/ops/source.ts';
import { type GraphProto, type Model, type NodeProto, type StoredOnlyType, type TensorProto, type ValueInfo, encodeModel } from './model-proto.ts';

/** ONNX 1.18's operator set: the first with RMSNormalization, and known to ONNX Runtime 1.30. */
const OPSET = 23;
const IR_VERSION = 10;

/** Where a parameter's value comes from. */
export type ParameterBinding =
  /** A graph input of the parameter's own name. */
  | { readonly kind: 'input' }
  /** Written into the model. float16 values are widened when the model loads. */
  | { readonly kind: 'inline'; readonly value: TensorData }
  /** Left where it lies: a byte range of a file below the session's external-data folder. Whatever is not float32 is widened when the model loads. */
  | ExternalBinding;

export interface ExternalBinding {
  readonly kind: 'external';
  readonly location: string;
  readonly offset: number;
  readonly length: number;
  readonly dtype: 'float32' | 'float16' | StoredOnlyType;
  /** The file holds the matrix with its axes swapped. */
  readonly transposed?: boolean;
}

export interface EmitOptions {
  /** Default: every parameter is a graph input. */
  readonly bind?: (name: string, shape: readonly number[]) => ParameterBinding;
  readonly name?: string;
  /** Inputs or outputs that one node may have; default: any number. */
  readonly mostOperands?: number;
  /** Whether the device has `FusedMatMul`, which reads its operands transposed; default: yes, as ONNX Runtime's CPU has. */
  readonly transposedProducts?: boolean;
}

/**
 * Serialises the graph that computes the outputs.
 * @param outputs by the names they get in the model
 * @returns ONNX bytes (IR 10, opset 23, com.microsoft 1)
 * @throws DarkroomError code 'usage' when two inputs share a name, or an output and another value do
 */
export function emitModel(outputs: Readonly<Record<string, Tensor>>, options: EmitOptions = {}): Uint8Array {
  return encodeModel(buildModel(outputs, options));
}

/** As `emitModel`, before serialisation. */
export function buildModel(outputs: Readonly<Record<string, Tensor>>, options: EmitOptions = {}): Model {
  const emitter = new GraphEmitter(options);
  return {
    irVersion: IR_VERSION,
    producer: 'darkroom',
    opsets: [{ domain: '', version: OPSET }, { domain: 'com.microsoft', version: 1 }],
    graph: emitter.graph(options.name ?? 'graph', outputs),
  };
}

/** Collects the pieces of one ONNX graph while its nodes are walked. */
class GraphEmitter implements OnnxWriter {
  readonly mostOperands: number;
  readonly transposedProducts: boolean;
  readonly #bind: NonNullable<EmitOptions['bind']>;
  readonly #nodes: NodeProto[] = [];
  readonly #initializers: TensorProto[] = [];
  readonly #inputs = new Map<string, ValueInfo>();
  readonly #claimed = new Set<string>();
  readonly #names = new Map<Tensor, string>();
  readonly #sharedConstants = new Map<string, string>();

  constructor({ bind = () => ({ kind: 'input' }), mostOperands = Infinity, transposedProducts = true }: EmitOptions) {
    this.mostOperands = mostOperands;
    this.transposedProducts = transposedProducts;
    this.#bind = bind;
  }

  graph(name: string, outputs: Readonly<Record<string, Tensor>>): GraphProto {
    const wanted = Object.entries(outputs);
    for (const node of topologicalOrder(wanted.map(([, tensor]) => tensor))) this.#emit(node);
    this.#refuseTaken(wanted.map(([output]) => output));
    this.#nameOutputs(wanted);
    return {
      name,
      nodes: this.#nodes,
      initializers: this.#initializers,
      inputs: [...this.#inputs.values()],
      outputs: wanted.map(([output, { dtype, shape }]) => ({ name: output, dtype, shape })),
    };
  }

  /**
   * Outputs take their names from the nodes that make them: an Identity would copy, and large states are outputs. Only what is an input, a
   * constant, or wanted under two names needs one.
   */
  #nameOutputs(wanted: readonly (readonly [string, Tensor])[]): void {
    const made = new Set(this.#nodes.flatMap((node) => node.outputs));
    const renamed = new Map<string, string>();
    const copied: NodeProto[] = [];
    for (const [output, tensor] of wanted) {
      const name = this.#nameOf(tensor);
      if (made.has(name) && !renamed.has(name)) renamed.set(name, output);
      else copied.push({ op: 'Identity', inputs: [renamed.get(name) ?? name], outputs: [output] });
    }
    const rename = (names: readonly string[]): string[] => names.map((name) => renamed.get(name) ?? name);
    const nodes = this.#nodes.map((node) => ({ ...node, inputs: rename(node.inputs), outputs: rename(node.outputs) }));
    this.#nodes.splice(0, nodes.length, ...nodes, ...copied);
  }

  /** Inside the graph names are `Op_3` and `constant_3`: outputs must not meet them, nor the inputs. */
  #refuseTaken(outputs: readonly string[]): void {
    const taken = new Set([...this.#claimed, ...this.#initializers.map(({ name }) => name), ...this.#nodes.flatMap((node) => node.outputs)]);
    const clash = outputs.find((output) => taken.has(output));
    if (clash !== undefined) throw new DarkroomError('usage', `The output '${clash}' has the name of another value of the graph; give it a name of its own.`, { name: clash });
  }

  node(op: string, inputs: readonly string[], { attributes, domain, outputs = 1 }: OnnxNodeOptions = {}): string[] {
    const name = `${op}_${this.#nodes.length}`;
    const results = Array.from({ length: outputs }, (_, i) => (i === 0 ? name : `${name}_${i}`));
    this.#nodes.push({ op, name, inputs: [...inputs], outputs: results, ...(domain && { domain }), ...(attributes && { attributes: attributes as Record<string, OnnxAttribute> }) });
    return results;
  }

  int64(values: readonly number[] | number): string {
    const list = typeof values === 'number' ? [values] : values;
    const shape = typeof values === 'number' ? [] : [list.length];
    return this.#shared(`int64 ${shape.length} ${list.join(',')}`, () => ({ dtype: 'int64', shape, data: BigInt64Array.from(list, BigInt) }));
  }

  scalar(value: number): string {
    return this.#shared(`float32 ${value}`, () => ({ dtype: 'float32', shape: [], data: Float32Array.of(value) }));
  }

  #shared(key: string, make: () => TensorData): string {
    const known = this.#sharedConstants.get(key);
    if (known !== undefined) return known;
    const name = this.#initializer(`constant_${this.#initializers.length}`, make());
    this.#sharedConstants.set(key, name);
    return name;
  }

  #initializer(name: string, { dtype, shape, data }: TensorData): string {
    this.#initializers.push({ name, dtype, shape, data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) });
    return name;
  }

  #nameOf(tensor: Tensor): string {
    return this.#names.get(tensor) as string;
  }

  #emit(node: Node): void {
    if (isInput(node)) return this.#name(node, [this.#graphInput(node.attributes.name, node.attributes)]);
    if (isParameter(node)) return this.#name(node, [this.#parameter(node.attributes.name, node.attributes.shape)]);
    if (isConstant(node)) return this.#name(node, [this.#constant(node.attributes.value)]);
    this.#name(node, node.op.onnx(this, node.inputs.map((x) => this.#nameOf(x)), node));
  }

  #name(node: Node, names: readonly string[]): void {
    node.outputs.forEach((output, i) => this.#names.set(output, names[i] as string));
  }

  #constant(value: TensorData): string {
    const scalar = value.dtype === 'float32' && value.shape.length === 0;
    return scalar ? this.scalar(value.data[0] as number) : this.#initializer(`constant_${this.#initializers.length}`, value);
  }

  /** Inputs and parameters keep their own names, however they are bound. */
  #claim(name: string): void {
    if (this.#claimed.has(name)) throw new DarkroomError('usage', `Two inputs or parameters of one graph are called '${name}'; names must differ.`, { name });
    this.#claimed.add(name);
  }

  #graphInput(name: string, { dtype, shape }: { readonly dtype: DType; readonly shape: readonly number[] }): string {
    this.#claim(name);
    this.#inputs.set(name, { name, dtype, shape });
    return name;
  }

  #parameter(name: string, shape: readonly number[]): string {
    const binding = this.#bind(name, shape);
    if (binding.kind === 'input') return this.#graphInput(name, { dtype: 'float32', shape });
    this.#claim(name);
    if (binding.kind === 'inline') this.#initializer(name, { ...binding.value, shape } as TensorData);
    else this.#external(name, shape, binding);
    const stored = binding.kind === 'inline' ? binding.value.dtype : binding.dtype;
    const widened = stored === 'float32' ? name : (this.node('Cast', [name], { attributes: { to: { type: 'int', value: 1 } } })[0] as string);
    return binding.kind === 'external' && binding.transposed ? (this.node('Transpose', [widened])[0] as string) : widened;
  }

  #external(name: string, shape: readonly number[], { dtype, location, offset, length, transposed }: ExternalBinding): void {
    this.#initializers.push({ name, dtype, shape: transposed ? shape.toReversed() : shape, external: { location, offset, length } });
  }
}
