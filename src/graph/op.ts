/**
 * What an op is: its shape rule, its ONNX form and its gradient, in one record. A new op is one such record in `ops/`.
 */
import { DarkroomError } from '../base/errors.ts';
import type { Node, Tensor, TensorType } from './tensor.ts';

/** ONNX attributes say their type, because 1 may be an integer or a float. */
export type OnnxAttribute =
  | { readonly type: 'int'; readonly value: number }
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'ints'; readonly value: readonly number[] };

export const int = (value: number): OnnxAttribute => ({ type: 'int', value });
export const float = (value: number): OnnxAttribute => ({ type: 'float', value });
export const string = (value: string): OnnxAttribute => ({ type: 'string', value });
export const ints = (value: readonly number[]): OnnxAttribute => ({ type: 'ints', value });

export interface OnnxNodeOptions {
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>;
  /** Default: the standard ONNX domain. */
  readonly domain?: 'com.microsoft';
  /** Number of outputs; default 1. */
  readonly outputs?: number;
}

/** Where an op writes its ONNX form. Values are named by strings; '' stands for an absent optional input. */
export interface OnnxWriter {
  /** Inputs or outputs that one node may have: some devices bind few buffers. Split and Concat, which have any number, part themselves. */
  readonly mostOperands: number;
  /** Whether the device has a product that reads an operand transposed. */
  readonly transposedProducts: boolean;
  /** Adds a node; gives the names of its outputs. */
  node(op: string, inputs: readonly string[], options?: OnnxNodeOptions): string[];
  /** A shared int64 constant: shapes, axes, pads. Shape: [values.length], or [] for a number. */
  int64(values: readonly number[] | number): string;
  /** A shared float32 scalar constant. */
  scalar(value: number): string;
}

/** `A`: the op's attributes. Rules receive only operands of the op itself. */
export interface Op<A = unknown> {
  /** ONNX's name where ONNX has the op. */
  readonly name: string;
  /** Types of the outputs. @throws ShapeError */
  infer(inputs: readonly TensorType[], attributes: A): readonly TensorType[];
  /** Writes the op; gives the name of each output. */
  onnx(writer: OnnxWriter, inputs: readonly string[], node: Node<A>): readonly string[];
  /**
   * The vector-Jacobian product: gradients of the inputs from gradients of the outputs; undefined where none flows.
   * `null`: the op is constant almost everywhere or works on integers, so nothing flows through it.
   * Absent: the op has `decompose`.
   */
  readonly gradient?: ((node: Node<A>, outputGradients: readonly (Tensor | undefined)[]) => readonly (Tensor | undefined)[]) | null;
  /** The same outputs from simpler ops. Fused ops are decomposed before differentiation, so that backward re-uses forward's values. */
  decompose?(node: Node<A>): readonly Tensor[];
}

/** Checks a definition once, when the module loads. */
export function defineOp<A>(op: Op<A>): Op<A> {
  if (op.gradient === undefined && op.decompose === undefined) {
    throw new DarkroomError('usage', `${op.name}: an op needs a gradient, a decomposition, or gradient: null`);
  }
  return op;
}

/** The usual ONNX form: the op's own name, no attributes. */
export function sameInOnnx(name: string, attributes?: Readonly<Record<string, OnnxAttribute>>) {
  return (writer: OnnxWriter, inputs: readonly string[]): string[] => writer.node(name, inputs, attributes ? { attributes } : {});
}

/** The gradient that reaches the only output of a node whose gradient rule runs (the walk skips nodes that nothing reaches). */
export function only(gradients: readonly (Tensor | undefined)[]): Tensor {
  return gradients[0] as Tensor;
}

/** Operand `i` of a node; its shape rule has checked that it exists. */
export function operand(node: { readonly inputs: readonly Tensor[] }, i: number): Tensor {
  return node.inputs[i] as Tensor;
}
