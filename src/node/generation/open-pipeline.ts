/** A model's name to a pipeline in an engine; and what is known of it before. */
import { basename } from 'node:path';
import type { Pipeline, PipelineInfo } from '../../pipelines/pipeline.ts';
import { LatentDiffusion, latentDiffusionInfo } from '../../pipelines/latent-diffusion.ts';
import { parseModelConfig } from '../../pipelines/model-config.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { readSafetensorsHeader } from '../../weights/safetensors-header.ts';
import { sizeOf } from '../../base/tensor-data.ts';
import { openWeightsFile } from '../weights-file.ts';
import { findModelFile, loadModel } from './model-files.ts';

/** A model before it is opened. */
export interface ModelDescription {
  /** As clients and recipes call it. */
  readonly id: string;
  readonly description: string;
  readonly licence?: string;
  readonly parameters?: number;
  readonly info: PipelineInfo;
}

/** @param name a shipped model's id, or the path of a file or of a run's folder @throws DarkroomError code 'model', 'weights' or 'io' */
export async function openPipeline(runtime: Runtime, name: string): Promise<Pipeline> {
  const { model, hash } = await loadModel(name);
  return new LatentDiffusion(runtime, model, hash);
}

/** Reads headers only. @throws as `openPipeline` */
export async function describeModel(name: string): Promise<ModelDescription> {
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
