/** Writes a full-size Stable Diffusion checkpoint of random weights, in diffusers' layout: for benchmarks, which need shapes and bytes, not pictures. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRandom } from '../src/base/random.ts';
import { type TensorData, sizeOf } from '../src/base/tensor-data.ts';
import { toFloat16 } from '../src/base/float16.ts';
import { parseAutoencoderConfig } from '../src/models/autoencoders/autoencoder.ts';
import { autoencoderParameters, clipParameters, type Parameters, unetParameters } from '../src/models/checkpoints/network-parameters.ts';
import { parseUnetConfig } from '../src/models/denoisers/unet-config.ts';
import { parseClipTextConfig } from '../src/models/text-encoders/clip-config.ts';
import { saveWeightsFile } from '../src/node/weights-file.ts';
import { type FullSizeConfigs, fullSizeConfigs } from '../scripts/stable-diffusion-configs.ts';

export type BenchFamily = keyof typeof fullSizeConfigs;

/** A pool of normal values that tensors take their own from, each from another place: a billion draws would take minutes. */
const POOL = 1 << 22;

function randomWeights(parameters: Parameters, half: boolean): Map<string, TensorData> {
  const pool = createRandom(1, 0).fillNormal(new Float32Array(POOL));
  let place = 0;
  return new Map([...parameters].map(([name, { shape }]) => {
    const count = sizeOf(shape);
    // The variance of what goes through a layer stays about the same; norms keep their scale.
    const spread = shape.length > 1 ? 1 / Math.sqrt(count / (shape[0] ?? 1)) : 0.02;
    const shift = shape.length === 1 && name.includes('norm') && name.endsWith('.weight') ? 1 : 0;
    place = (place + 104_729) % POOL;
    const values = new Float32Array(count);
    for (let i = 0; i < count; i++) values[i] = spread * (pool[(place + i) & (POOL - 1)] as number) + shift;
    return [name, half ? { dtype: 'float16', shape, data: toFloat16(values) } : { dtype: 'float32', shape, data: values }];
  }));
}

const tinyTokenizer = (): Record<string, string> => ({
  'vocab.json': JSON.stringify(Object.fromEntries([...'abcdefghijklmnopqrstuvwxyz'].flatMap((letter, i) => [[letter, 2 * i], [`${letter}</w>`, 2 * i + 1]]).concat([['<|startoftext|>', 49_406], ['<|endoftext|>', 49_407]]))),
  'merges.txt': '#version: 0.2\n',
});

/** Does nothing when it is there already. @returns the folder */
export async function randomCheckpoint(root: string, family: BenchFamily, half: boolean): Promise<string> {
  const folder = join(root, `${family}-${half ? 'fp16' : 'fp32'}`);
  if (existsSync(join(folder, 'model_index.json'))) return folder;
  const { unet, vae, textEncoders }: FullSizeConfigs = fullSizeConfigs[family];
  const part = async (name: string, config: unknown, stem: string, parameters: Parameters): Promise<void> => {
    await mkdir(join(folder, name), { recursive: true });
    await writeFile(join(folder, name, 'config.json'), JSON.stringify(config));
    await saveWeightsFile(join(folder, name, `${stem}${half ? '.fp16' : ''}.safetensors`), { tensors: randomWeights(parameters, half), metadata: { format: 'pt' } });
  };
  await part('unet', unet, 'diffusion_pytorch_model', unetParameters(parseUnetConfig(unet, 'unet')));
  await part('vae', vae, 'diffusion_pytorch_model', autoencoderParameters(parseAutoencoderConfig(vae, 'vae')));
  const ends = ['', '_2'].slice(0, textEncoders.length);
  for (const [i, end] of ends.entries()) {
    await part(`text_encoder${end}`, textEncoders[i], 'model', clipParameters(parseClipTextConfig(textEncoders[i], 'text')));
    await mkdir(join(folder, `tokenizer${end}`), { recursive: true });
    for (const [name, text] of Object.entries(tinyTokenizer())) await writeFile(join(folder, `tokenizer${end}`, name), text);
  }
  await mkdir(join(folder, 'scheduler'), { recursive: true });
  await writeFile(join(folder, 'scheduler', 'scheduler_config.json'), JSON.stringify({ _class_name: 'EulerDiscreteScheduler', beta_start: 0.00085, beta_end: 0.012, beta_schedule: 'scaled_linear', timestep_spacing: 'leading', steps_offset: 1 }));
  const xl = textEncoders.length > 1;
  await writeFile(join(folder, 'model_index.json'), JSON.stringify({
    _class_name: xl ? 'StableDiffusionXLPipeline' : 'StableDiffusionPipeline', unet: ['diffusers', 'UNet2DConditionModel'], vae: ['diffusers', 'AutoencoderKL'], scheduler: ['diffusers', 'EulerDiscreteScheduler'],
    ...Object.fromEntries(ends.flatMap((end) => [[`text_encoder${end}`, ['transformers', 'CLIPTextModel']], [`tokenizer${end}`, ['transformers', 'CLIPTokenizer']]])),
  }));
  return folder;
}
