/** The networks of each Stable Diffusion family against diffusers: scripts/goldens/make_sd_goldens.py made weights and outputs. */
import { readFile, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TensorData, int32 } from '../../src/base/tensor-data.ts';
import { input } from '../../src/graph/ops/index.ts';
import type { Tensor } from '../../src/graph/tensor.ts';
import { decodeKl, encodeKl } from '../../src/models/autoencoders/kl.ts';
import { parseAutoencoderKlConfig } from '../../src/models/autoencoders/kl-config.ts';
import { decodeTiny, encodeTiny } from '../../src/models/autoencoders/tiny.ts';
import { parseAutoencoderTinyConfig } from '../../src/models/autoencoders/tiny-config.ts';
import { unet } from '../../src/models/denoisers/unet.ts';
import { parseUnetConfig } from '../../src/models/denoisers/unet-config.ts';
import { clipTextEncoder } from '../../src/models/text-encoders/clip.ts';
import { parseClipTextConfig } from '../../src/models/text-encoders/clip-config.ts';
import { createParameters } from '../../src/nn/parameters.ts';
import { createRuntime } from '../../src/node/engine/engine-client.ts';
import { emitModel } from '../../src/onnx/emit.ts';
import type { Runtime, TensorMap } from '../../src/runtime/runtime.ts';
import { readWeights } from '../../src/weights/safetensors.ts';

const folder = fileURLToPath(new URL('stable-diffusion/', import.meta.url));
/** Issue 4 asks for 1e-4; these tiny networks measured at most 1.3e-5. */
const TOLERANCE = 5e-5;

let runtime: Runtime;
beforeAll(async () => { runtime = await createRuntime({ device: 'cpu' }); });
afterAll(() => runtime.close());

type Tensors = ReadonlyMap<string, TensorData>;

const json = async (path: string): Promise<unknown> => JSON.parse(await readFile(`${folder}${path}`, 'utf8'));

async function weightsOf(part: string): Promise<Tensors> {
  const file = (await readdir(`${folder}${part}`)).find((name) => name.endsWith('.safetensors')) as string;
  const { tensors } = readWeights(await readFile(`${folder}${part}/${file}`));
  const bare = part.includes('text_encoder') && tensors.has('final_layer_norm.weight'); // as transformers 5 writes it
  return new Map([...tensors].map(([name, value]) => [bare ? `text_model.${name}` : name, value]));
}

/** Only the values of one part, without its name. */
async function goldensOf(family: string, part: string): Promise<TensorMap> {
  const { tensors } = readWeights(await readFile(`${folder}${family}/goldens.safetensors`));
  return Object.fromEntries([...tensors].flatMap(([name, value]) => (name.startsWith(`${part}.`) ? [[name.slice(part.length + 1), value]] : [])));
}

function relativeError(actual: TensorData | undefined, expected: TensorData | undefined): number {
  const [a, b] = [actual?.data as Float32Array, expected?.data as Float32Array];
  expect(actual?.shape).toEqual(expected?.shape);
  return Math.sqrt(b.reduce((sum, value, i) => sum + (value - (a[i] as number)) ** 2, 0) / b.reduce((sum, value) => sum + value ** 2, 0));
}

/** Runs the graph with the engine's optimisations and without, and compares every output; no weight of the file may be left over. */
async function expectOutputs(outputs: Readonly<Record<string, Tensor>>, weights: Tensors, feeds: TensorMap, expected: TensorMap): Promise<void> {
  const unused = new Set(weights.keys());
  const bytes = emitModel(outputs, { bind: (name) => {
    unused.delete(name);
    return { kind: 'inline', value: weights.get(name) as TensorData };
  } });
  expect([...unused]).toEqual([]);
  for (const optimization of ['all', 'disabled'] as const) {
    const session = await runtime.load({ bytes }, { optimization });
    const actual = await session.run(Object.fromEntries(session.inputs.map(({ name }) => [name, feeds[name] as TensorData])));
    for (const name of Object.keys(outputs)) expect(relativeError(actual[name], expected[name]), `${name}, optimisation ${optimization}`).toBeLessThan(TOLERANCE);
    await session.close();
  }
}

const inputsOf = (goldens: TensorMap, names: readonly string[]): Tensor[] => names.map((name) => input(name, goldens[name]?.shape ?? [], goldens[name]?.dtype));

const textEncoders = [['sd1', 'text_encoder'], ['sd2', 'text_encoder'], ['sdxl', 'text_encoder'], ['sdxl', 'text_encoder_2'], ['sdxl-refiner', 'text_encoder_2']] as const;

test.each(textEncoders)('%s: %s gives the last layer, the one before and the summary', async (family, part) => {
  const config = parseClipTextConfig(await json(`${family}/${part}/config.json`), part);
  const goldens = await goldensOf(family, part);
  const ids = goldens['ids']?.data as Int32Array;
  const rows = [ids.subarray(0, config.tokens), ids.subarray(config.tokens)];
  const feeds = { ids: goldens['ids'] as TensorData, ends: int32(rows.map((row, i) => i * config.tokens + row.indexOf(config.vocabulary - 1))) };
  const [idsInput, ends] = [input('ids', [2, config.tokens], 'int32'), input('ends', [2], 'int32')];
  const scope = createParameters();
  const last = clipTextEncoder(scope, idsInput, ends, config, { skippedLayers: 0, normalized: true });
  const penultimate = clipTextEncoder(scope, idsInput, ends, config, { skippedLayers: 1, normalized: false });
  await expectOutputs({ last: last.tokens, penultimate: penultimate.tokens, pooled: last.pooled }, await weightsOf(`${family}/${part}`), feeds, goldens);
});

test.each(['sd1', 'sd1-inpaint', 'sd2', 'sdxl', 'sdxl-refiner', 'lcm'])('%s: the U-Net', async (family) => {
  const config = parseUnetConfig(await json(`${family}/unet/config.json`), 'unet');
  const goldens = await goldensOf(family, 'unet');
  const [sample, timesteps, context, pooled, sizes, guidance] = inputsOf(goldens, ['sample', 'timesteps', 'context', 'pooled', 'time_ids', 'guidance']) as [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor];
  const output = unet(createParameters(), sample, { timesteps, context, ...(config.added && { added: { pooled, sizes } }), ...(config.guidance && { guidance }) }, config);
  await expectOutputs({ output }, await weightsOf(`${family}/unet`), goldens, goldens);
});

describe('autoencoders, both ways', () => {
  test.each(['sd1', 'sdxl'])('%s', async (family) => {
    const config = parseAutoencoderKlConfig(await json(`${family}/vae/config.json`), 'vae');
    const goldens = await goldensOf(family, 'vae');
    const [pictures, latents] = inputsOf(goldens, ['pictures', 'latents']) as [Tensor, Tensor];
    const scope = createParameters();
    await expectOutputs({ mean: encodeKl(scope, pictures, config), decoded: decodeKl(scope, latents, config) }, await weightsOf(`${family}/vae`), goldens, goldens);
  });

  test('the tiny one', async () => {
    const config = parseAutoencoderTinyConfig(await json('lcm/vae/config.json'), 'vae');
    const goldens = await goldensOf('lcm', 'vae');
    const [pictures, latents] = inputsOf(goldens, ['pictures', 'latents']) as [Tensor, Tensor];
    const scope = createParameters();
    await expectOutputs({ mean: encodeTiny(scope, pictures, config), decoded: decodeTiny(scope, latents, config) }, await weightsOf('lcm/vae'), goldens, goldens);
  });
});
