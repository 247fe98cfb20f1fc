/** Tiles against the whole, through the autoencoder of a small random checkpoint: what tiling changes, and where. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRandom } from '../../src/base/random.ts';
import type { Picture } from '../../src/images/picture.ts';
import type { StableDiffusionCheckpoint } from '../../src/models/checkpoints/stable-diffusion.ts';
import { createRuntime } from '../../src/node/engine/engine-client.ts';
import { tilesFor } from '../../src/pipelines/decode-tiles.ts';
import { decoderGraph } from '../../src/pipelines/stable-diffusion-graphs.ts';
import { StableDiffusionPipeline } from '../../src/pipelines/stable-diffusion.ts';
import type { Runtime } from '../../src/runtime/runtime.ts';
import { openTinyCheckpoint } from './tiny-checkpoint.ts';

const [HEIGHT, WIDTH] = [40, 72];
let runtime: Runtime;
let checkpoint: StableDiffusionCheckpoint;
beforeAll(async () => {
  runtime = await createRuntime({ device: 'cpu' });
  checkpoint = await openTinyCheckpoint();
});
afterAll(() => runtime.close());

/** Smooth, as pictures are: a wave for each channel, and a little noise. */
function latents(): Float32Array {
  const noise = createRandom(1).fillNormal(new Float32Array(4 * HEIGHT * WIDTH));
  return noise.map((value, i) => 0.2 * value + Math.sin((i % WIDTH) / 9 + Math.floor(i / WIDTH) / 13));
}

async function decoded(memoryBytes: number): Promise<Picture> {
  const pipeline = new StableDiffusionPipeline(runtime, checkpoint, { hash: '', readers: [], memoryBytes });
  const factor = pipeline.info.sizeMultiple;
  const [picture] = await pipeline.decode(latents(), { width: WIDTH * factor, height: HEIGHT * factor });
  await pipeline.close();
  return picture as Picture;
}

/** Mean difference between neighbours across a column, in 255ths: a seam would stand out. */
function steps({ data, width, height }: Picture): Float32Array {
  return Float32Array.from({ length: width - 1 }, (_, x) => {
    let sum = 0;
    for (let y = 0; y < height; y++) for (let channel = 0; channel < 3; channel++) sum += Math.abs((data[3 * (y * width + x + 1) + channel] as number) - (data[3 * (y * width + x) + channel] as number));
    return sum / (3 * height);
  });
}

test('tiles are near the whole, and there is no seam', async () => {
  const [, tile] = tilesFor({ height: HEIGHT, width: WIDTH }).slice(0, 3).map(({ height, width }) => decoderGraph(checkpoint, height, width));
  const whole = await decoded(1e12);
  const tiled = await decoded(tile!.heldBytes + tile!.passingBytes);
  expect([tiled.width, tiled.height]).toEqual([whole.width, whole.height]);
  const differences = Array.from(whole.data, (value, i) => Math.abs(value - (tiled.data[i] as number)));
  const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length;
  const [before, after] = [steps(whole), steps(tiled)];
  const roughest = Math.max(...after.map((step, x) => step - (before[x] as number)));
  console.log(`tiles of ${tilesFor({ height: HEIGHT, width: WIDTH })[1]?.width} latents of ${WIDTH}×${HEIGHT}: mean difference ${mean.toFixed(2)}/255, largest ${differences.reduce((most, value) => Math.max(most, value), 0)}/255; steps between columns rise by at most ${roughest.toFixed(2)}`);
  expect(mean).toBeGreaterThan(0);
  expect(mean).toBeLessThan(3);
  expect(roughest).toBeLessThan(1);
});
