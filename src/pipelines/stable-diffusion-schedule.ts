/** What a diffusers scheduler's configuration says: the noise schedule, what the network predicts, and how sampling is best done. */
import { z } from 'zod';
import { DarkroomError } from '../base/errors.ts';
import { discreteSchedule } from '../diffusion/discrete-schedule.ts';
import { samplerAndSpacing } from '../diffusion/names.ts';
import type { PredictionKind } from '../diffusion/prediction.ts';
import type { SamplerName } from '../diffusion/samplers/index.ts';
import type { Schedule } from '../diffusion/schedule.ts';
import { createSchedule } from '../diffusion/schedules.ts';
import type { SpacingName } from '../diffusion/spacing.ts';
import type { SpacingSettings } from '../diffusion/spacing-rule.ts';
import { only, parseConfig } from '../models/parse-config.ts';

const schema = z.object({
  _class_name: z.string(),
  num_train_timesteps: z.number().int().min(2).max(100_000).default(1000),
  beta_start: z.number().default(0.0001),
  beta_end: z.number().default(0.02),
  beta_schedule: z.enum(['linear', 'scaled_linear', 'squaredcos_cap_v2']).default('linear'),
  trained_betas: z.array(z.number().gt(0).lt(1)).min(2).max(100_000).nullish(),
  prediction_type: only('epsilon', 'v_prediction', 'sample'),
  rescale_betas_zero_snr: z.boolean().nullish(),
  timestep_spacing: z.enum(['leading', 'trailing', 'linspace']).nullish(),
  steps_offset: z.number().int().min(0).max(1000).nullish(),
  set_alpha_to_one: z.boolean().nullish(),
  final_sigmas_type: z.enum(['zero', 'sigma_min']).nullish(),
  algorithm_type: z.string().nullish(),
  use_karras_sigmas: z.boolean().nullish(),
  use_exponential_sigmas: z.boolean().nullish(),
  use_beta_sigmas: z.boolean().nullish(),
});

type SchedulerConfig = z.output<typeof schema>;

/** Where a scheduler's own defaults differ, and what it does besides. @source diffusers' schedulers */
interface SchedulerKind {
  readonly spacing: 'leading' | 'linspace' | 'lcm';
  /** Solvers of several steps space one step more and leave the last out. */
  readonly multistep?: true;
  /** Counts in sigma / alpha: linspace goes between whole timesteps. */
  readonly between?: true;
  /** Rounds what it tells the network where Karras' spacing gives no whole timestep, as solvers of several steps do. */
  readonly roundsKarras?: true;
  /** Whether the last step ends on the cleanest trained level: whatever the file says, unless or if it says so of alpha; undefined: if it says so of sigma. */
  readonly endsOnAlpha?: 'always' | 'never' | 'unless-told' | 'if-told';
}

const kinds: Readonly<Record<string, SchedulerKind>> = {
  DDIMScheduler: { spacing: 'leading', endsOnAlpha: 'if-told' },
  DDPMScheduler: { spacing: 'leading' },
  PNDMScheduler: { spacing: 'leading', endsOnAlpha: 'unless-told' },
  LCMScheduler: { spacing: 'lcm', endsOnAlpha: 'never' },
  TCDScheduler: { spacing: 'lcm', endsOnAlpha: 'always' },
  DPMSolverMultistepScheduler: { spacing: 'linspace', multistep: true },
  UniPCMultistepScheduler: { spacing: 'linspace', multistep: true },
  DEISMultistepScheduler: { spacing: 'linspace', multistep: true, endsOnAlpha: 'always' },
  KDPM2DiscreteScheduler: { spacing: 'linspace', between: true, roundsKarras: true },
  KDPM2AncestralDiscreteScheduler: { spacing: 'linspace', between: true, roundsKarras: true },
};
/** Euler, Heun, LMS, DPM2 and the rest of k-diffusion's. */
const otherKind: SchedulerKind = { spacing: 'linspace', between: true };

const predictions = { epsilon: 'epsilon', v_prediction: 'v', sample: 'x0' } as const satisfies Record<string, PredictionKind>;
const scheduleNames = { linear: 'linear', scaled_linear: 'scaled-linear', squaredcos_cap_v2: 'cosine' } as const;

