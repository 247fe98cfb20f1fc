/** The small random Stable Diffusion 1 of the goldens. */
import { fileURLToPath } from 'node:url';
import type { StableDiffusionCheckpoint } from '../../src/models/checkpoints/stable-diffusion.ts';
import { openCheckpoint } from '../../src/node/checkpoints/open-checkpoint.ts';

export const openTinyCheckpoint = async (): Promise<StableDiffusionCheckpoint> => await openCheckpoint(fileURLToPath(new URL('stable-diffusion/sd1', import.meta.url)), {}) as StableDiffusionCheckpoint;
