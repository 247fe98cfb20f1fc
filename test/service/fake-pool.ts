/** Models without networks: as quick as a test wants, and every picture still depends on prompt and seed. */
import { setTimeout } from 'node:timers/promises';
import { DarkroomError } from '../../src/base/errors.ts';
import type { DenoisePair } from '../../src/diffusion/guidance.ts';
import { createSchedule } from '../../src/diffusion/schedules.ts';
import { pictureFromPlanes } from '../../src/images/picture.ts';
import type { ModelPool } from '../../src/node/generation/model-pool.ts';
import type { PictureSize, Pipeline } from '../../src/pipelines/pipeline.ts';

export interface FakeOptions {
  /** Milliseconds of a step. */
  readonly stepMs?: number;
  readonly fixedSize?: boolean;
  readonly side?: number;
  /** Names of adapters that it says there are. */
  readonly loras?: readonly string[];
  /** Called before each look of the network. */
  readonly onStep?: () => void;
}

const CELL = 4;

/** Its guess is a colour that the prompt's letters give; what it draws is that colour and the noise that was left. */
export function fakePipeline({ stepMs = 0, fixedSize = false, side = 32, onStep }: FakeOptions = {}): Pipeline {
  const cells = ({ width, height }: PictureSize) => {
    if (width % CELL !== 0 || height % CELL !== 0 || width * height === 0) throw new DarkroomError('usage', `The model fake draws sides that are multiples of ${CELL} pixels, not ${width}×${height}.`);
    return [3, height / CELL, width / CELL] as const;
  };
  const decode: Pipeline['decode'] = async (latents, size) => {
    const [, rows, columns] = cells(size);
    const each = 3 * rows * columns;
    return Array.from({ length: latents.length / each }, (_, picture) => pictureFromPlanes(Float32Array.from({ length: 3 * size.width * size.height }, (_value, i) => {
      const [channel, y, x] = [Math.floor(i / (size.width * size.height)), Math.floor(i / size.width) % size.height, i % size.width];
      return latents[picture * each + channel * rows * columns + Math.floor(y / CELL) * columns + Math.floor(x / CELL)]!;
    }), size.width, size.height));
  };
  return {
    info: { id: 'fake', hash: 'fa4e', size: { width: side, height: side }, sizeMultiple: CELL, fixedSize, batches: true, inpainting: false, defaults: { steps: 4, guidance: 2, guidanceInterval: [0, 1], sampler: 'euler', spacing: 'trailing' } },
    schedule: createSchedule({ name: 'flow', shift: 1 }), latentShape: cells,
    read: (text) => ({ length: text.split(/\s+/).length, unknown: text.includes('giraffe') ? ['giraffe'] : [], cut: 0 }),
    condition: async ({ prompts }): Promise<DenoisePair> => {
      const tone = (prompts[0] ?? '').split('').reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 997, 7) / 997 - 0.5;
      return async (latents, _level, both, signal) => {
        onStep?.();
        if (stepMs > 0) await setTimeout(stepMs, undefined, signal ? { signal } : {}).catch(() => undefined);
        const guess = latents.map((value) => 0.2 * value + tone);
        return { conditional: guess, ...(both && { unconditional: latents.map((value) => 0.2 * value) }) };
      };
    },
    encode: async (pictures, { width, height }) => {
      const [, rows, columns] = cells({ width, height });
      const count = pictures.length / (3 * width * height);
      return Float32Array.from({ length: count * 3 * rows * columns }, (_, i) => {
        const [plane, y, x] = [Math.floor(i / (rows * columns)), Math.floor(i / columns) % rows, i % columns];
        return pictures[plane * width * height + y * CELL * width + x * CELL]!;
      });
    },
    decode, preview: decode, close: async () => undefined,
  };
}

export function fakePool(options: FakeOptions = {}): ModelPool {
  const pipeline = fakePipeline(options);
  const device = { device: 'cpu', reason: 'a fake', threads: 1 } as const;
  const description = { id: 'fake', description: 'No network at all', info: pipeline.info };
  return {
    defaultModel: 'fake', descriptions: [description], device, isOpen: () => true,
    describe: (id = 'fake') => {
      if (id !== 'fake') throw new DarkroomError('model', `There is no model '${id}' here. There are: fake.`);
      return description;
    },
    open: async () => ({ pipeline, device, software: 'darkroom test', close: async () => undefined }), loras: async () => options.loras?.map((name) => ({ name, path: `/models/loras/${name}.safetensors` })), close: async () => undefined,
  };
}
