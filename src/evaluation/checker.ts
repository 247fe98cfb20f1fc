/** The checker: a small convolutional network that says what a picture of a world shows. It judges generated pictures and is used nowhere in training. */
import { DarkroomError } from '../base/errors.ts';
import { float32, type TensorData } from '../base/tensor-data.ts';
import * as ops from '../graph/ops/index.ts';
import type { Tensor } from '../graph/tensor.ts';
import { type Picture, planesFromPicture } from '../images/picture.ts';
import { conv2d, linear } from '../nn/linear.ts';
import { groupNorm } from '../nn/norms.ts';
import { type Scope, createParameters } from '../nn/parameters.ts';
import { emitModel } from '../onnx/emit.ts';
import type { Runtime, Session } from '../runtime/runtime.ts';
import type { LabelFactor } from '../training/label-loss.ts';
import type { Weights } from '../weights/weights.ts';

/** Stored beside the weights. */
export interface CheckerConfig {
  readonly format: 1;
  readonly world: string;
  /** Pixels of a side; a multiple of 8. */
  readonly size: number;
  readonly factors: readonly LabelFactor[];
}

const CONFIG_KEY = 'darkroom.checker';
const WIDTHS = [24, 48, 64, 64] as const;
const FEATURES = 128;
const GROUPS = 8;
/** Pictures of one run. */
const BATCH = 100;

/** @param pictures [B, 3, size, size] in [-1, 1] @returns logits of each factor, [B, classes] */
export function checkerNetwork(scope: Scope, pictures: Tensor, factors: readonly LabelFactor[]): readonly Tensor[] {
  let x = pictures;
  WIDTHS.forEach((width, i) => {
    const layer = scope.at('layers').at(i);
    x = conv2d(layer.at('conv'), x, width, 3, { padding: 1, stride: i === 0 ? 1 : 2 });
    x = ops.silu(groupNorm(layer.at('norm'), x, GROUPS));
  });
  const flat = ops.reshape(x, [x.shape[0] ?? 1, -1]);
  const features = ops.silu(linear(scope.at('features'), flat, FEATURES));
  return factors.map(({ name, classes }) => linear(scope.at('heads').at(name), features, classes));
}

/** Weights with their description. */
export function checkerToWeights(config: CheckerConfig, tensors: Weights['tensors']): Weights {
  return { tensors, metadata: { [CONFIG_KEY]: JSON.stringify(config) } };
}

/** Owns a checker's session. */
export class Checker {
  readonly config: CheckerConfig;
  readonly #session: Session;

  private constructor(config: CheckerConfig, session: Session) {
    this.config = config;
    this.#session = session;
  }

  /** @throws DarkroomError code 'weights' when these are not a checker's */
  static async open(runtime: Runtime, { tensors, metadata }: Weights): Promise<Checker> {
    const text = metadata[CONFIG_KEY];
    if (text === undefined) throw new DarkroomError('weights', 'These weights are not a checker.');
    const config = JSON.parse(text) as CheckerConfig;
    const logits = checkerNetwork(createParameters(), ops.input('pictures', [BATCH, 3, config.size, config.size]), config.factors);
    const outputs = Object.fromEntries(config.factors.map(({ name }, i) => [name, ops.cast(ops.argMax(logits[i] as Tensor, 1), 'int32')]));
    const bytes = emitModel(outputs, {
      bind: (name) => {
        const value = tensors.get(name);
        if (value === undefined) throw new DarkroomError('weights', `The checker's weights hold no '${name}'.`, { name });
        return { kind: 'inline', value };
      },
    });
    return new Checker(config, await runtime.load({ bytes }, { name: 'checker' }));
  }

  /** The class of each factor, for each picture. */
  async look(pictures: readonly Picture[], signal?: AbortSignal): Promise<number[][]> {
    const { size, factors } = this.config;
    const seen: number[][] = [];
    for (let first = 0; first < pictures.length; first += BATCH) {
      const batch = new Float32Array(BATCH * 3 * size * size);
      const part = pictures.slice(first, first + BATCH);
      part.forEach((picture, i) => batch.set(planesFromPicture(picture), i * 3 * size * size));
      const classes = await this.#session.run({ pictures: float32(batch, [BATCH, 3, size, size]) }, signal ? { signal } : {});
      part.forEach((_, i) => seen.push(factors.map(({ name }) => Number((classes[name] as TensorData).data[i]))));
    }
    return seen;
  }

  close(): Promise<void> {
    return this.#session.close();
  }
}
