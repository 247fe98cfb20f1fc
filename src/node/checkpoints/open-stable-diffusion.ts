/** A Stable Diffusion checkpoint with everything that belongs to it, as a pipeline: tokenizers, adapters, textual inversions, memory. */
import { DarkroomError } from '../../base/errors.ts';
import type { StableDiffusionCheckpoint } from '../../models/checkpoints/stable-diffusion.ts';
import type { AppliedAdapter } from '../../models/lora/adapt.ts';
import { placeInversions } from '../../models/text-encoders/textual-inversion.ts';
import { pipelineInfo } from '../../pipelines/stable-diffusion-info.ts';
import { memoryNeeds } from '../../pipelines/stable-diffusion-memory.ts';
import { samplingOf } from '../../pipelines/stable-diffusion-schedule.ts';
import { StableDiffusionPipeline } from '../../pipelines/stable-diffusion.ts';
import { promptReader } from '../../pipelines/prompt-reader.ts';
import type { PictureSize } from '../../pipelines/pipeline.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { createClipTokenizer } from '../../tokenizers/clip-tokenizer.ts';
import { readClipVocabulary } from '../../tokenizers/clip-vocabulary.ts';
import { findAdapter } from './adapter-files.ts';
import { checkpointHash } from './checkpoint-hash.ts';
import { availableBytes, planMemory } from './memory.ts';
import { readInversions } from './inversion-files.ts';
import { openAdapter } from './open-adapter.ts';

/** An adapter file and how strongly it acts; 1 is as trained. */
export interface AdapterFile {
  readonly path: string;
  readonly denoiserStrength: number;
  readonly textStrength: number;
}

export interface CheckpointOptions {
  /** LoRA files. */
  readonly adapters?: readonly AdapterFile[];
  /** Textual inversions, or folders of them, besides those in `embeddings` beside the checkpoint; each is called in prompts by its file's name. */
  readonly inversions?: readonly string[];
  /** Of the pictures that will be asked for: what memory is reckoned with. Default: the model's own. */
  readonly size?: PictureSize;
  /** Default 'exact'. */
  readonly precision?: 'exact' | 'fast';
  /** `low`: the least that is possible; a number: so many gigabytes at most. Default: what is free. */
  readonly memory?: 'low' | number;
  /** The lower part of the denoiser runs every so many looks. Default: at each. */
  readonly cache?: number;
}

/** Left to the rest of the program and the system. */
const KEPT_FREE = 0.1;
const GIGABYTE = 1e9;

/**
 * @throws DarkroomError code 'model' when it does not fit into memory, 'weights' for adapters and inversions that do not fit it
 */
export async function openStableDiffusion(runtime: Runtime, checkpoint: StableDiffusionCheckpoint, { adapters = [], inversions = [], size, precision = 'exact', memory, cache }: CheckpointOptions = {}): Promise<StableDiffusionPipeline> {
  const { textEncoders } = checkpoint;
  const placed = placeInversions(await readInversions(checkpoint.name, inversions, textEncoders.map(({ config }) => config.width)), textEncoders.map(({ config }) => config.vocabulary));
  const applied: AppliedAdapter[] = [];
  for (const { path, ...strengths } of adapters) applied.push({ adapter: await openAdapter(path), ...strengths });
  const hash = await checkpointHash(checkpoint);
  const drawn = size ?? pipelineInfo(checkpoint, samplingOf(checkpoint.scheduler, checkpoint.name), hash).size;
  const { low, budgetBytes } = planMemory({
    name: checkpoint.name, wish: typeof memory === 'number' ? memory * GIGABYTE : memory, available: (1 - KEPT_FREE) * await availableBytes(), precision,
    needs: (form) => memoryNeeds(checkpoint, drawn, form),
  });
  return new StableDiffusionPipeline(runtime, checkpoint, {
    hash, readers: textEncoders.map(({ tokenizer }) => promptReader(createClipTokenizer(vocabularyOf(checkpoint.name, tokenizer)), placed.rows)),
    memoryBytes: budgetBytes, lowMemory: low, precision, ...(cache !== undefined && { cache }), adapters: applied, findAdapter: (name) => findAdapter(checkpoint.name, name), extraTokens: placed.extraTokens,
  });
}

function vocabularyOf(name: string, files: Readonly<Record<string, string>>): ReturnType<typeof readClipVocabulary> {
  const { 'vocab.json': vocabulary, 'merges.txt': merges, 'tokenizer.json': tokenizer, 'tokenizer_config.json': config, 'special_tokens_map.json': specialTokens } = files;
  try {
    return readClipVocabulary({
      ...(vocabulary !== undefined && { vocabulary }), ...(merges !== undefined && { merges }), ...(tokenizer !== undefined && { tokenizer }),
      ...(config !== undefined && { config }), ...(specialTokens !== undefined && { specialTokens }),
    });
  } catch (error) {
    if (!(error instanceof DarkroomError)) throw error;
    throw new DarkroomError(error.code, `${name}: ${error.message}`, { ...error.details, name }, error);
  }
}
