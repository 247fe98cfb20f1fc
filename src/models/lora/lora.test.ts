import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fullSizeConfigs } from '../../../scripts/stable-diffusion-configs.ts';
import { createRandom } from '../../base/random.ts';
import { float32, sizeOf, type TensorData } from '../../base/tensor-data.ts';
import { createParameters } from '../../nn/parameters.ts';
import { zeros } from '../../nn/initializers.ts';
import { openAdapter } from '../../node/checkpoints/open-adapter.ts';
import { openCheckpoint } from '../../node/checkpoints/open-checkpoint.ts';
import { createRuntime } from '../../node/engine/engine-client.ts';
import { locatedModel } from '../../pipelines/located-model.ts';
import type { LocatedTensor } from '../../weights/located.ts';
import { encodeSafetensors } from '../../weights/safetensors.ts';
import { unetParameters } from '../checkpoints/network-parameters.ts';
import type { StableDiffusionCheckpoint } from '../checkpoints/stable-diffusion.ts';
import { parseUnetConfig } from '../denoisers/unet-config.ts';
import { adaptCheckpoint, adaptedScope, adaptedWeights } from './adapt.ts';
import { adapterTargets, findTarget } from './adapter-names.ts';

const golden = fileURLToPath(new URL('../../../test/golden/stable-diffusion/', import.meta.url));
let scratch: string;
let sd1: StableDiffusionCheckpoint;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'darkroom-lora-'));
  sd1 = await openCheckpoint(`${golden}sd1`, {}) as StableDiffusionCheckpoint;
});
afterAll(() => rm(scratch, { recursive: true }));

const random = createRandom(3, 0);
const normal = (...shape: number[]): TensorData<'float32'> => float32(random.fillNormal(new Float32Array(sizeOf(shape))), shape);

async function adapterOf(tensors: Readonly<Record<string, TensorData>>): Promise<Awaited<ReturnType<typeof openAdapter>>> {
  const path = join(scratch, `adapter-${Object.keys(tensors)[0]?.length}-${Math.floor(random.uniform() * 1e9)}.safetensors`);
  await writeFile(path, encodeSafetensors({ tensors: new Map(Object.entries(tensors)), metadata: {} }));
  return openAdapter(path);
}

describe('names', () => {
  const config = parseUnetConfig(fullSizeConfigs.sdxl.unet, 'unet');
  const weights = new Map([...unetParameters(config).keys()].map((name) => [name, {} as LocatedTensor]));
  const xl = { denoiser: { config, weights }, textEncoders: [{ weights: new Map([['text_model.encoder.layers.0.mlp.fc1.weight', {}]]) }, { weights: new Map([['text_model.encoder.layers.31.self_attn.q_proj.weight', {}]]) }] } as unknown as StableDiffusionCheckpoint;
  const cases = [
    ['lora_unet_down_blocks_1_attentions_0_transformer_blocks_1_attn1_to_q', 'denoiser', 'down_blocks.1.attentions.0.transformer_blocks.1.attn1.to_q.weight'],
    ['lora_unet_input_blocks_4_1_transformer_blocks_1_attn1_to_q', 'denoiser', 'down_blocks.1.attentions.0.transformer_blocks.1.attn1.to_q.weight'],
    ['lora_unet_output_blocks_2_2_conv', 'denoiser', 'up_blocks.0.upsamplers.0.conv.weight'],
    ['lora_unet_middle_block_1_proj_in', 'denoiser', 'mid_block.attentions.0.proj_in.weight'],
    ['unet.mid_block.attentions.0.transformer_blocks.0.attn2.to_out.0', 'denoiser', 'mid_block.attentions.0.transformer_blocks.0.attn2.to_out.0.weight'],
    ['unet.mid_block.attentions.0.transformer_blocks.0.attn2.processor.to_out', 'denoiser', 'mid_block.attentions.0.transformer_blocks.0.attn2.to_out.0.weight'],
    ['base_model.model.mid_block.attentions.0.transformer_blocks.0.attn2.to_k', 'denoiser', 'mid_block.attentions.0.transformer_blocks.0.attn2.to_k.weight'],
    ['lora_te1_text_model_encoder_layers_0_mlp_fc1', 0, 'text_model.encoder.layers.0.mlp.fc1.weight'],
    ['text_encoder.text_model.encoder.layers.0.mlp.fc1', 0, 'text_model.encoder.layers.0.mlp.fc1.weight'],
    ['lora_te2_text_model_encoder_layers_31_self_attn_q_proj', 1, 'text_model.encoder.layers.31.self_attn.q_proj.weight'],
    ['text_encoder_2.text_model.encoder.layers.31.self_attn.q_proj', 1, 'text_model.encoder.layers.31.self_attn.q_proj.weight'],
  ] as const;
  test.each(cases)('%s', (module, network, parameter) => {
    expect(findTarget(adapterTargets(xl), module)).toEqual({ network, parameter });
  });

  test('what is nowhere is found nowhere', () => {
    expect(findTarget(adapterTargets(xl), 'lora_unet_double_blocks_0_img_attn_qkv')).toBeUndefined();
  });
});

