/** The table of samplers. */

import { ddim } from './ddim.ts';
import { ddpm } from './ddpm.ts';
import { deis } from './deis.ts';
import { dpm2, dpm2Ancestral } from './dpm2.ts';
import { dpmPlusPlus2M } from './dpm-plus-plus-2m.ts';
import { dpmPlusPlus2MSde, dpmPlusPlus2MSdeHeun, dpmPlusPlus3MSde } from './dpm-plus-plus-multistep-sde.ts';
import { dpmPlusPlus2SAncestral, dpmPlusPlusSde } from './dpm-plus-plus-singlestep.ts';
import { eulerAncestral } from './euler-ancestral.ts';
import { euler } from './euler.ts';
import { heun } from './heun.ts';
import { lcm } from './lcm.ts';
import { lms } from './lms.ts';
import { pndm } from './pndm.ts';
import type { Sampler } from './sampler.ts';
import { tcd } from './tcd.ts';
import { unipc } from './unipc.ts';

/** A new sampler is a file and a row here. */
export const samplers = {
  euler,
  'euler-ancestral': eulerAncestral,
  heun,
  lms,
  dpm2,
  'dpm2-ancestral': dpm2Ancestral,
  'dpm++-2m': dpmPlusPlus2M,
  'dpm++-2m-sde': dpmPlusPlus2MSde,
  'dpm++-2m-sde-heun': dpmPlusPlus2MSdeHeun,
  'dpm++-3m-sde': dpmPlusPlus3MSde,
  'dpm++-sde': dpmPlusPlusSde,
  'dpm++-2s-ancestral': dpmPlusPlus2SAncestral,
  unipc,
  deis,
  pndm,
  ddim,
  ddpm,
  lcm,
  tcd,
} satisfies Record<string, Sampler>;

export type SamplerName = keyof typeof samplers;

/** The names, for listing and validation. */
export const samplerNames = Object.keys(samplers) as readonly SamplerName[];
