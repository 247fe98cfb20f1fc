/** A request with the model's defaults filled in, and refused where the model cannot do it. */
import { DarkroomError } from '../base/errors.ts';
import { samplerNamed } from '../diffusion/names.ts';
import type { GenerateRequest } from './generation.ts';
import type { PipelineInfo } from './pipeline.ts';

const MOST_PICTURES = 64;
const MOST_STEPS = 1000;

/** A request with nothing left open. */
export type ResolvedRequest = Required<Omit<GenerateRequest, 'model' | 'device'>>;

/**
 * @param randomSeed taken when the request names no seed
 * @throws DarkroomError code 'usage'
 */
export function resolveRequest(request: GenerateRequest, { size, defaults, id, fixedSize, sizeMultiple }: PipelineInfo, randomSeed: number): ResolvedRequest {
  const resolved: ResolvedRequest = {
    prompt: request.prompt, negativePrompt: request.negativePrompt ?? '', seed: request.seed ?? randomSeed, steps: request.steps ?? defaults.steps,
    guidance: request.guidance ?? defaults.guidance, guidanceInterval: request.guidanceInterval ?? defaults.guidanceInterval, sampler: samplerNamed(request.sampler ?? defaults.sampler),
    width: request.width ?? size.width, height: request.height ?? size.height, count: request.count ?? 1,
  };
  const { seed, steps, guidance, width, height, count } = resolved;
  checkWhole('The seed', seed, 0, Number.MAX_SAFE_INTEGER - MOST_PICTURES);
  checkWhole('The number of steps', steps, 1, MOST_STEPS);
  checkWhole('The number of pictures', count, 1, MOST_PICTURES);
  if (!(Number.isFinite(guidance) && guidance >= 0)) throw new DarkroomError('usage', `Guidance must be a number of at least 0, not ${guidance}. Usual values are 1 to 8.`, { guidance });
  if (fixedSize && (width !== size.width || height !== size.height)) throw new DarkroomError('usage', `The model ${id} draws ${size.width}×${size.height} pixels, not ${width}×${height}.`, { width, height });
  if (width % sizeMultiple !== 0 || height % sizeMultiple !== 0) throw new DarkroomError('usage', `The model ${id} draws sides that are multiples of ${sizeMultiple} pixels, not ${width}×${height}.`, { width, height });
  return resolved;
}

function checkWhole(what: string, value: number, low: number, high: number): void {
  if (!Number.isInteger(value) || value < low || value > high) throw new DarkroomError('usage', `${what} must be a whole number from ${low} to ${high}, not ${value}.`, { value });
}
