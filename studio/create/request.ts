/** From what is on canvas and knobs to a request: what pressing the verb button asks the service for. */
import { coveredPart, type Document } from '../document/document.ts';
import { firstFeather } from '../document/sizes.ts';
import type { Verb } from '../document/verb.ts';
import type { ModelChoice, StudioRequest } from '../engine/engine.ts';
import type { Knobs } from '../shell/studio-state.ts';
import type { AssetStore } from '../storage/assets.ts';
import { framePicture, paintMask } from './frame-pictures.ts';

/** Pictures to vary are changed this much and no more. */
const varyStrength = 0.35;
const upscaleStrength = 0.3;
const upscaleFactor = 2;
/** With less of it, what was there shows through what is filled in. */
const leastFillStrength = 0.8;
/** Times the pixels that a model is used to: beyond that it repeats itself. */
const mostArea = 4;

export interface RequestParts {
  readonly verb: Verb;
  readonly document: Document;
  readonly knobs: Knobs;
  readonly model: ModelChoice;
  readonly assets: AssetStore;
}

/** The presets on the knobs. */
export const presetsOf = ({ style, lighting, composition }: Pick<Knobs, 'style' | 'lighting' | 'composition'>): readonly string[] => [style, lighting, composition].filter((preset) => preset !== undefined);

export async function requestOf(parts: RequestParts): Promise<StudioRequest> {
  const { document, knobs, model, verb } = parts;
  const { seed, steps, guidance, sampler } = knobs;
  const size = drawnSize(verb, document.frame, model);
  return {
    prompt: knobs.prompt.trim(), negativePrompt: model.negativePrompt ? knobs.negativePrompt.trim() : '', model: model.id, presets: presetsOf(knobs).filter((preset) => model.presets.includes(preset)), count: knobs.count, ...(size && { size }),
    ...(seed !== undefined && { seed }), ...(steps !== undefined && { steps }), ...(guidance !== undefined && { guidance }), ...(sampler !== undefined && { sampler }),
    also: knobs.also, mode: await modeOf(verb, parts),
  };
}

/** What the model shall draw; undefined where the mode or the model decides. */
export function drawnSize(verb: Verb, { width, height }: Pick<Document['frame'], 'width' | 'height'>, { size, sizeMultiple, fixedSize }: Pick<ModelChoice, 'size' | 'sizeMultiple' | 'fixedSize'>): StudioRequest['size'] {
  if (fixedSize || (verb !== 'generate' && verb !== 'refine' && verb !== 'vary')) return undefined;
  const snap = (value: number): number => Math.max(sizeMultiple, Math.round(value / sizeMultiple) * sizeMultiple);
  return width * height > mostArea * size.width * size.height ? undefined : { width: snap(width), height: snap(height) };
}

/** Around one whole picture, new sides; else the empty part of the frame is a mask like any other, but nothing in it is worth keeping. */
async function expansion(document: Document, image: Blob, assets: AssetStore): Promise<StudioRequest['mode']> {
  const { frame } = document;
  const kept = coveredPart(document);
  if (kept === undefined) return { kind: 'inpaint', image, mask: await paintMask(document, 0), strength: 1, fill: 'surroundings' };
  const sides = { left: kept.x - frame.x, top: kept.y - frame.y, right: frame.x + frame.width - kept.x - kept.width, bottom: frame.y + frame.height - kept.y - kept.height };
  return { kind: 'outpaint', image: await framePicture({ ...document, frame: kept }, assets), sides };
}

async function modeOf(verb: Verb, { document, knobs, model, assets }: RequestParts): Promise<StudioRequest['mode']> {
  if (verb === 'generate') return { kind: 'text-to-image' };
  const image = await framePicture(document, assets);
  const feather = knobs.feather ?? firstFeather(model);
  switch (verb) {
    case 'refine': return { kind: 'image-to-image', image, strength: knobs.strength };
    case 'vary': return { kind: 'vary', image, strength: varyStrength };
    case 'upscale': return { kind: 'upscale', image, factor: upscaleFactor, strength: upscaleStrength };
    case 'expand': return expansion(document, image, assets);
    case 'fill': return { kind: 'inpaint', image, mask: await paintMask(document, feather), strength: Math.max(knobs.strength, leastFillStrength), fill: 'original' };
  }
}
