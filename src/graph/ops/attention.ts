/** Scaled dot-product attention: one fused op for inference, decomposed for training. */
import { ShapeError } from '../../base/errors.ts';
import { defineOp, float, int, only, operand, type Op } from '../op.ts';
import { formatShape } from '../shape.ts';
import { type Node, type Tensor, type TensorType, apply, applyOne } from '../tensor.ts';
import { expand, reduceSum } from './broadcast.ts';
import { add, mul, neg } from './elementwise.ts';
import { matmul } from './matmul.ts';
import { softmax } from './softmax.ts';
import { cutParts, joinParts } from './slices.ts';
import { reshape, transpose } from './structure.ts';

interface AttentionAttributes { readonly heads: number; readonly scale: number }

/** [B, N, H·D] → [B, H, N, D] */
export function splitHeads(x: Tensor, heads: number): Tensor {
  const [batch, tokens, width] = x.shape as [number, number, number];
  return transpose(reshape(x, [batch, tokens, heads, width / heads]), [0, 2, 1, 3]);
}

/** [B, H, N, D] → [B, N, H·D] */
export function joinHeads(x: Tensor): Tensor {
  const [batch, heads, tokens, width] = x.shape as [number, number, number, number];
  return reshape(transpose(x, [0, 2, 1, 3]), [batch, tokens, heads * width]);
}

type ScoreOptions = AttentionAttributes & { readonly bias?: Tensor | undefined };

function attentionScores(q: Tensor, k: Tensor, { heads, scale, bias }: ScoreOptions): Tensor {
  const scores = matmul(mul(splitHeads(q, heads), scale), splitHeads(k, heads), { transposeB: true }); // [B, H, N, M]
  return bias ? add(scores, bias) : scores;
}

/** softmax(q·kᵀ·scale + bias): how much each query looks at each key, [B, H, N, M]. */
export function attentionWeights(q: Tensor, k: Tensor, options: ScoreOptions): Tensor {
  return softmax(attentionScores(q, k, options));
}

/** softmax(scores)·v; outputs the sums and the weights. */
const WeightedSum: Op<null> = defineOp<null>({
  name: 'WeightedSum',
  infer([scores, v]) {
    const [type, value] = [scores as TensorType, v as TensorType];
    return [{ dtype: type.dtype, shape: [...type.shape.slice(0, -1), value.shape.at(-1) ?? 1] }, type];
  },
  onnx: (writer, [scores, v]) => {
    const weights = writer.node('Softmax', [scores as string], { attributes: { axis: int(-1) } })[0] as string;
    return [writer.node('MatMul', [weights, v as string])[0] as string, weights];
  },
  // Softmax's backward needs the sum of each row of weights · dWeights, which is that of dy · y: shorter rows, fewer passes. @source Dao et al. 2022, arXiv 2205.14135, section 3.1
  gradient: (node, gradients) => {
    const [v, [y, weights], dy] = [operand(node, 1), node.outputs as readonly [Tensor, Tensor], only(gradients)];
    const along = neg(reduceSum(mul(dy, y), [-1], true));
    return [mul(weights, add(matmul(dy, v, { transposeB: true }), along)), matmul(weights, dy, { transposeA: true })];
  },
});

/**
 * Scores of one call of the kernel, in bytes: 8 heads of 128×128 latents would take 8.6 GB. The kernel has a form that never holds them, but not with
 * a bias, nor where the processor does not tell the size of its caches.
 */
const MOST_SCORE_BYTES = 64e6;

/** How many queries each call of the kernel gets: each query looks at all keys, so parts agree with the whole. */
function queryParts(q: TensorType, k: TensorType, heads: number): readonly number[] {
  const [batch, queries] = q.shape as [number, number, number];
  const scoreBytes = 4 * batch * heads * queries * (k.shape[1] as number);
  const each = Math.ceil(queries / Math.ceil(scoreBytes / MOST_SCORE_BYTES));
  return Array.from({ length: Math.ceil(queries / each) }, (_, i) => Math.min(each, queries - i * each));
}

/** What the scores of one call of the kernel take. @param node of an attention */
export function scoreBytesAtOnce({ inputs, attributes }: Node): number {
  const { heads } = attributes as AttentionAttributes;
  const [q, k] = inputs as [Tensor, Tensor];
  return 4 * (q.shape[0] as number) * heads * (queryParts(q, k, heads)[0] as number) * (k.shape[1] as number);
}