/** The changed weight minus the weight, out of the engine. */
async function changeOf(tensors: Readonly<Record<string, TensorData>>, parameter: string): Promise<Float32Array> {
  const adapted = adaptCheckpoint(sd1, [{ adapter: await adapterOf(tensors), denoiserStrength: 0.5, textStrength: 1 }]);
  const { shape } = unetParameters(sd1.denoiser.config).get(parameter)!;
  const parameters = createParameters();
  const weight = parameters.parameter(parameter, shape, zeros);
  const changed = adaptedScope(parameters, adapted.denoiser).parameter(parameter, shape, zeros);
  const runtime = await createRuntime({ device: 'cpu' });
  const session = await runtime.load(locatedModel({ weight, changed }, adaptedWeights(sd1.denoiser.weights, adapted.denoiser), 'weights'));
  const result = await session.run({});
  await runtime.close();
  const [before, after] = [result['weight'], result['changed']] as [TensorData<'float32'>, TensorData<'float32'>];
  return after.data.map((value, i) => value - before.data[i]!);
}

const product = (a: TensorData<'float32'>, b: TensorData<'float32'>): number[][] => {
  const [rows, inner] = [a.shape[0]!, a.data.length / a.shape[0]!];
  const columns = b.data.length / inner;
  return Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_unused, j) => Array.from({ length: inner }, (_none, k) => a.data[i * inner + k]! * b.data[k * columns + j]!).reduce((x, y) => x + y, 0)));
};

const expectClose = (actual: Float32Array, expected: readonly number[]): void => {
  expect(actual).toHaveLength(expected.length);
  expect(Math.max(...expected.map((value, i) => Math.abs(value - actual[i]!)))).toBeLessThan(1e-5);
};

