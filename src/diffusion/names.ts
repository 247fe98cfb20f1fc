/** How people and other programs name samplers and spacings: "DPM++ 2M Karras", `k_dpmpp_2m`, EulerDiscreteScheduler. */

import { DarkroomError } from '../base/errors.ts';
import { samplerNames, samplers } from './samplers/index.ts';
import type { SamplerName } from './samplers/index.ts';
import type { Sampler } from './samplers/sampler.ts';
import { spacingNames } from './spacing.ts';
import type { SpacingName } from './spacing.ts';

/** Labels as AUTOMATIC1111 shows them, and other names, lower case with single hyphens. */
export const spacingLabels: Readonly<Record<SpacingName, { readonly label: string; readonly aliases: readonly string[] }>> = {
  trailing: { label: 'Trailing', aliases: [] },
  leading: { label: 'Leading', aliases: ['ddim', 'ddim-uniform'] },
  linspace: { label: 'Linspace', aliases: [] },
  normal: { label: 'Normal', aliases: ['uniform', 'discrete'] },
  'sgm-uniform': { label: 'SGM Uniform', aliases: ['sgmuniform'] },
  simple: { label: 'Simple', aliases: [] },
  lcm: { label: 'LCM', aliases: [] },
  karras: { label: 'Karras', aliases: ['ka'] },
  exponential: { label: 'Exponential', aliases: ['exp'] },
  polyexponential: { label: 'Polyexponential', aliases: ['polyexp', 'poly-exponential'] },
  beta: { label: 'Beta', aliases: [] },
  'kl-optimal': { label: 'KL Optimal', aliases: [] },
  'align-your-steps': { label: 'Align Your Steps', aliases: ['ays'] },
};

export interface SamplerAndSpacing {
  readonly sampler: SamplerName;
  /** Undefined: none was named, so the model's own. */
  readonly spacing?: SpacingName;
}

/** Lower case, words joined by hyphens, without k-diffusion's prefix "k_", a sample_ in front or a Scheduler behind. */
function plain(name: string): string {
  return name.trim().toLowerCase().replace(/[\s_-]+/g, '-').replace(/^sample-/, '').replace(/^k-/, '').replace(/-?scheduler$/, '');
}

const knownAs = (key: string, aliases: readonly string[], wanted: string): boolean => key === wanted || aliases.includes(wanted);

function findSampler(wanted: string): SamplerName | undefined {
  return samplerNames.find((key) => knownAs(key, [...samplers[key].aliases, plain(samplers[key].label)], wanted));
}

function findSpacing(wanted: string): SpacingName | undefined {
  return spacingNames.find((key) => knownAs(key, [...spacingLabels[key].aliases, plain(spacingLabels[key].label)], wanted));
}

/** A name with a spacing behind it: "DPM++ 2M SGM Uniform", "k_lms_ka". */
function findBoth(wanted: string): SamplerAndSpacing | undefined {
  for (let at = wanted.indexOf('-'); at >= 0; at = wanted.indexOf('-', at + 1)) {
    const sampler = findSampler(wanted.slice(0, at));
    const spacing = findSpacing(wanted.slice(at + 1));
    if (sampler !== undefined && spacing !== undefined) return { sampler, spacing };
  }
  return undefined;
}

/**
 * What a person or program means by a sampler's name, and by a schedule's name beside it.
 * @param name as AUTOMATIC1111 ("Euler a", "DPM++ 2M Karras"), k-diffusion (`k_dpmpp_2m`, `sample_heun`) or diffusers (`EulerDiscreteScheduler`) writes it, in any case
 * @param schedule counts before one within the name; "Automatic" is what AUTOMATIC1111 pairs with the sampler
 * @throws usage, listing the choices
 */
export function samplerAndSpacing(name: string, schedule?: string): SamplerAndSpacing {
  const wanted = plain(name);
  const alone = findSampler(wanted);
  const found = alone === undefined ? findBoth(wanted) : { sampler: alone };
  if (found === undefined) {
    throw new DarkroomError('usage', `Unknown sampler "${name}". Choose one of: ${samplerNames.join(', ')}; a spacing of steps may follow: ${spacingNames.join(', ')}.`, { name, choices: samplerNames });
  }
  if (schedule === undefined || schedule.trim() === '') return found;
  if (plain(schedule) === 'automatic') return { ...automatic(found.sampler), ...found };
  return { sampler: found.sampler, spacing: spacingNamed(schedule) };
}

function automatic(sampler: SamplerName): { spacing?: SpacingName } {
  const { spacing }: Sampler = samplers[sampler];
  return spacing === undefined ? {} : { spacing };
}

/** The sampler a person means, where the spacing is said elsewhere. @throws usage, listing the choices */
export function samplerNamed(name: string): SamplerName {
  return samplerAndSpacing(name).sampler;
}

/** The spacing a person means: `karras`, "SGM Uniform". @throws usage, listing the choices */
export function spacingNamed(name: string): SpacingName {
  const found = findSpacing(plain(name));
  if (found === undefined) throw new DarkroomError('usage', `Unknown step spacing "${name}". Choose one of: ${spacingNames.join(', ')}.`, { spacing: name, choices: spacingNames });
  return found;
}