export interface Sampling {
  readonly schedule: Schedule;
  readonly prediction: PredictionKind;
  readonly sampler: SamplerName;
  readonly spacing: SpacingName;
  readonly spacingSettings: SpacingSettings;
}

/**
 * @param where named in errors: the checkpoint
 * @throws DarkroomError code 'model' for a scheduler that Darkroom does not know
 */
export function samplingOf(json: unknown, where: string): Sampling {
  const config = parseConfig(schema, json, `${where}: scheduler_config.json`);
  const kind = kinds[config._class_name] ?? otherKind;
  const spacing = spacingOf(config, kind);
  return {
    schedule: scheduleOf(config, where, kind.between === true || kind.multistep === true), prediction: predictions[config.prediction_type], sampler: samplerOf(config, where), spacing,
    spacingSettings: {
      offset: config.steps_offset ?? 0,
      final: endsOnCleanest(config, kind) ? 'cleanest' : 'clean',
      withoutLast: kind.multistep ?? false,
      between: kind.between ?? false,
      told: toldTimesteps(spacing, kind),
    },
  };
}

/** Schedulers that count in sigma / alpha cannot hold pure noise. @source diffusers, EulerDiscreteScheduler: alphas_cumprod[-1] = 2 ** -24 */
const FINITE_ALPHA = 2 ** -12;

function scheduleOf(config: SchedulerConfig, where: string, finite: boolean): Schedule {
  const { num_train_timesteps: trainingSteps, trained_betas: betas, beta_schedule: name, beta_start: betaStart, beta_end: betaEnd } = config;
  if (betas) {
    let product = 1;
    return discreteSchedule('linear', Float64Array.from(betas, (beta) => { product *= 1 - beta; return Math.sqrt(product); }));
  }
  if (!config.rescale_betas_zero_snr) return createSchedule({ name: scheduleNames[name], trainingSteps, ...(name !== 'squaredcos_cap_v2' && { betaStart, betaEnd }) });
  if (name !== 'scaled_linear') throw new DarkroomError('model', `${where}: the scheduler rescales ${name} betas to zero terminal SNR; Darkroom does so with scaled_linear ones.`, { where });
  return createSchedule({ name: 'zero-terminal-snr', trainingSteps, betaStart, betaEnd, ...(finite && { terminalAlpha: FINITE_ALPHA }) });
}

function spacingOf(config: SchedulerConfig, kind: SchedulerKind): SpacingName {
  if (config.use_karras_sigmas) return 'karras';
  if (config.use_exponential_sigmas) return 'exponential';
  if (config.use_beta_sigmas) return 'beta';
  return kind.spacing === 'lcm' ? 'lcm' : (config.timestep_spacing ?? kind.spacing);
}

/** Solvers of several steps round Karras' timesteps and cut off those of the other spacings of sigma / alpha. */
function toldTimesteps(spacing: SpacingName, { multistep, roundsKarras }: SchedulerKind): 'exact' | 'rounded' | 'floored' {
  if (spacing === 'karras') return multistep || roundsKarras ? 'rounded' : 'exact';
  return multistep && (spacing === 'exponential' || spacing === 'beta') ? 'floored' : 'exact';
}

function endsOnCleanest({ set_alpha_to_one: toOne, final_sigmas_type: final }: SchedulerConfig, { endsOnAlpha }: SchedulerKind): boolean {
  if (endsOnAlpha === 'always' || endsOnAlpha === 'never') return endsOnAlpha === 'always';
  if (endsOnAlpha === 'unless-told') return toOne !== true;
  return endsOnAlpha === 'if-told' ? toOne === false : final === 'sigma_min';
}

/** A solver's name covers its stochastic form, too. */
function samplerOf({ _class_name: name, algorithm_type: algorithm }: SchedulerConfig, where: string): SamplerName {
  if (name === 'DPMSolverMultistepScheduler' && algorithm === 'sde-dpmsolver++') return 'dpm++-2m-sde';
  try {
    return samplerAndSpacing(name).sampler;
  } catch (cause) {
    throw new DarkroomError('model', `${where}: the scheduler ${name.slice(0, 80)} is not one that Darkroom knows.`, { where, scheduler: name }, cause);
  }
}
