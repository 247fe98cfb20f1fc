import { describe, expect, test } from 'vitest';
import { decompose, differentiate } from './autodiff.ts';
import { add, attention, constant, exp, input, isConstant, matmul, mul, neg, parameter, reduceSum, split, stopGradient } from './ops/index.ts';
import { type Tensor, topologicalOrder } from './tensor.ts';

const zero = { kind: 'constant', value: 0 } as const;
const isZeros = ({ node }: Tensor): boolean => isConstant(node) && [...node.attributes.value.data].every((value) => value === 0);

describe('differentiate', () => {
  test('wants one number', () => {
    const x = input('x', [2, 3]);
    expect(() => differentiate([x], [x])).toThrow('differentiate: the loss must be one number, not [2, 3]; reduce it first');
  });

  test('gives zeros where the loss does not depend on a parameter, or a stop stands between', () => {
    const [x, y, z] = [parameter('x', [2], zero), parameter('y', [3], zero), parameter('z', [2], zero)];
    const { gradients } = differentiate([reduceSum(add(x, stopGradient(exp(z))))], [x, y, z]);
    expect(gradients.map(({ shape }) => shape)).toEqual([[2], [3], [2]]);
    expect(gradients.map(isZeros)).toEqual([false, true, true]);
  });

  test('the gradient of the loss by itself is one', () => {
    const x = input('x', []);
    const [gradient] = differentiate([x], [x]).gradients;
    expect(isConstant(gradient!.node) && [...gradient!.node.attributes.value.data]).toEqual([1]);
  });

  test('builds nothing for branches that no wanted leaf feeds', () => {
    const [x, frozen] = [parameter('x', [2, 2], zero), parameter('frozen', [2, 2], zero)];
    const { gradients } = differentiate([reduceSum(matmul(exp(neg(frozen)), x))], [x]);
    expect(topologicalOrder(gradients).filter(({ op }) => op.name === 'Exp')).toHaveLength(1);
  });

  test('re-uses what forward computed', () => {
    const x = parameter('x', [2], zero);
    const { outputs, gradients } = differentiate([reduceSum(exp(x))], [x]);
    expect(topologicalOrder([...outputs, ...gradients]).filter(({ op }) => op.name === 'Exp')).toHaveLength(1);
  });

  test('walks a graph of 20,000 nodes', () => {
    const x = parameter('x', [], zero);
    let y: Tensor = x;
    for (let i = 0; i < 20_000; i++) y = mul(y, 1.0001);
    expect(differentiate([y], [x]).gradients[0]?.shape).toEqual([]);
  });
});

describe('decompose', () => {
  test('replaces fused ops, also behind other ops, and keeps leaves', () => {
    const [q, c] = [input('q', [1, 2, 4]), constant(2)];
    const fused = mul(attention(attention(q, q, q, { heads: 2 }), q, q, { heads: 2 }), c);
    const names = topologicalOrder(decompose([fused])).map(({ op }) => op.name);
    expect(names.filter((name) => name === 'MultiHeadAttention')).toEqual([]);
    expect(names.filter((name) => name === 'WeightedSum')).toHaveLength(2);
    expect(topologicalOrder(decompose([fused]))).toContain(q.node);
  });

  test('leaves a graph without fused ops as it is', () => {
    const y = split(exp(input('x', [4])), 0, [1, 3])[1] as Tensor;
    expect(decompose([y])).toEqual([y]);
    expect(decompose([y])[0]).toBe(y);
  });
});
