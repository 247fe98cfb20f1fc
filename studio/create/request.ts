/** From what is on canvas and knobs to a request: what pressing the verb button asks the service for. */
import type { Document } from '../document/document.ts';
import type { Verb } from '../document/verb.ts';
import type { ModelChoice, StudioRequest } from '../engine/engine.ts';
import type { Knobs } from '../shell/studio-state.ts';
import type { AssetStore } from '../storage/assets.ts';
import { framePicture, paintMask } from './frame-pictures.ts';

/** Pictures to vary are changed this much and no more. */
const varyStrength = 0.35;
const upscaleStrength = 0.3;
const upscaleFactor = 2;

export interface RequestParts {
  readonly verb: Verb;
  readonly document: Document;
  readonly knobs: Knobs;
  readonly model: ModelChoice;
  readonly assets: AssetStore;
}

export async function requestOf(parts: RequestParts): Promise<StudioRequest> {
  const { document: { frame }, knobs, model, verb } = parts;
  const { seed, steps, guidance, sampler } = knobs;
  return {
    prompt: knobs.prompt.trim(), negativePrompt: knobs.negativePrompt.trim(), model: model.id,
    presets: [knobs.style, knobs.lighting, knobs.composition].filter((preset) => preset !== undefined),
    count: knobs.count, width: Math.round(frame.width), height: Math.round(frame.height),
    ...(seed !== undefined && { seed }), ...(steps !== undefined && { steps }), ...(guidance !== undefined && { guidance }), ...(sampler !== undefined && { sampler }),
    mode: await modeOf(verb, parts),
  };
}

async function modeOf(verb: Verb, { document, knobs, assets }: RequestParts): Promise<StudioRequest['mode']> {
  if (verb === 'generate') return { kind: 'text-to-image' };
  const image = await framePicture(document, assets);
  switch (verb) {
    case 'refine': return { kind: 'image-to-image', image, strength: knobs.strength };
    case 'vary': return { kind: 'vary', image, strength: varyStrength };
    case 'upscale': return { kind: 'upscale', image, factor: upscaleFactor, strength: upscaleStrength };
    // An empty part of the frame is a mask like any other, but nothing in it is worth keeping.
    case 'expand': return { kind: 'inpaint', image, mask: await paintMask(document), strength: 1, feather: knobs.feather, fill: 'surroundings' };
    case 'fill': return { kind: 'inpaint', image, mask: await paintMask(document), strength: Math.max(knobs.strength, 0.8), feather: knobs.feather, fill: 'original' };
  }
}
