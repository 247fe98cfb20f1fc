import { afterAll, beforeAll, expect, test } from 'vitest';

import { initialWeights } from '../nn/initial-weights.ts';
import { createRuntime } from '../node/engine/engine-client.ts';
import { nodeCanvases } from '../node/canvas.ts';
import { LatentDiffusion } from '../pipelines/latent-diffusion.ts';
import { type Model, modelParameters } from '../pipelines/model.ts';
import type { ModelConfig } from '../pipelines/model-config.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { storybook as world } from '../worlds/storybook/storybook.ts';
import { Renderer } from '../worlds/render.ts';
import { type RecordFile, drawnLatents, fillingObjects } from './drawn-latents.ts';
import { storybook } from './recipes/storybook.ts';
import type { Latents } from './training-data.ts';
import { REGION_GRID } from './training-pictures.ts';
import { worldScenes } from './world-scenes.ts';

let runtime: Runtime;
let model: Model;
beforeAll(async () => {
  runtime = await createRuntime({ device: 'cpu' });
  const tokenizer = { ...storybook.model.text.tokenizer, words: [] };
  const config: ModelConfig = { ...storybook.model, format: 1, id: 'test', origin: '', picture: { width: 64, height: 64 }, codec: { kind: 'patch', patch: 16, channels: 4 }, text: { ...storybook.model.text, tokenizer } };
  model = { config, tensors: initialWeights(modelParameters(config), 1, 1) };
});
afterAll(() => runtime.close());

/** Records in memory, with a count of what was drawn. */
function memory(): RecordFile & { bytes: Uint8Array; appended: number } {
  return {
    bytes: new Uint8Array(), appended: 0,
    read(recordBytes) { return Promise.resolve(this.bytes.subarray(0, this.bytes.length - (this.bytes.length % recordBytes))); },
    append(more) {
      this.appended += more.length;
      this.bytes = Uint8Array.from([...this.bytes, ...more]);
      return Promise.resolve();
    },
  };
}

async function draw(count: number, file: RecordFile, first?: number): Promise<Latents> {
  const events = drawnLatents(worldScenes(world, count, 7), { runtime, model, ...(first !== undefined && { first }) }, { canvases: nodeCanvases, open: () => file, now: () => 0, name: 'test' });
  for (;;) {
    const next = await events.next();
    if (next.done) return next.value;
  }
}

test('latents come back as the codec gave them, but for the rounding; what is drawn is not drawn again', async () => {
  const file = memory();
  const latents = await draw(3, file);
  const size = 4 * 4 * 4;
  const recordBytes = size + REGION_GRID ** 2;
  expect(file.appended).toBe(3 * recordBytes);
  const scenes = worldScenes(world, 3, 7);
  const { rgb, labelMap } = await new Renderer(nodeCanvases).render(world.displayList(scenes.scene(2) as Parameters<typeof world.displayList>[0], 64));
  const planes = Float32Array.from({ length: 3 * 64 * 64 }, (_, i) => rgb[3 * (i % 4096) + Math.floor(i / 4096)]! / 127.5 - 1);
  const pipeline = new LatentDiffusion(runtime, model);
  const encoded = await pipeline.encode(planes, { width: 64, height: 64 });
  await pipeline.close();
  const copied = new Float32Array(size);
  latents.copy(2, copied, 0);
  copied.forEach((value, i) => expect(Math.abs(value - encoded[i]!)).toBeLessThan(Math.abs(encoded[i]!) < 1 ? 0.04 : 0.15));
  expect(latents.regions?.(2)).toEqual(fillingObjects(labelMap, 64));
  // Two more, and a record that a crash cut off.
  file.bytes = file.bytes.subarray(0, file.bytes.length - 5);
  file.appended = 0;
  const more = await draw(5, file);
  expect(file.appended).toBe(3 * recordBytes);
  const again = new Float32Array(size);
  more.copy(1, again, 0);
  latents.copy(1, copied, 0);
  expect(again).toEqual(copied);
});

test('a part is drawn at first, the rest when it is asked for', async () => {
  const file = memory();
  const latents = await draw(70, file, 1);
  const recordBytes = 4 * 4 * 4 + REGION_GRID ** 2;
  expect(file.appended).toBe(32 * recordBytes);
  await latents.upTo?.(20);
  expect(file.appended).toBe(32 * recordBytes);
  await latents.upTo?.(200);
  expect(file.appended).toBe(70 * recordBytes);
  expect(Math.max(...latents.regions!(69))).toBeGreaterThanOrEqual(0);
  await latents.close?.();
});

test('a square belongs to the object that fills most of it, if it fills enough', () => {
  const labels = new Uint8Array(32 * 32);
  for (let i = 0; i < 16; i++) labels[Math.floor(i / 4) * 32 + (i % 4)] = i < 9 ? 2 : 1;
  for (let i = 0; i < 4; i++) labels[4 + i] = 3;
  const squares = fillingObjects(labels, 32);
  expect([...squares.subarray(0, 3)]).toEqual([2, 0, 0]);
});

