/** One set of random weights in both layouts, diffusers' folders and one file in the original naming: both must open as the same networks. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRandom } from '../../base/random.ts';
import { type TensorData, float32, int32, sizeOf } from '../../base/tensor-data.ts';
import { input } from '../../graph/ops/index.ts';
import { parseAutoencoderKlConfig } from '../../models/autoencoders/kl-config.ts';
import { autoencoderParameters, clipParameters, type Parameters, unetParameters } from '../../models/checkpoints/network-parameters.ts';
import { openClipName, originalAutoencoderName, originalUnetName } from '../../models/checkpoints/original-names.ts';
import type { StableDiffusionCheckpoint } from '../../models/checkpoints/stable-diffusion.ts';
import { parseUnetConfig } from '../../models/denoisers/unet-config.ts';
import { clipTextEncoder } from '../../models/text-encoders/clip.ts';
import { parseClipTextConfig } from '../../models/text-encoders/clip-config.ts';
import { createParameters } from '../../nn/parameters.ts';
import { locatedModel } from '../../pipelines/located-model.ts';
import { createClipTokenizer } from '../../tokenizers/clip-tokenizer.ts';
import { readClipVocabulary } from '../../tokenizers/clip-vocabulary.ts';
import type { LocatedTensor } from '../../weights/located.ts';
import { encodeSafetensors, readTensor } from '../../weights/safetensors.ts';
import { createRuntime } from '../engine/engine-client.ts';
import { openWeightsFile } from '../weights-file.ts';
import { openCheckpoint } from './open-checkpoint.ts';

type Tensors = Map<string, TensorData<'float32'>>;

const clip = (width: number, hidden_act: string, architecture: string) => ({ architectures: [architecture], vocab_size: 100, hidden_size: width, intermediate_size: 2 * width, num_hidden_layers: 2, num_attention_heads: width / 64, max_position_embeddings: 77, hidden_act, projection_dim: width });
const unetClass = { _class_name: 'UNet2DConditionModel', block_out_channels: [64, 128], layers_per_block: 1 };
const configs = {
  sd1: {
    unet: { ...unetClass, cross_attention_dim: 64, attention_head_dim: 8, down_block_types: ['CrossAttnDownBlock2D', 'DownBlock2D'], up_block_types: ['UpBlock2D', 'CrossAttnUpBlock2D'] },
    text: [clip(64, 'quick_gelu', 'CLIPTextModel')], scale: 0.18215, pipeline: 'StableDiffusionPipeline',
  },
  sdxl: {
    unet: {
      ...unetClass, cross_attention_dim: 192, attention_head_dim: [1, 2], use_linear_projection: true, transformer_layers_per_block: [1, 2], addition_embed_type: 'text_time', addition_time_embed_dim: 256,
      projection_class_embeddings_input_dim: 128 + 6 * 256, down_block_types: ['DownBlock2D', 'CrossAttnDownBlock2D'], up_block_types: ['CrossAttnUpBlock2D', 'UpBlock2D'],
    },
    text: [clip(64, 'quick_gelu', 'CLIPTextModel'), clip(128, 'gelu', 'CLIPTextModelWithProjection')], scale: 0.13025, pipeline: 'StableDiffusionXLPipeline',
  },
} as const;
type Family = keyof typeof configs;

const vaeOf = (scaling_factor: number) => ({ _class_name: 'AutoencoderKL', block_out_channels: [32, 32], layers_per_block: 1, scaling_factor, down_block_types: ['DownEncoderBlock2D', 'DownEncoderBlock2D'], up_block_types: ['UpDecoderBlock2D', 'UpDecoderBlock2D'] });

function randomTensors(parameters: Parameters, stream: number): Tensors {
  const random = createRandom(11, stream);
  return new Map([...parameters].map(([name, { shape }]) => [name, float32(random.fillNormal(new Float32Array(sizeOf(shape))), shape)]));
}

const joined = (parts: readonly TensorData<'float32'>[]): TensorData<'float32'> => {
  const [first] = parts as [TensorData<'float32'>];
  return float32(Float32Array.from(parts.flatMap(({ data }) => [...data])), [first.shape[0]! * parts.length, ...first.shape.slice(1)]);
};

const transposed = ({ data, shape: [rows = 1, columns = 1] }: TensorData<'float32'>): TensorData<'float32'> =>
  float32(Float32Array.from({ length: data.length }, (_, i) => data[(i % rows) * columns + Math.floor(i / rows)]!), [columns, rows]);

/** As OpenCLIP keeps them: queries, keys and values in one tensor, the projection on its side. */
function openClip(tensors: Tensors, prefix: string): Tensors {
  const thirds = new Map<string, TensorData<'float32'>[]>();
  const result: Tensors = new Map();
  for (const [ours, tensor] of tensors) {
    const { name, third, transposed: onItsSide } = openClipName(ours);
    if (third === undefined) { result.set(prefix + name, onItsSide ? transposed(tensor) : tensor); continue; }
    const parts = thirds.get(name) ?? [];
    parts[third] = tensor;
    thirds.set(name, parts);
  }
  for (const [name, parts] of thirds) result.set(prefix + name, joined(parts));
  return result;
}

