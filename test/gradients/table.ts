/** The gradient table: every op with odd sizes, broadcasting and each option that has a gradient of its own. */
import { int32 } from '../../src/base/tensor-data.ts';
import * as ops from '../../src/graph/ops/index.ts';
import type { Tensor } from '../../src/graph/tensor.ts';
import { type GradientCase, row } from './gradient-case.ts';
import { pictureOps } from './picture-table.ts';

const { add, constant, input, mul } = ops;
const long = (values: readonly number[], shape: readonly number[]) => ({ dtype: 'int64' as const, shape, data: BigInt64Array.from(values, BigInt) });
const mask = { dtype: 'bool' as const, shape: [2, 1, 3], data: Uint8Array.of(1, 0, 1, 0, 1, 1) };

const elementwise = {
  add: [row('[2, 3, 1] + [3, 5]', { a: [2, 3, 1], b: [3, 5] }, ({ a, b }) => add(a, b)), row('with itself', { a: [3] }, ({ a }) => add(a, a)), row('a number', { a: [3] }, ({ a }) => add(2, a))],
  sub: [row('[5] − [2, 1]', { a: [5], b: [2, 1] }, ({ a, b }) => ops.sub(a, b))],
  mul: [row('[2, 1, 4] · [3, 1]', { a: [2, 1, 4], b: [3, 1] }, ({ a, b }) => mul(a, b)), row('a scalar', { a: [2, 3], b: [] }, ({ a, b }) => mul(a, b))],
  div: [row('[3, 1] / [1, 4]', { a: [3, 1], b: [1, 4] }, ({ a, b }) => ops.div(a, b), 'positive')],
  pow: [row('both', { a: [3, 2], b: [2] }, ({ a, b }) => ops.pow(a, b), 'positive'), row('a negative base to the 3rd', { a: [5] }, ({ a }) => ops.pow(a, 3), 'spaced')],
  maximum: [row('[5, 1], [6]', { a: [5, 1], b: [6] }, ({ a, b }) => ops.maximum(a, b), 'spaced')],
  minimum: [row('[6], [5, 1]', { a: [6], b: [5, 1] }, ({ a, b }) => ops.minimum(a, b), 'spaced')],
  neg: [row('', { a: [3] }, ({ a }) => ops.neg(a))],
  abs: [row('', { a: [7] }, ({ a }) => ops.abs(a), 'spaced')],
  exp: [row('', { a: [2, 3] }, ({ a }) => ops.exp(a))],
  log: [row('', { a: [2, 3] }, ({ a }) => ops.log(a), 'positive')],
  sqrt: [row('', { a: [2, 3] }, ({ a }) => ops.sqrt(a), 'positive')],
  reciprocal: [row('', { a: [2, 3] }, ({ a }) => ops.reciprocal(a), 'positive')],
  sin: [row('', { a: [5] }, ({ a }) => ops.sin(a))],
  cos: [row('', { a: [5] }, ({ a }) => ops.cos(a))],
  tanh: [row('', { a: [5] }, ({ a }) => ops.tanh(a))],
  sigmoid: [row('', { a: [5] }, ({ a }) => ops.sigmoid(a))],
  softplus: [row('', { a: [5] }, ({ a }) => ops.softplus(a))],
  relu: [row('', { a: [7] }, ({ a }) => ops.relu(a), 'spaced')],
  squaredRelu: [row('', { a: [7] }, ({ a }) => ops.squaredRelu(a), 'spaced')],
  erf: [row('', { a: [5] }, ({ a }) => ops.erf(a))],
  gelu: [row('', { a: [3, 3] }, ({ a }) => ops.gelu(a))],
  silu: [row('', { a: [3, 3] }, ({ a }) => ops.silu(a))],
  square: [row('', { a: [3] }, ({ a }) => ops.square(a))],
  where: [row('all three stretch', { c: mask, a: [4, 1], b: [3] }, ({ c, a, b }) => ops.where(c, a, b)), row('a number', { c: mask, b: [2, 4, 3] }, ({ c, b }) => ops.where(c, 1, b))],
  clip: [row('', { a: [9] }, ({ a }) => ops.clip(a, -0.52, 0.73), 'spaced')],
} satisfies Record<string, readonly GradientCase[]>;

