/** What a row of the gradient table is, and how its values are drawn. */
import { type Random, createRandom } from '../../src/base/random.ts';
import { type TensorData, float32, sizeOf } from '../../src/base/tensor-data.ts';
import type { Shape } from '../../src/graph/shape.ts';
import type { Tensor } from '../../src/graph/tensor.ts';

/**
 * How the values of a float operand are drawn. `spaced`: at least 0.2 apart from each other and 0.05 from 0, across all operands of
 * the row, for ops with kinks. `grid`: multiples of 1/16, which float16 holds exactly.
 */
export type Values = 'normal' | 'positive' | 'spaced' | 'grid';

export interface GradientCase {
  readonly what: string;
  /** A shape: a float operand that is differentiated. Data: an operand that is only fed. */
  readonly operands: Readonly<Record<string, Shape | TensorData>>;
  readonly values: Values;
  build(operands: Readonly<Record<string, Tensor>>): Tensor;
}

/** One row. Operands are named by one letter each: `row('…', { a: [2, 3] }, ({ a }) => exp(a))`. */
export function row<Name extends string>(what: string, operands: Record<Name, Shape | TensorData>, build: (operands: Record<Name, Tensor>) => Tensor, values: Values = 'normal'): GradientCase {
  return { what, operands, values, build: build as GradientCase['build'] };
}

export function isShape(operand: Shape | TensorData): operand is Shape {
  return Array.isArray(operand);
}

/** The values of all operands, from a seed. */
export function drawOperands({ operands, values }: GradientCase, seed: number): Record<string, TensorData> {
  const random = createRandom(seed);
  const count = Object.values(operands).reduce((sum, operand) => sum + (isShape(operand) ? sizeOf(operand) : 0), 0);
  const spaced = random.shuffled(Array.from({ length: count }, (_, i) => (i - count / 2 + 0.25) * Math.max(0.2, 3 / count)));
  const draw: Record<Values, () => number> = {
    normal: () => random.normal() * 0.7,
    positive: () => 0.5 + Math.abs(random.normal()),
    spaced: () => spaced.pop() as number,
    grid: () => random.integer(32) / 16 - 1,
  };
  return Object.fromEntries(Object.entries(operands).map(([name, operand]) => [name, isShape(operand) ? float32(filledBy(draw[values], sizeOf(operand)), operand) : operand]));
}

function filledBy(draw: () => number, length: number): Float32Array {
  return Float32Array.from({ length }, draw);
}

/** Normal weights for a loss: every output value counts, no two alike. */
export function lossWeights(random: Random, shape: Shape): TensorData {
  return float32(random.fillNormal(new Float32Array(sizeOf(shape))), shape);
}