let scratch: string;
const opened = new Map<Family, { folder: StableDiffusionCheckpoint; file: StableDiffusionCheckpoint }>();

async function writeBoth(family: Family): Promise<{ folder: StableDiffusionCheckpoint; file: StableDiffusionCheckpoint }> {
  const { unet, text, scale, pipeline } = configs[family];
  const [unetConfig, vaeConfig, textConfigs] = [parseUnetConfig(unet, ''), parseAutoencoderKlConfig(vaeOf(scale), ''), text.map((config) => parseClipTextConfig(config, ''))];
  const [unetTensors, vaeTensors] = [randomTensors(unetParameters(unetConfig), 1), randomTensors(autoencoderParameters(vaeConfig), 2)];
  const textTensors = textConfigs.map((config, i) => randomTensors(clipParameters(config), 3 + i));
  const folder = join(scratch, family);
  const write = async (part: string, config: unknown, stem: string, tensors: Tensors): Promise<void> => {
    await mkdir(join(folder, part), { recursive: true });
    await writeFile(join(folder, part, 'config.json'), JSON.stringify(config));
    await writeFile(join(folder, part, `${stem}.safetensors`), encodeSafetensors({ tensors, metadata: {} }));
  };
  await write('unet', unet, 'diffusion_pytorch_model', unetTensors);
  await write('vae', vaeOf(scale), 'diffusion_pytorch_model', vaeTensors);
  const encoders = ['', '_2'].slice(0, text.length);
  for (const [i, end] of encoders.entries()) {
    await write(`text_encoder${end}`, text[i], 'model', textTensors[i]!);
    await mkdir(join(folder, `tokenizer${end}`));
    await writeFile(join(folder, `tokenizer${end}`, 'tokenizer.json'), '{}');
  }
  await mkdir(join(folder, 'scheduler'));
  await writeFile(join(folder, 'scheduler', 'scheduler_config.json'), JSON.stringify({ _class_name: 'EulerDiscreteScheduler' }));
  await writeFile(join(folder, 'model_index.json'), JSON.stringify({ _class_name: pipeline, unet: ['diffusers', 'x'], vae: ['diffusers', 'x'], ...Object.fromEntries(encoders.map((end) => [`text_encoder${end}`, ['transformers', 'x']])) }));
  const single: Tensors = new Map([
    ...[...unetTensors].map(([name, tensor]) => [`model.diffusion_model.${originalUnetName(name, unetConfig)}`, tensor] as const),
    // There attention's projections are 1×1 convolutions.
    ...[...vaeTensors].map(([name, tensor]) => [`first_stage_model.${originalAutoencoderName(name, vaeConfig)}`, tensor.shape.length === 2 ? float32(tensor.data, [...tensor.shape, 1, 1]) : tensor] as const),
    ...[...textTensors[0]!].map(([name, tensor]) => [`${family === 'sd1' ? 'cond_stage_model.transformer' : 'conditioner.embedders.0.transformer'}.${name}`, tensor] as const),
    ...(textTensors[1] ? openClip(textTensors[1], 'conditioner.embedders.1.model.') : []),
  ]);
  const path = join(scratch, `${family}.safetensors`);
  await writeFile(path, encodeSafetensors({ tensors: single, metadata: {} }));
  return { folder: await openCheckpoint(folder, {}) as StableDiffusionCheckpoint, file: await openCheckpoint(path, {}) as StableDiffusionCheckpoint };
}

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'darkroom-single-file-'));
  for (const family of ['sd1', 'sdxl'] as const) opened.set(family, await writeBoth(family));
});
afterAll(() => rm(scratch, { recursive: true }));

