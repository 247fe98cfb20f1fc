import { expect, test } from 'vitest';
import { samplerAndSpacing, samplerNamed, spacingNamed } from './names.ts';
import { samplerNames, samplers } from './samplers/index.ts';
import { spacingNames } from './spacing.ts';

/** Names as AUTOMATIC1111, k-diffusion and diffusers write them. */
const written: Readonly<Record<string, string>> = {
  'Euler': 'euler', 'k_euler': 'euler', 'sample_euler': 'euler', 'EulerDiscreteScheduler': 'euler', 'FlowMatchEulerDiscreteScheduler': 'euler',
  'Euler a': 'euler-ancestral', 'k_euler_a': 'euler-ancestral', 'k_euler_ancestral': 'euler-ancestral', 'EulerAncestralDiscreteScheduler': 'euler-ancestral',
  ' Heun ': 'heun', 'HeunDiscreteScheduler': 'heun', 'LMS': 'lms', 'k_lms': 'lms', 'LMSDiscreteScheduler': 'lms',
  'DPM2': 'dpm2', 'k_dpm_2': 'dpm2', 'KDPM2DiscreteScheduler': 'dpm2', 'DPM2 a': 'dpm2-ancestral', 'k_dpm_2_a': 'dpm2-ancestral', 'k_dpm_2_ancestral': 'dpm2-ancestral', 'KDPM2AncestralDiscreteScheduler': 'dpm2-ancestral',
  'DPM++ 2M': 'dpm++-2m', 'dpmpp_2m': 'dpm++-2m', 'k_dpmpp_2m': 'dpm++-2m', 'DPM++_2M': 'dpm++-2m', 'DPMSolverMultistepScheduler': 'dpm++-2m',
  'DPM++ 2M SDE': 'dpm++-2m-sde', 'k_dpmpp_2m_sde': 'dpm++-2m-sde', 'DPM++ 2M SDE Heun': 'dpm++-2m-sde-heun', 'DPM++ 3M SDE': 'dpm++-3m-sde',
  'DPM++ SDE': 'dpm++-sde', 'k_dpmpp_sde': 'dpm++-sde', 'DPMSolverSDEScheduler': 'dpm++-sde', 'DPM++ 2S a': 'dpm++-2s-ancestral', 'k_dpmpp_2s_a': 'dpm++-2s-ancestral', 'dpmpp_2s_ancestral': 'dpm++-2s-ancestral',
  'UniPC': 'unipc', 'uni_pc': 'unipc', 'UniPCMultistepScheduler': 'unipc', 'DEIS': 'deis', 'DEISMultistepScheduler': 'deis',
  'PLMS': 'pndm', 'PNDMScheduler': 'pndm', 'DDIM': 'ddim', 'DDIMScheduler': 'ddim', 'ddpm': 'ddpm', 'LCM': 'lcm', 'LCMScheduler': 'lcm', 'TCD': 'tcd', 'TCDScheduler': 'tcd',
};

test('sampler names are understood as other programs write them', () => {
  for (const [said, sampler] of Object.entries(written)) expect(samplerAndSpacing(said), said).toEqual({ sampler });
});

test('a spacing may follow the sampler\'s name', () => {
  const both = { 'DPM++ 2M Karras': ['dpm++-2m', 'karras'], 'DPM++ 2M SDE Exponential': ['dpm++-2m-sde', 'exponential'], 'DPM++ 2M SDE Heun Karras': ['dpm++-2m-sde-heun', 'karras'],
    'k_dpmpp_2m_ka': ['dpm++-2m', 'karras'], 'k_lms_ka': ['lms', 'karras'], 'euler sgm_uniform': ['euler', 'sgm-uniform'], 'Euler a Align Your Steps': ['euler-ancestral', 'align-your-steps'] };
  for (const [said, [sampler, spacing]] of Object.entries(both)) expect(samplerAndSpacing(said), said).toEqual({ sampler, spacing });
});

test('a schedule beside the name counts before one within it; Automatic is what belongs to the sampler', () => {
  expect(samplerAndSpacing('DPM++ 2M Karras', 'Exponential')).toEqual({ sampler: 'dpm++-2m', spacing: 'exponential' });
  expect(samplerAndSpacing('Euler', 'Uniform')).toEqual({ sampler: 'euler', spacing: 'normal' });
  expect(samplerAndSpacing('DPM++ 3M SDE', 'Automatic')).toEqual({ sampler: 'dpm++-3m-sde', spacing: 'exponential' });
  expect(samplerAndSpacing('DPM++ 2M Exponential', 'automatic')).toEqual({ sampler: 'dpm++-2m', spacing: 'exponential' });
  expect(samplerAndSpacing('Euler', 'Automatic')).toEqual({ sampler: 'euler' });
  expect(samplerAndSpacing('Euler', ' ')).toEqual({ sampler: 'euler' });
});

test('no name means two things, and every key and label is understood', () => {
  for (const key of samplerNames) for (const name of [key, samplers[key].label]) expect(samplerNamed(name)).toBe(key);
  for (const sampler of samplerNames) for (const spacing of spacingNames) expect(samplerAndSpacing(`${sampler}_${spacing}`)).toEqual({ sampler, spacing });
  const all = samplerNames.flatMap((key) => [key, ...samplers[key].aliases]);
  expect(new Set(all).size).toBe(all.length);
});

test('unknown names are refused with the choices', () => {
  expect(() => samplerNamed('eular')).toThrow(/Unknown sampler "eular". Choose one of: euler, euler-ancestral, heun/);
  for (const name of ['constructor', '', 'karras', 'Euler Nonsense']) expect(() => samplerAndSpacing(name)).toThrow(/Unknown sampler/);
  expect(() => samplerAndSpacing('euler', 'x')).toThrow(/Unknown step spacing "x". Choose one of: trailing/);
  expect(spacingNamed('SGM Uniform')).toBe('sgm-uniform');
});