const Attention: Op<AttentionAttributes> = defineOp<AttentionAttributes>({
  name: 'MultiHeadAttention',
  infer([q, k, v, bias], { heads }) {
    const [query, key, value] = [q as TensorType, k as TensorType, v as TensorType];
    const fits = [query, key, value].every((x) => x.shape.length === 3 && x.shape[0] === query.shape[0]) && query.shape[2] === key.shape[2] && key.shape[1] === value.shape[1];
    if (!fits) throw new ShapeError(`attention: needs q [B, N, H·D], k [B, M, H·D], v [B, M, H·E], not ${formatShape(query.shape)}, ${formatShape(key.shape)}, ${formatShape(value.shape)}`, { q: query.shape, k: key.shape, v: value.shape });
    if ((query.shape[2] as number) % heads !== 0 || (value.shape[2] as number) % heads !== 0) throw new ShapeError(`attention: width ${query.shape[2]} does not divide into ${heads} heads`, { heads });
    if (bias && (bias.shape.length !== 4 || ![1, query.shape[0]].includes(bias.shape[0]) || ![1, heads].includes(bias.shape[1] as number) || bias.shape[2] !== query.shape[1] || bias.shape[3] !== key.shape[1])) throw new ShapeError(`attention: the bias must be [${query.shape[0]} or 1, ${heads} or 1, ${query.shape[1]}, ${key.shape[1]}], not ${formatShape(bias.shape)}`, { bias: bias.shape });
    return [{ dtype: query.dtype, shape: [query.shape[0] as number, query.shape[1] as number, value.shape[2] as number] }];
  },
  onnx: (writer, [q, k, v, bias], node) => {
    const { heads, scale } = node.attributes;
    const axis = 1;
    const sizes = queryParts(operand(node, 0), operand(node, 1), heads);
    const [queries, biases] = [cutParts(writer, q as string, axis, sizes), bias && cutParts(writer, bias, 2, sizes)];
    // Inputs of the kernel: query, key, value, projection bias, key padding mask, attention bias.
    const parts = queries.map((part, i) => writer.node('MultiHeadAttention', [part, k, v, ...(biases ? ['', '', biases[i]] : [])] as string[], { domain: 'com.microsoft', attributes: { num_heads: int(heads), scale: float(scale) } })[0] as string);
    return [joinParts(writer, parts, axis)];
  },
  decompose: (node) => {
    const scores = attentionScores(operand(node, 0), operand(node, 1), { ...node.attributes, bias: node.inputs[3] });
    return [joinHeads(apply(WeightedSum, [scores, splitHeads(operand(node, 2), node.attributes.heads)], null)[0] as Tensor)];
  },
});

/** The kernel wants a row for each query, even where all are the same, as in a mask over keys. */
function biasOfQueries(bias: Tensor, q: Tensor): Tensor {
  return bias.shape.length === 4 && bias.shape[2] === 1 ? expand(bias, [...bias.shape.slice(0, 2), q.shape[1] as number, bias.shape[3] as number]) : bias;
}

/**
 * softmax(q·kᵀ·scale + bias)·v for each head.
 * @param q [B, N, H·D]  @param k [B, M, H·D]  @param v [B, M, H·E]
 * @param options.bias added to the scores, [B or 1, H or 1, N or 1, M]: a mask is 0 where allowed and −1e9 where not
 * @param options.scale default 1/√D
 * @returns [B, N, H·E]
 * @source Vaswani et al. 2017, arXiv 1706.03762, Equation 1
 */
export function attention(q: Tensor, k: Tensor, v: Tensor, options: { readonly heads: number; readonly bias?: Tensor; readonly scale?: number }): Tensor {
  const { heads, bias, scale = 1 / Math.sqrt((q.shape.at(-1) ?? heads) / heads) } = options;
  return applyOne(Attention, bias ? [q, k, v, biasOfQueries(bias, q)] : [q, k, v], { heads, scale });
}

/** How much each query of an attention that is in a graph looks at each key, [B, H, N, M]; undefined for nodes of other ops. */
export function weightsOfAttention(node: Node): Tensor | undefined {
  if ((node.op as unknown) !== Attention) return undefined;
  const [q, k, , bias] = node.inputs as [Tensor, Tensor, Tensor, Tensor | undefined];
  return attentionWeights(q, k, { ...(node.attributes as AttentionAttributes), bias });
}
