/** Draws the first values of parameters. */
import { createRandom } from '../base/random.ts';
import { float32, sizeOf, type TensorData } from '../base/tensor-data.ts';
import type { Tensor } from '../graph/tensor.ts';
import { isParameter } from '../graph/ops/index.ts';

/** FNV-1a, so that a parameter's stream depends on its name and not on what else the network has. */
function streamOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/**
 * Values by name, each as its initializer says. Adding a layer leaves the values of the others as they were.
 * @param stream of the seed, kept apart from the noise of training
 */
export function initialWeights(parameters: ReadonlyMap<string, Tensor>, seed: number, stream: number): Map<string, TensorData> {
  const random = createRandom(seed, stream);
  return new Map([...parameters].map(([name, { node, shape }]) => {
    const values = new Float32Array(sizeOf(shape));
    if (!isParameter(node)) return [name, float32(values, shape)];
    const { initializer } = node.attributes;
    const own = random.fork(streamOf(name));
    if (initializer.kind === 'constant') values.fill(initializer.value);
    else if (initializer.kind === 'normal') own.fillNormal(values).forEach((x, i) => { values[i] = x * initializer.standardDeviation; });
    else values.forEach((_, i) => { values[i] = (2 * own.uniform() - 1) * initializer.bound; });
    return [name, float32(values, shape)];
  }));
}
