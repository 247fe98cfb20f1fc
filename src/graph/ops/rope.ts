/** Rotary position embedding: turns pairs of features by angles that grow with the position, along one axis or two. */
import { ShapeError } from '../../base/errors.ts';
import { float32 } from '../../base/tensor-data.ts';
import { defineOp, int, only, operand, type Op } from '../op.ts';
import { formatShape } from '../shape.ts';
import { type Tensor, type TensorType, applyOne } from '../tensor.ts';
import { cos, neg, sin } from './elementwise.ts';
import { constant } from './source.ts';

const Rotary: Op<{ heads: number }> = defineOp<{ heads: number }>({
  name: 'RotaryEmbedding',
  infer([x, cosines, sines], { heads }) {
    const [type, cosine, sine] = [x as TensorType, cosines as TensorType, sines as TensorType];
    const [, tokens, width] = type.shape as [number, number, number];
    const expected = [tokens, width / heads / 2];
    const fits = [cosine, sine].every(({ shape }) => shape.length === 2 && shape[0] === expected[0] && shape[1] === expected[1]);
    if (type.shape.length !== 3 || !Number.isInteger(expected[1])) throw new ShapeError(`rope: needs x [B, N, heads·D] with D even, not ${formatShape(type.shape)} with ${heads} heads`, { shape: type.shape, heads });
    if (!fits) throw new ShapeError(`rope: ${formatShape(type.shape)} with ${heads} heads needs angles ${formatShape(expected)}, not ${formatShape(cosine.shape)}`, { shape: type.shape, heads, angles: cosine.shape });
    return [type];
  },
  // A single position says where the sequence starts; the kernel counts on from there.
  onnx: (writer, [x, cosines, sines], node) =>
    writer.node('RotaryEmbedding', [x, writer.int64([0]), cosines, sines] as string[], { domain: 'com.microsoft', attributes: { num_heads: int(node.attributes.heads), interleaved: int(0) } }),
  // A rotation's transpose turns back. The angles are positions, not weights: nothing flows to them.
  gradient: (node, dy) => [applyOne(Rotary, [only(dy), operand(node, 1), neg(operand(node, 2))], node.attributes)],
});

/**
 * Turns features i and i + D/2 of each head together: y[i] = x[i]·cos a − x[i + D/2]·sin a, y[i + D/2] = x[i + D/2]·cos a + x[i]·sin a,
 * with a = angles[token, i]. Scalar products of turned queries and keys then depend on differences of positions only.
 * Nothing flows to the angles.
 * @param x [B, N, heads·D]
 * @param angles [N, D / 2] in radians, from `rotaryAngles` or `rotaryAngles2d`
 * @source Su et al. 2021, arXiv 2104.09864, Equation 34, with the pairs taken half a head apart
 */
export function rope(x: Tensor, angles: Tensor, { heads }: { readonly heads: number }): Tensor {
  return applyOne(Rotary, [x, cos(angles), sin(angles)], { heads });
}

/** Angles of a row of tokens: position · base^(−2·i / width). @param width features of one head, D  @returns [N, D / 2] */
export function rotaryAngles(tokens: number, width: number, base = 10_000): Tensor {
  if (width % 2 !== 0) throw new ShapeError(`rotaryAngles: the width of a head, ${width}, must be even`, { width });
  const pairs = width / 2;
  const values = Float32Array.from({ length: tokens * pairs }, (_, at) => Math.floor(at / pairs) * base ** ((-2 * (at % pairs)) / width));
  return constant(float32(values, [tokens, pairs]));
}

/**
 * Angles of a grid of tokens, row by row: the first half of the pairs turns with the row, the second half with the column,
 * each with frequencies base^(−2·i / (D / 2)).
 * @param width features of one head, D, a multiple of 4
 * @param spacing of two tokens; a coarser grid over the same picture has a larger one, and its tokens lie in the middle of what they stand for
 * @returns [height·width of the grid, D / 2]
 */
export function rotaryAngles2d(grid: { readonly height: number; readonly width: number }, width: number, base = 10_000, spacing = 1): Tensor {
  if (width % 4 !== 0) throw new ShapeError(`rotaryAngles2d: the width of a head, ${width}, must be a multiple of 4`, { width });
  const perAxis = width / 4;
  const values = Float32Array.from({ length: grid.height * grid.width * 2 * perAxis }, (_, at) => {
    const token = Math.floor(at / (2 * perAxis));
    const feature = at % (2 * perAxis);
    const position = ((feature < perAxis ? Math.floor(token / grid.width) : token % grid.width) + 0.5) * spacing - 0.5;
    return position * base ** ((-2 * (feature % perAxis)) / (width / 2));
  });
  return constant(float32(values, [grid.height * grid.width, 2 * perAxis]));
}
