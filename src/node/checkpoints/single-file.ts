/** Checkpoints of one .safetensors file in the original naming. What such a file does not say is filled in, and told. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { DarkroomError } from '../../base/errors.ts';
import { fitWeights } from '../../models/checkpoints/fit-weights.ts';
import { autoencoderParameters, clipParameters, type Parameters, unetParameters } from '../../models/checkpoints/network-parameters.ts';
import { type FoundNetwork, describeSingleFile, isSingleFile } from '../../models/checkpoints/single-file.ts';
import { type NetworkPart, type StableDiffusionCheckpoint, familyOf } from '../../models/checkpoints/stable-diffusion.ts';
import { vocabularyOfMerges } from '../../tokenizers/openai-vocabulary.ts';
import type { LocatedWeights } from '../../weights/located.ts';
import { locateFile } from './weight-files.ts';

/** OpenAI's tokenizer, which every Stable Diffusion uses: such files carry none. */
const mergesFile = fileURLToPath(new URL('../../../assets/tokenizers/clip-merges.txt.gz', import.meta.url));

/** The noise schedule of every Stable Diffusion, as its training code has it. */
const betas = { beta_start: 0.00085, beta_end: 0.012, beta_schedule: 'scaled_linear', num_train_timesteps: 1000, timestep_spacing: 'leading', steps_offset: 1 };

/**
 * @returns undefined when the file is safetensors, but no Stable Diffusion checkpoint
 * @throws DarkroomError code 'weights' or 'io', naming the file
 */
export async function openSingleFile(name: string, path: string): Promise<StableDiffusionCheckpoint | undefined> {
  const weights = await locateFile(path);
  if (!isSingleFile(weights)) return undefined;
  const { denoiser, autoencoder, textEncoders } = describeSingleFile(path, weights);
  const family = familyOf(name, denoiser.config, textEncoders);
  const { prediction, zeroSnr, note } = predictionOf(weights, family === 'sd2' && denoiser.config.inputs === 4);
  const encoders = textEncoders.map((found, i) => part(found, clipParameters, `text encoder ${i + 1}`, path));
  return {
    name, family, denoiser: part(denoiser, unetParameters, 'denoiser', path), autoencoder: part(autoencoder, autoencoderParameters, 'autoencoder', path),
    textEncoders: await Promise.all(encoders.map(async (encoder, i) => ({ ...encoder, tokenizer: await clipTokenizer(path, family !== 'sd1' && i === encoders.length - 1 ? '!' : '<|endoftext|>') }))),
    scheduler: { _class_name: 'EulerDiscreteScheduler', ...betas, prediction_type: prediction, rescale_betas_zero_snr: zeroSnr },
    zerosForEmptyPrompt: family === 'sdxl', notes: note === undefined ? [] : [note],
  };
}

function part<Config>({ config, find }: FoundNetwork<Config>, parameters: (config: Config) => Parameters, what: string, path: string): NetworkPart<Config> {
  return { config, weights: fitWeights(parameters(config), find, `${what} of ${path}`) };
}

interface Prediction { readonly prediction: 'epsilon' | 'v_prediction'; readonly zeroSnr: boolean; readonly note?: string }

/** Files say it by empty tensors, if at all. */
function predictionOf(weights: LocatedWeights, unclear: boolean): Prediction {
  const zeroSnr = weights.has('ztsnr');
  if (weights.has('v_pred')) return { prediction: 'v_prediction', zeroSnr };
  if (!unclear) return { prediction: 'epsilon', zeroSnr };
  return {
    prediction: 'v_prediction', zeroSnr,
    note: 'The file does not say what its denoiser predicts: v is assumed, as in Stable Diffusion 2.1 at 768 pixels. If pictures come out as noise, it is one of the 512-pixel models, which predict epsilon: use its diffusers folder.',
  };
}

async function clipTokenizer(path: string, padding: string): Promise<Record<string, string>> {
  const packed = await readFile(mergesFile).catch((cause: unknown) => {
    throw new DarkroomError('io', `${path} carries no tokenizer, and Darkroom's own cannot be read (${mergesFile}): the installation is incomplete.`, { path }, cause);
  });
  const merges = gunzipSync(packed).toString('utf8');
  return {
    'vocab.json': JSON.stringify(vocabularyOfMerges(merges.split('\n').filter((line) => line !== ''))), 'merges.txt': merges,
    'special_tokens_map.json': JSON.stringify({ pad_token: padding }),
  };
}