const structure = {
  reshape: [row('one size worked out', { a: [2, 3, 4] }, ({ a }) => ops.reshape(a, [4, -1]))],
  transpose: [
    row('last two axes', { a: [2, 3, 4] }, ({ a }) => ops.transpose(a)),
    row('a cycle of four', { a: [2, 3, 1, 4] }, ({ a }) => ops.transpose(a, [2, 0, 3, 1])),
    row('axes from the end', { a: [2, 3, 4] }, ({ a }) => ops.transpose(a, [-1, 0, -2])),
  ],
  cast: [row('to float16 and back', { a: [2, 3] }, ({ a }) => ops.cast(ops.cast(a, 'float16'), 'float32'), 'grid')],
  expand: [row('new and stretched axes', { a: [3, 1] }, ({ a }) => ops.expand(a, [2, 3, 4]))],
  reduceSum: [row('middle axis', { a: [2, 3, 4] }, ({ a }) => ops.reduceSum(a, [1])), row('kept, from the end', { a: [2, 3, 4] }, ({ a }) => ops.reduceSum(a, [-1, 0], true)), row('all', { a: [2, 3] }, ({ a }) => ops.reduceSum(a))],
  sumTo: [row('[2, 3, 4] to [3, 1]', { a: [2, 3, 4] }, ({ a }) => ops.sumTo(a, [3, 1])), row('an axis of size 1 goes', { a: [1, 3] }, ({ a }) => ops.sumTo(a, [3]))],
  dropAxes: [row('', { a: [2, 1, 3] }, ({ a }) => ops.dropAxes(a, [1]))],
  reduceMean: [row('two axes', { a: [2, 3, 4] }, ({ a }) => ops.reduceMean(a, [0, 2])), row('all', { a: [2, 3] }, ({ a }) => ops.reduceMean(a))],
  reduceMax: [row('one axis', { a: [3, 4] }, ({ a }) => ops.reduceMax(a, [1]), 'spaced'), row('all', { a: [2, 3] }, ({ a }) => ops.reduceMax(a), 'spaced')],
  slice: [
    row('from the end', { a: [2, 7] }, ({ a }) => ops.slice(a, -1, -5, -1)),
    row('steps that end short', { a: [7, 2] }, ({ a }) => ops.slice(a, 0, 1, 7, 3)),
    row('steps that end exactly', { a: [2, 6, 2] }, ({ a }) => ops.slice(a, 1, 0, 6, 2)),
    row('steps cut by the end', { a: [9] }, ({ a }) => ops.slice(a, 0, 2, 7, 4)),
  ],
  pad: [row('', { a: [2, 3] }, ({ a }) => ops.pad(a, 1, 2, 1))],
  concat: [row('three, one of them twice', { a: [2, 1], b: [2, 3] }, ({ a, b }) => ops.concat([a, b, a], -1))],
  split: [
    row('parts used apart', { a: [2, 6] }, ({ a }) => { const [x, y, z] = ops.split(a, 1, [1, 3, 2]); return mul(ops.reduceSum(x!, [1], true), ops.concat([mul(y!, y!), z!], 1)); }),
    row('a part unused', { a: [6, 2] }, ({ a }) => ops.square(ops.split(a, 0, [1, 3, 2])[1]!)),
  ],
} satisfies Record<string, readonly GradientCase[]>;