describe('what is added to a weight', () => {
  const linear = 'down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q.weight'; // [4, 4]
  const conv = 'down_blocks.0.resnets.0.conv1.weight'; // [4, 4, 3, 3]
  const key = 'lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn1_to_q';
  const convKey = 'lora_unet_down_blocks_0_resnets_0_conv1';

  test('LoRA: strength · alpha / rank · up · down', async () => {
    const [down, up] = [normal(2, 4), normal(4, 2)];
    const actual = await changeOf({ [`${key}.lora_down.weight`]: down, [`${key}.lora_up.weight`]: up, [`${key}.alpha`]: float32([3], []) }, linear);
    expectClose(actual, product(up, down).flat().map((value) => 0.5 * 1.5 * value));
  });

  test('LoCon with a small convolution between', async () => {
    const [down, middle, up] = [normal(2, 4, 1, 1), normal(3, 2, 3, 3), normal(4, 3, 1, 1)];
    const actual = await changeOf({ [`${convKey}.lora_down.weight`]: down, [`${convKey}.lora_mid.weight`]: middle, [`${convKey}.lora_up.weight`]: up }, conv);
    const expected = Array.from({ length: 4 * 4 * 9 }, (_, at) => {
      const [o, c, tap] = [Math.floor(at / 36), Math.floor(at / 9) % 4, at % 9];
      let sum = 0;
      for (let i = 0; i < 3; i++) for (let j = 0; j < 2; j++) sum += up.data[o * 3 + i]! * middle.data[(i * 2 + j) * 9 + tap]! * down.data[j * 4 + c]!;
      return 0.5 * sum;
    });
    expectClose(actual, expected);
  });

  test('LoHa: two products, multiplied', async () => {
    const [a1, b1, a2, b2] = [normal(4, 2), normal(2, 4), normal(4, 2), normal(2, 4)];
    const actual = await changeOf({ [`${key}.hada_w1_a`]: a1, [`${key}.hada_w1_b`]: b1, [`${key}.hada_w2_a`]: a2, [`${key}.hada_w2_b`]: b2, [`${key}.alpha`]: float32([1], []) }, linear);
    const [first, second] = [product(a1, b1).flat(), product(a2, b2).flat()];
    expectClose(actual, first.map((value, i) => 0.25 * value * second[i]!));
  });

  test('LoKr: a Kronecker product, one side of it a product itself', async () => {
    const [w1, a2, b2] = [normal(2, 2), normal(2, 1), normal(1, 2)];
    const actual = await changeOf({ [`${key}.lokr_w1`]: w1, [`${key}.lokr_w2_a`]: a2, [`${key}.lokr_w2_b`]: b2 }, linear);
    const w2 = product(a2, b2);
    expectClose(actual, Array.from({ length: 16 }, (_, at) => {
      const [row, column] = [Math.floor(at / 4), at % 4];
      return 0.5 * w1.data[Math.floor(row / 2) * 2 + Math.floor(column / 2)]! * w2[row % 2]![column % 2]!;
    }));
  });
});

describe('refusals', () => {
  const applied = async (tensors: Readonly<Record<string, TensorData>>) => [{ adapter: await adapterOf(tensors), denoiserStrength: 1, textStrength: 1 }];

  test('an adapter of another kind of model', async () => {
    const adapters = await applied({ 'lora_unet_input_blocks_9_9_emb.lora_down.weight': normal(2, 2) });
    expect(() => adaptCheckpoint(sd1, adapters)).toThrow(/does not fit .*sd1: of its 1 modules, the first being 'lora_unet_input_blocks_9_9_emb', this checkpoint has none/);
  });

  test('a product of another size', async () => {
    await expect(changeOf({ 'unet.conv_in.lora_A.weight': normal(2, 9, 3, 3), 'unet.conv_in.lora_B.weight': normal(4, 2, 1, 1) }, 'conv_in.weight')).rejects.toThrow(/what it adds to 'conv_in\.weight' is \[4, 81\], but that weight is \[4, 4, 3, 3\]/);
  });

  test('half a module, and tensors of no known kind', async () => {
    await expect(changeOf({ 'unet.conv_in.lora_A.weight': normal(2, 4, 3, 3) }, 'conv_in.weight')).rejects.toThrow(/lacks one of its tensors/);
    await expect(adapterOf({ 'lora_unet_conv_in.dora_scale': normal(4) })).rejects.toThrow(/the tensor 'lora_unet_conv_in\.dora_scale' is no part of/);
  });

  test('what has no place is left out and told', async () => {
    const adapters = await applied({ 'unet.conv_in.lora_A.weight': normal(2, 4, 3, 3), 'unet.conv_in.lora_B.weight': normal(4, 2, 1, 1), 'unet.nowhere.lora_A.weight': normal(2, 2) });
    expect(adaptCheckpoint(sd1, adapters).notes).toEqual([expect.stringContaining("1 of 2 modules have no place in")]);
  });
});
