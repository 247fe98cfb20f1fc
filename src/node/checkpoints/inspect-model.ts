/** What a model is, before anything of it is loaded: its parts, their precision and size, what it can do, and the memory that it will need. */
import { stat } from 'node:fs/promises';
import { DarkroomError } from '../../base/errors.ts';
import { type Family, type NetworkPart, type StableDiffusionCheckpoint, familyNames } from '../../models/checkpoints/stable-diffusion.ts';
import type { PictureSize, PipelineInfo } from '../../pipelines/pipeline.ts';
import { pipelineInfo } from '../../pipelines/stable-diffusion-info.ts';
import { type MemoryNeed, memoryNeeds } from '../../pipelines/stable-diffusion-memory.ts';
import { samplingOf } from '../../pipelines/stable-diffusion-schedule.ts';
import type { DeviceName, DeviceReport } from '../../runtime/runtime.ts';
import { countOf } from '../../weights/located.ts';
import { createRuntime } from '../engine/engine-client.ts';
import { checkpointHash } from './checkpoint-hash.ts';
import { type AdapterInspection, inspectIfAdapter } from './inspect-adapter.ts';
import { availableBytes } from './memory.ts';
import { openCheckpoint } from './open-checkpoint.ts';

export interface InspectRequest {
  /** A path, or `org/name` in the Hugging Face cache. */
  readonly name: string;
  /** Of the pictures that memory is reckoned for. Default: the model's own. */
  readonly size?: PictureSize;
  readonly device?: DeviceName;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface InspectedPart {
  /** `denoiser`, `autoencoder`, `text encoder 1` … */
  readonly part: string;
  readonly kind: string;
  readonly parameters: number;
  /** Element types of its tensors in the files, the most frequent first. */
  readonly precision: readonly string[];
  /** Of its tensors in the files. */
  readonly bytes: number;
  readonly files: readonly string[];
}

export interface ModelInspection {
  readonly name: string;
  readonly family: Family;
  readonly familyName: string;
  readonly info: PipelineInfo;
  readonly prediction: string;
  readonly parts: readonly InspectedPart[];
  readonly memory: { readonly size: PictureSize; readonly needs: readonly MemoryNeed[]; /** With `--memory low`. */ readonly lowNeeds: readonly MemoryNeed[]; readonly availableBytes: number; readonly fits: boolean; readonly lowFits: boolean };
  /** Where the networks will run, and why there. */
  readonly device: DeviceReport;
  readonly notes: readonly string[];
}

/** @throws DarkroomError code 'model', 'weights' or 'io', as opening the model would */
export async function inspectModel({ name, size, device = 'auto', environment }: InspectRequest): Promise<ModelInspection | AdapterInspection> {
  const checkpoint = await openCheckpoint(name, environment);
  if (checkpoint === undefined) {
    const adapter = name.endsWith('.safetensors') ? await inspectIfAdapter(name) : undefined;
    if (adapter === undefined) throw await notStableDiffusion(name);
    return adapter;
  }
  const sampling = samplingOf(checkpoint.scheduler, name);
  const info = pipelineInfo(checkpoint, sampling, await checkpointHash(checkpoint));
  const available = await availableBytes();
  const [needs, lowNeeds] = [false, true].map((low) => memoryNeeds(checkpoint, size ?? info.size, { precision: 'exact', low })) as [readonly MemoryNeed[], readonly MemoryNeed[]];
  const fits = (all: readonly MemoryNeed[]): boolean => all.every(({ bytes }) => bytes <= available);
  const runtime = await createRuntime({ device });
  await runtime.close();
  return {
    name, family: checkpoint.family, familyName: familyNames[checkpoint.family], info, prediction: sampling.prediction, parts: partsOf(checkpoint),
    memory: { size: size ?? info.size, needs, lowNeeds, availableBytes: available, fits: fits(needs), lowFits: fits(lowNeeds) }, device: runtime.report, notes: checkpoint.notes,
  };
}

async function notStableDiffusion(name: string): Promise<DarkroomError> {
  const there = await stat(name).then(() => true, () => false);
  return new DarkroomError('model', there ? `${name} is no Stable Diffusion checkpoint: neither a diffusers folder with model_index.json, nor a .safetensors file in the original naming; and no LoRA either.` : `There is no model '${name}': no such file or folder, and it is not the name of a repository (ORG/NAME).`, { name });
}

function partsOf({ denoiser, autoencoder, textEncoders }: StableDiffusionCheckpoint): InspectedPart[] {
  return [
    ...textEncoders.map((part, i) => inspectPart(textEncoders.length === 1 ? 'text encoder' : `text encoder ${i + 1}`, `CLIP, ${part.config.layers} layers of width ${part.config.width}`, part)),
    inspectPart('denoiser', `U-Net, ${denoiser.config.blocks.join(', ')} channels`, denoiser),
    inspectPart('autoencoder', autoencoder.config.kind === 'kl' ? 'AutoencoderKL' : 'AutoencoderTiny', autoencoder),
  ];
}

function inspectPart(part: string, kind: string, { weights }: NetworkPart<unknown>): InspectedPart {
  const tensors = [...weights.values()];
  const counts = new Map<string, number>();
  for (const { stored } of tensors) counts.set(stored.dtype, (counts.get(stored.dtype) ?? 0) + 1);
  return {
    part, kind, parameters: tensors.reduce((sum, tensor) => sum + countOf(tensor), 0), precision: [...counts].toSorted(([, a], [, b]) => b - a).map(([dtype]) => dtype),
    bytes: tensors.reduce((sum, { stored }) => sum + stored.length, 0), files: [...new Set(tensors.map(({ file }) => file.path))],
  };
}