const products = {
  matmul: [
    row('matrices', { a: [3, 4], b: [4, 2] }, ({ a, b }) => ops.matmul(a, b)),
    row('a batch and one matrix', { a: [2, 3, 4], b: [4, 2] }, ({ a, b }) => ops.matmul(a, b)),
    row('one matrix and a batch', { a: [3, 4], b: [2, 4, 2] }, ({ a, b }) => ops.matmul(a, b)),
    row('batches that stretch', { a: [2, 1, 3, 2], b: [3, 2, 2] }, ({ a, b }) => ops.matmul(a, b)),
    row('the first transposed', { a: [2, 4, 3], b: [2, 4, 2] }, ({ a, b }) => ops.matmul(a, b, { transposeA: true })),
    row('the second transposed, stretched', { a: [2, 2, 3, 4], b: [2, 1, 2, 4] }, ({ a, b }) => ops.matmul(a, b, { transposeB: true })),
    row('both transposed', { a: [2, 4, 3], b: [2, 2, 4] }, ({ a, b }) => ops.matmul(a, b, { transposeA: true, transposeB: true })),
  ],
  product: ([[false, false], [true, false], [false, true], [true, true]] as const).map(([left, right]) =>
    row(`${left ? 'aᵀ' : 'a'} · ${right ? 'bᵀ' : 'b'}`, { a: left ? [4, 3] : [3, 4], b: right ? [2, 4] : [4, 2] }, ({ a, b }) => ops.product(a, b, left, right))),
  gemm: [
    row('bias', { a: [2, 3, 4], b: [4, 5], c: [5] }, ({ a, b, c }) => ops.gemm(a, b, { bias: c })),
    row('transposed, bias', { a: [3, 4], b: [5, 4], c: [5] }, ({ a, b, c }) => ops.gemm(a, b, { bias: c, transposeB: true })),
  ],
  embedding: [row('repeated rows', { a: [5, 3], i: int32([0, 4, 4, 2, 4, 0], [2, 3]) }, ({ a, i }) => ops.embedding(a, i)), row('int64', { a: [3, 2, 2], i: long([2, 2], [2]) }, ({ a, i }) => ops.embedding(a, i))],
  scatterRows: [row('rows that meet', { a: [4, 3], i: int32([1, 3, 1, 1]) }, ({ a, i }) => ops.scatterRows([5, 3], i, a))],
  softmax: [row('last axis', { a: [2, 5] }, ({ a }) => ops.softmax(a)), row('first axis', { a: [3, 2, 2] }, ({ a }) => ops.softmax(a, 0))],
  logSoftmax: [row('last axis', { a: [2, 5] }, ({ a }) => ops.logSoftmax(a)), row('middle axis', { a: [2, 3, 2] }, ({ a }) => ops.logSoftmax(a, 1))],
  crossEntropy: [row('int32', { a: [2, 2, 5], i: int32([0, 4, 2, 2], [2, 2]) }, ({ a, i }) => ops.crossEntropy(a, i)), row('int64', { a: [3, 4], i: long([3, 0, 1], [3]) }, ({ a, i }) => ops.crossEntropy(a, i))],
  normalize: [row('', { a: [2, 3, 5] }, ({ a }) => ops.normalize(a)), row('heads', { a: [2, 3, 2, 4] }, ({ a }) => ops.normalize(a, 0.3))],
  scaledNorm: [row('', { a: [2, 3, 5], s: [2, 1, 5] }, ({ a, s }) => ops.scaledNorm(a, s)), row('a large epsilon', { a: [1, 3, 4], s: [1, 1, 4] }, ({ a, s }) => ops.scaledNorm(a, s, 0.3))],
  rmsNorm: [row('', { a: [2, 3, 5], s: [5] }, ({ a, s }) => ops.rmsNorm(a, s)), row('a large epsilon', { a: [3, 4], s: [4] }, ({ a, s }) => ops.rmsNorm(a, s, 0.3))],
  layerNorm: [row('', { a: [2, 3, 5], s: [5], b: [5] }, ({ a, s, b }) => ops.layerNorm(a, s, b)), row('a large epsilon', { a: [3, 4], s: [4], b: [4] }, ({ a, s, b }) => ops.layerNorm(a, s, b, 0.3))],
  attention: [
    row('self', { q: [2, 3, 4], k: [2, 3, 4], v: [2, 3, 4] }, ({ q, k, v }) => ops.attention(q, k, v, { heads: 2 })),
    row('cross, wider values, a scale', { q: [2, 3, 4], k: [2, 5, 4], v: [2, 5, 6] }, ({ q, k, v }) => ops.attention(q, k, v, { heads: 2, scale: 0.3 })),
    row('a bias for all heads', { q: [2, 3, 4], k: [2, 5, 4], v: [2, 5, 4], b: [2, 1, 3, 5] }, ({ q, k, v, b }) => ops.attention(q, k, v, { heads: 2, bias: b })),
    row('a bias for each head', { q: [2, 3, 4], k: [2, 3, 4], v: [2, 3, 4], b: [1, 2, 3, 3] }, ({ q, k, v, b }) => ops.attention(q, k, v, { heads: 2, bias: b })),
    row('a mask', { q: [1, 2, 4], k: [1, 3, 4], v: [1, 3, 4] }, ({ q, k, v }) => ops.attention(q, k, v, { heads: 1, bias: constant({ dtype: 'float32', shape: [1, 1, 2, 3], data: Float32Array.of(0, -1e9, 0, 0, 0, -1e9) }) })),
    row('one tensor for all three', { q: [2, 3, 4] }, ({ q }) => ops.attention(q, q, q, { heads: 1 })),
  ],
  attentionWeights: [row('', { q: [2, 3, 4], k: [2, 5, 4] }, ({ q, k }) => ops.attentionWeights(q, k, { heads: 2, scale: 0.7 }))],
  splitHeads: [row('', { a: [2, 3, 4] }, ({ a }) => ops.splitHeads(a, 2))],
  joinHeads: [row('', { a: [2, 2, 3, 2] }, ({ a }) => ops.joinHeads(a))],
  rope: [
    row('two heads, a row of tokens', { a: [2, 3, 12] }, ({ a }) => ops.rope(a, ops.rotaryAngles(3, 6), { heads: 2 })),
    row('a grid of tokens', { a: [1, 6, 8] }, ({ a }) => ops.rope(a, ops.rotaryAngles2d({ height: 2, width: 3 }, 8, 100), { heads: 1 })),
  ],
} satisfies Record<string, readonly GradientCase[]>;

