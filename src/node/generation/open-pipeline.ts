/** A model's name to a pipeline in an engine; and what is known of it before. */
import { basename } from 'node:path';
import { DarkroomError } from '../../base/errors.ts';
import { type StableDiffusionCheckpoint, familyNames, networksOf } from '../../models/checkpoints/stable-diffusion.ts';
import type { PictureSize, Pipeline, PipelineInfo } from '../../pipelines/pipeline.ts';
import { pipelineInfo } from '../../pipelines/stable-diffusion-info.ts';
import { samplingOf } from '../../pipelines/stable-diffusion-schedule.ts';
import { LatentDiffusion, latentDiffusionInfo } from '../../pipelines/latent-diffusion.ts';
import { parseModelConfig } from '../../pipelines/model-config.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { readSafetensorsHeader } from '../../weights/safetensors-header.ts';
import { countOf } from '../../weights/located.ts';
import { sizeOf } from '../../base/tensor-data.ts';
import { checkpointHash } from '../checkpoints/checkpoint-hash.ts';
import { openCheckpoint } from '../checkpoints/open-checkpoint.ts';
import { openStableDiffusion } from '../checkpoints/open-stable-diffusion.ts';
import { openWeightsFile } from '../weights-file.ts';
import { findModelFile, isShipped, loadModel } from './model-files.ts';

/** A model before it is opened. */
export interface ModelDescription {
  /** As clients and recipes call it. */
  readonly id: string;
  readonly description: string;
  readonly licence?: string;
  readonly parameters?: number;
  readonly info: PipelineInfo;
}

export interface OpenOptions {
  /** Of the pictures that will be asked for: what memory is reckoned with. Default: the model's own. */
  readonly size?: PictureSize | undefined;
  /** Default 'exact'. */
  readonly precision?: 'exact' | 'fast' | undefined;
  /** `low`: the least that is possible; a number: so many gigabytes at most. Default: what is free. */
  readonly memory?: 'low' | number | undefined;
  /** See `GenerateRequest.cache`. */
  readonly cache?: number | undefined;
  /** Files of textual inversions, or folders of them. */
  readonly embeddings?: readonly string[] | undefined;
}

/**
 * @param name a shipped model's id; the path of a file, of a run's folder or of a Stable Diffusion checkpoint; or `org/name` in the Hugging Face cache
 * @throws DarkroomError code 'model', 'weights' or 'io'
 */
export async function openPipeline(runtime: Runtime, name: string, { size, precision = 'exact', memory, cache, embeddings = [] }: OpenOptions = {}): Promise<Pipeline> {
  const checkpoint = await stableDiffusion(name);
  if (checkpoint !== undefined) return openStableDiffusion(runtime, checkpoint, { precision, ...(size && { size }), ...(memory !== undefined && { memory }), ...(cache !== undefined && { cache }), inversions: embeddings });
  if (precision !== 'exact') throw new DarkroomError('usage', `The model ${name} has no fast form: leave --precision out.`, { name, precision });
  if (cache !== undefined) throw new DarkroomError('usage', `The model ${name} has no lower part that could be reused: leave --cache out.`, { name, cache });
  if (embeddings.length > 0) throw new DarkroomError('usage', `The model ${name} has no CLIP text encoder that an embedding could be for: leave --embedding out.`, { name, embeddings });
  const { model, hash } = await loadModel(name);
  return new LatentDiffusion(runtime, model, hash);
}

/** Undefined for Darkroom's own models. A shipped model's id is never taken for a path. */
async function stableDiffusion(name: string): Promise<StableDiffusionCheckpoint | undefined> {
  return await isShipped(name) ? undefined : openCheckpoint(name, process.env);
}

/** Reads headers only. @throws as `openPipeline` */
export async function describeModel(name: string): Promise<ModelDescription> {
  const checkpoint = await stableDiffusion(name);
  if (checkpoint !== undefined) {
    const info = pipelineInfo(checkpoint, samplingOf(checkpoint.scheduler, name), await checkpointHash(checkpoint));
    const parameters = networksOf(checkpoint).reduce((sum, { weights }) => sum + [...weights.values()].reduce((count, tensor) => count + countOf(tensor), 0), 0);
    return { id: info.id, description: familyNames[checkpoint.family], parameters, info };
  }
  const path = await findModelFile(name);
  const file = await openWeightsFile(path);
  try {
    const { tensors, metadata } = await readSafetensorsHeader(file);
    const config = parseModelConfig(metadata, basename(path));
    return { id: config.id, description: config.description, licence: config.licence, parameters: [...tensors.values()].reduce((sum, { shape }) => sum + sizeOf(shape), 0), info: latentDiffusionInfo(config) };
  } finally {
    await file.close();
  }
}
