/** The table of samplers, and how their names are understood. */

import { DarkroomError } from '../../base/errors.ts';
import { ddim } from './ddim.ts';
import { ddpm } from './ddpm.ts';
import { dpmPlusPlus2M } from './dpm-plus-plus-2m.ts';
import { eulerAncestral } from './euler-ancestral.ts';
import { euler } from './euler.ts';
import { heun } from './heun.ts';
import type { Sampler } from './sampler.ts';

/** A new sampler is a file and a row here. */
export const samplers = {
  euler,
  'euler-ancestral': eulerAncestral,
  heun,
  'dpm++-2m': dpmPlusPlus2M,
  ddim,
  ddpm,
} satisfies Record<string, Sampler>;

export type SamplerName = keyof typeof samplers;

/** The names, for listing and validation. */
export const samplerNames = Object.keys(samplers) as readonly SamplerName[];

/** Lower case, words joined by hyphens, without k-diffusion's prefix "k_" or a sample_ in front. */
function plain(name: string): string {
  return name.trim().toLowerCase().replace(/[\s_-]+/g, '-').replace(/^sample-/, '').replace(/^k-/, '');
}

/** The sampler a person means: `euler`, `Euler a`, `DPM++ 2M`, `k_euler_ancestral`. @throws usage, listing the choices */
export function samplerNamed(name: string): SamplerName {
  const wanted = plain(name);
  const found = samplerNames.find((key) => key === wanted || (samplers[key].aliases as readonly string[]).includes(wanted));
  if (found === undefined) {
    throw new DarkroomError('usage', `Unknown sampler "${name}". Choose one of: ${samplerNames.join(', ')}.`, { name, choices: samplerNames });
  }
  return found;
}
