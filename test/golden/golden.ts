/** Reads a golden file of scripts/goldens/make_torch_goldens.py and compares a network of ours with it. */
import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import type { TensorData } from '../../src/base/tensor-data.ts';
import { differentiate } from '../../src/graph/autodiff.ts';
import { add, constant, conv2d, gemm, groupNorm, input, mul, parameter, reduceSum, type ConvOptions } from '../../src/graph/ops/index.ts';
import type { Tensor } from '../../src/graph/tensor.ts';
import type { Scope } from '../../src/nn/parameters.ts';
import { emitModel } from '../../src/onnx/emit.ts';
import { createRuntime } from '../../src/node/engine/engine-client.ts';
import { readWeights } from '../../src/weights/safetensors.ts';

/** The leaves of a golden network, by the names of the file, and layers that take their weights from it. */
export class Golden {
  readonly #tensors: ReadonlyMap<string, TensorData>;
  readonly #leaves = new Map<string, Tensor>();

  constructor(tensors: ReadonlyMap<string, TensorData>) {
    this.#tensors = tensors;
  }

  value(name: string): TensorData {
    const found = this.#tensors.get(name);
    if (!found) throw new Error(`The golden file has no '${name}'.`);
    return found;
  }

  /** Leaves in the order in which they were used. */
  get leaves(): ReadonlyMap<string, Tensor> {
    return this.#leaves;
  }

  get allLeaves(): string[] {
    return [...this.#tensors.keys()].filter((name) => name.startsWith('input.') || name.startsWith('weight.'));
  }

  input(name: string): Tensor {
    return this.#leaf(`input.${name}`, (full, shape) => input(full, shape));
  }

  weight(name: string): Tensor {
    return this.#leaf(`weight.${name}`, (full, shape) => parameter(full, shape, { kind: 'constant', value: 0 }));
  }

  /** The file's weights as the parameters of a network of the product. */
  scope(path: string): Scope {
    return { at: (name) => this.scope(`${path}.${name}`), parameter: (name) => this.weight(`${path}.${name}`) };
  }

  linear(name: string, x: Tensor): Tensor {
    return gemm(x, this.weight(`${name}.weight`), { transposeB: true, bias: this.weight(`${name}.bias`) });
  }

  conv(name: string, x: Tensor, options: ConvOptions = {}): Tensor {
    return conv2d(x, this.weight(`${name}.weight`), { ...options, bias: this.weight(`${name}.bias`) });
  }

  groupNorm(name: string, x: Tensor, groups: number): Tensor {
    return groupNorm(x, this.weight(`${name}.scale`), this.weight(`${name}.bias`), { groups });
  }

  /** x · (1 + scale) + shift */
  modulate(x: Tensor, scale: Tensor, shift: Tensor): Tensor {
    return add(mul(x, add(1, scale)), shift);
  }

  #leaf(name: string, make: (name: string, shape: readonly number[]) => Tensor): Tensor {
    const leaf = this.#leaves.get(name) ?? make(name, this.value(name).shape);
    this.#leaves.set(name, leaf);
    return leaf;
  }
}

export async function openGolden(file: string): Promise<Golden> {
  return new Golden(readWeights(await readFile(new URL(file, import.meta.url))).tensors);
}

/**
 * Runs the network for inference (weights in the model, so that the engine chooses its layouts) and for training, and
 * compares output and every gradient with the file, each within `tolerance` of its largest value.
 */
export async function expectGolden(golden: Golden, output: Tensor, tolerance: number): Promise<void> {
  expect([...golden.leaves.keys()].sort()).toEqual(golden.allLeaves.sort());
  const inputs = Object.fromEntries(golden.allLeaves.filter((name) => name.startsWith('input.')).map((name) => [name, golden.value(name)]));
  const everything = Object.fromEntries(golden.allLeaves.map((name) => [name, golden.value(name)]));
  const names = [...golden.leaves.keys()];
  const loss = reduceSum(mul(output, constant(golden.value('loss weights'))));
  const { outputs, gradients } = differentiate([loss, output], [...golden.leaves.values()]);
  const training = emitModel({ output: outputs[1] as Tensor, ...Object.fromEntries(names.map((name, i) => [`gradient.${name}`, gradients[i] as Tensor])) });
  const inference = emitModel({ output }, { bind: (name) => ({ kind: 'inline', value: golden.value(name) }) });
  const runtime = await createRuntime({ device: 'cpu', threads: 2 });
  try {
    for (const [bytes, feeds] of [[inference, inputs], [training, everything]] as const) {
      const session = await runtime.load({ bytes });
      for (const [name, { data }] of Object.entries(await session.run(feeds))) expect(distance(data as Float32Array, golden.value(name)), name).toBeLessThan(tolerance);
    }
  } finally {
    await runtime.close();
  }
}

/** The largest difference as a share of the largest expected value. */
function distance(found: Float32Array, { data }: TensorData): number {
  const expected = data as Float32Array;
  if (found.length !== expected.length || found.some(Number.isNaN)) return Infinity;
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return found.reduce((most, value, i) => Math.max(most, Math.abs(value - (expected[i] as number))), 0) / largest;
}