/** Rows by the exported name that they check. */
export const gradientTable: Readonly<Record<string, readonly GradientCase[]>> = { ...elementwise, ...structure, ...products, ...pictureOps };

const through = (build: (x: Tensor) => Tensor) => (): { readonly x: Tensor; readonly loss: Tensor } => {
  const x = input('x', [3, 2]);
  return { x, loss: build(x) };
};

/** Ops through which nothing flows, each in a graph that shows it. */
export const constantOps: Readonly<Record<string, ReturnType<typeof through>>> = {
  greater: through((x) => ops.indicator(ops.greater(x, 0))),
  greaterOrEqual: through((x) => ops.indicator(ops.greaterOrEqual(x, 0))),
  less: through((x) => ops.indicator(ops.less(x, 0))),
  lessOrEqual: through((x) => ops.indicator(ops.lessOrEqual(x, 0))),
  equal: through((x) => ops.indicator(ops.equal(x, 0))),
  and: through((x) => ops.indicator(ops.and(ops.less(x, 1), ops.greater(x, 0)))),
  not: through((x) => ops.indicator(ops.not(ops.less(x, 1)))),
  indicator: through((x) => ops.indicator(ops.less(x, 1))),
  sign: through((x) => ops.sign(x)),
  floor: through((x) => ops.floor(x)),
  argMax: through((x) => ops.cast(ops.argMax(x, 1), 'float32')),
  oneHot: through((x) => ops.oneHot(ops.argMax(x, 1), 2)),
  countIndices: through((x) => ops.countIndices(ops.reshape(ops.argMax(x, 1), [-1, 1]), 3)),
  stopGradient: through((x) => ops.stopGradient(x)),
};

/** Exports that make leaves of a graph, constants, or ask about nodes; and products in 8 bits, which only run. */
export const notOps: readonly string[] = [
  'weightsOfAttention', 'scoreBytesAtOnce', 'cutParts', 'joinParts', 'reducedType', 'quantisedGemm', 'quantisedConv',
  'Input', 'Parameter', 'Constant', 'input', 'parameter', 'constant', 'filled', 'zeros', 'isParameter', 'isInput', 'isConstant',
  'rotaryAngles', 'rotaryAngles2d',
];
