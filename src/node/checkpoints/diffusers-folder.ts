/** Checkpoints as diffusers lays them out: a folder for each part, `model_index.json` beside them. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { DarkroomError } from '../../base/errors.ts';
import { parseAutoencoderConfig } from '../../models/autoencoders/autoencoder.ts';
import { findInDiffusers } from '../../models/checkpoints/diffusers-names.ts';
import { fitWeights } from '../../models/checkpoints/fit-weights.ts';
import { autoencoderParameters, clipParameters, type Parameters, unetParameters } from '../../models/checkpoints/network-parameters.ts';
import { type NetworkPart, type StableDiffusionCheckpoint, type TextEncoderPart, familyOf } from '../../models/checkpoints/stable-diffusion.ts';
import { parseUnetConfig } from '../../models/denoisers/unet-config.ts';
import { parseClipTextConfig } from '../../models/text-encoders/clip-config.ts';
import { locateFolder, readJson } from './weight-files.ts';

/** The pipelines of Stable Diffusion: they differ in what is asked of the same parts. */
const pipelines = new Set([
  'StableDiffusionPipeline', 'StableDiffusionImg2ImgPipeline', 'StableDiffusionInpaintPipeline', 'StableDiffusionXLPipeline', 'StableDiffusionXLImg2ImgPipeline',
  'StableDiffusionXLInpaintPipeline', 'LatentConsistencyModelPipeline', 'LatentConsistencyModelImg2ImgPipeline',
]);

/** A part is [library, class]; absent or [null, null] where the pipeline goes without it. */
const partClass = z.tuple([z.string().nullable(), z.string().nullable()]).optional().transform((part) => part?.[1] ?? undefined);

const modelIndex = z.object({
  _class_name: z.string(),
  unet: partClass, vae: partClass, text_encoder: partClass, text_encoder_2: partClass, text_encoder_3: partClass, transformer: partClass,
  force_zeros_for_empty_prompt: z.boolean().default(false),
});

const MODEL_INDEX = 'model_index.json';

/** @throws DarkroomError code 'model', 'weights' or 'io', naming the file */
export async function openDiffusersFolder(name: string, folder: string): Promise<StableDiffusionCheckpoint> {
  const path = join(folder, MODEL_INDEX);
  const parsed = modelIndex.safeParse(await readJson(path));
  if (!parsed.success) throw new DarkroomError('model', `${path} does not describe a pipeline: ${parsed.error.issues[0]?.path.join('.') ?? ''} ${parsed.error.issues[0]?.message ?? ''}.`, { path });
  const index = parsed.data;
  refuseUnknown(path, index);
  const denoiser = await networkPart(folder, 'unet', 'diffusion_pytorch_model', parseUnetConfig, unetParameters);
  const autoencoder = await networkPart(folder, 'vae', 'diffusion_pytorch_model', parseAutoencoderConfig, autoencoderParameters);
  const textEncoders: TextEncoderPart[] = [];
  if (index.text_encoder !== undefined) textEncoders.push(await textEncoderPart(folder, 'text_encoder', 'tokenizer'));
  if (index.text_encoder_2 !== undefined) textEncoders.push(await textEncoderPart(folder, 'text_encoder_2', 'tokenizer_2'));
  const scheduler = await readJson(join(folder, 'scheduler', 'scheduler_config.json'));
  return { name, family: familyOf(name, denoiser.config, textEncoders), denoiser, autoencoder, textEncoders, scheduler, zerosForEmptyPrompt: index.force_zeros_for_empty_prompt, notes: [] };
}

function refuseUnknown(path: string, index: z.output<typeof modelIndex>): void {
  if (index.transformer !== undefined || index.text_encoder_3 !== undefined || !pipelines.has(index._class_name)) {
    throw new DarkroomError('model', `${path} is of the class '${index._class_name.slice(0, 80)}'; Darkroom opens Stable Diffusion 1, 2 and XL: ${[...pipelines].join(', ')}.`, { path, class: index._class_name });
  }
  for (const part of ['unet', 'vae'] as const) {
    if (index[part] === undefined) throw new DarkroomError('model', `${path} has no ${part}: it is a part of a checkpoint, not a whole one.`, { path, part });
  }
}

async function networkPart<Config>(folder: string, part: string, stem: string, parse: (json: unknown, where: string) => Config, parameters: (config: Config) => Parameters): Promise<NetworkPart<Config>> {
  const path = join(folder, part);
  const configPath = join(path, 'config.json');
  const config = parse(await readJson(configPath), configPath);
  const weights = await locateFolder(path, stem);
  return { config, weights: fitWeights(parametersOf(config, parameters, configPath), findInDiffusers(weights), `${part} of ${folder}`) };
}

/** Sizes that are each possible may not go together: groups that do not divide channels, heads that do not divide widths. */
function parametersOf<Config>(config: Config, parameters: (config: Config) => Parameters, configPath: string): Parameters {
  try {
    return parameters(config);
  } catch (error) {
    if (!(error instanceof DarkroomError)) throw error;
    throw new DarkroomError('model', `${configPath}: its sizes do not go together: ${error.message}.`, { path: configPath }, error);
  }
}

async function textEncoderPart(folder: string, part: string, tokenizer: string): Promise<TextEncoderPart> {
  const network = await networkPart(folder, part, 'model', parseClipTextConfig, clipParameters);
  return { ...network, tokenizer: await readTokenizer(join(folder, tokenizer)) };
}

const tokenizerFiles = ['vocab.json', 'merges.txt', 'tokenizer.json', 'tokenizer_config.json', 'special_tokens_map.json'];

/** @throws DarkroomError code 'io' when neither pair of files is there */
async function readTokenizer(folder: string): Promise<Record<string, string>> {
  const entries = await Promise.all(tokenizerFiles.map(async (file) => [file, await readFile(join(folder, file), 'utf8').catch(() => undefined)] as const));
  const found = Object.fromEntries(entries.filter((entry): entry is readonly [string, string] => entry[1] !== undefined));
  if (found['tokenizer.json'] === undefined && (found['vocab.json'] === undefined || found['merges.txt'] === undefined)) {
    throw new DarkroomError('io', `${folder} holds no tokenizer: neither vocab.json and merges.txt nor tokenizer.json.`, { folder });
  }
  return found;
}