async function valuesOf({ file, stored, transposed: onItsSide }: LocatedTensor): Promise<Float32Array> {
  const source = await openWeightsFile(file.path);
  const tensor = await readTensor(source, stored) as TensorData<'float32'>;
  await source.close();
  return (onItsSide ? transposed(tensor) : tensor).data;
}

describe.each(['sd1', 'sdxl'] as const)('%s', (family) => {
  test('both layouts hold the same values for every tensor of every network', async () => {
    const { folder, file } = opened.get(family)!;
    expect(file.family).toBe(family);
    const networks = ({ denoiser, autoencoder, textEncoders }: StableDiffusionCheckpoint) => [denoiser, autoencoder, ...textEncoders];
    for (const [i, { weights }] of networks(folder).entries()) {
      const theirs = networks(file)[i]!.weights;
      expect([...theirs.keys()].toSorted()).toEqual([...weights.keys()].toSorted());
      for (const [name, tensor] of weights) {
        const [a, b] = [await valuesOf(tensor), await valuesOf(theirs.get(name)!)];
        if (!a.every((value, k) => value === b[k])) expect.fail(`${name} differs`);
      }
    }
  });

  test('the engine reads thirds and transposed matrices where they lie', async () => {
    const runtime = await createRuntime({ device: 'cpu' });
    const outputs: Float32Array[] = [];
    for (const { textEncoders } of Object.values(opened.get(family)!)) {
      const { config, weights } = textEncoders.at(-1)!;
      const { tokens, pooled } = clipTextEncoder(createParameters(), input('ids', [1, 77], 'int32'), input('ends', [1], 'int32'), config, { skippedLayers: 0, normalized: true });
      const session = await runtime.load(locatedModel({ tokens, pooled }, weights, 'text'));
      const result = await session.run({ ids: int32(Int32Array.from({ length: 77 }, (_, i) => i), [1, 77]), ends: int32([9]) });
      outputs.push(Float32Array.from(['tokens', 'pooled'].flatMap((name) => [...(result[name] as TensorData<'float32'>).data])));
    }
    await runtime.close();
    expect(outputs[1]).toEqual(outputs[0]);
  });
});

test("a single file is read with CLIP's own vocabulary", () => {
  const { tokenizer } = opened.get('sd1')!.file.textEncoders[0]!;
  const { encode, startId, endId } = createClipTokenizer(readClipVocabulary({ vocabulary: tokenizer['vocab.json']!, merges: tokenizer['merges.txt']!, specialTokens: tokenizer['special_tokens_map.json']! }));
  // The ids that CLIP's own readme gives for "a diagram", "a dog" and "a cat".
  expect(['a diagram', 'a dog', 'a cat'].map(encode)).toEqual([[320, 22697], [320, 1929], [320, 2368]]);
  expect([startId, endId]).toEqual([49406, 49407]);
});
