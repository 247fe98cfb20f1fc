import { expect, test } from 'vitest';
import { noiseFraction, noiseRatio, ratioOfRatios } from './noise-level.ts';
import { createSchedule, scheduleNames } from './schedules.ts';
import { levelsForStrength, spaceLevels, spacingNames } from './spacing.ts';
import type { SpacingOptions } from './spacing.ts';

test('every schedule keeps its invariant, falls towards clean, and inverts its ratio', () => {
  for (const name of scheduleNames) {
    const schedule = createSchedule({ name });
    let ratio = Infinity;
    for (let step = 1000; step > 0; step -= 37) {
      const level = schedule.atMoment(step / 1000);
      const sum = name === 'flow' ? level.alpha + level.sigma : level.alpha ** 2 + level.sigma ** 2;
      expect(sum).toBeCloseTo(1, 12);
      if (step < 1000) {
        expect(noiseRatio(level)).toBeLessThan(ratio);
        const again = schedule.atRatio(noiseRatio(level));
        expect(again.timestep).toBeCloseTo(level.timestep, 4);
        expect(again.alpha).toBeCloseTo(level.alpha, 10);
      }
      ratio = noiseRatio(level);
    }
  }
});

test('only zero terminal SNR and flow end at alpha = 0, exactly; the rest has the published last value', () => {
  const last = (name: (typeof scheduleNames)[number]): number => createSchedule({ name }).atMoment(1).alpha;
  expect(last('zero-terminal-snr')).toBe(0);
  expect(last('flow')).toBe(0);
  expect(last('scaled-linear') ** 2).toBeCloseTo(0.00466, 5); // Lin et al. 2305.08891: sqrt is 0.068265
  expect(last('scaled-linear')).toBeCloseTo(0.068265, 5);
  expect(last('linear')).toBeCloseTo(0.006353, 5);
  expect(createSchedule({ name: 'zero-terminal-snr' }).atMoment(0.001).alpha)
    .toBe(createSchedule({ name: 'scaled-linear' }).atMoment(0.001).alpha);
});

test('shift moves the moments of a flow', () => {
  const schedule = createSchedule({ name: 'flow', shift: 3 });
  expect(schedule.atMoment(0.5)).toEqual({ timestep: 750, alpha: 0.25, sigma: 0.75 });
  expect(schedule.atMoment(1).sigma).toBe(1);
});

test('every spacing of every schedule falls and ends clean', () => {
  for (const name of scheduleNames) for (const spacing of spacingNames) for (const steps of [1, 2, 3, 20, 50]) {
    if (name === 'flow' && spacing === 'align-your-steps') continue; // refused, see below
    const levels = spaceLevels(createSchedule({ name }), steps, spacing);
    expect(levels).toHaveLength(steps + 1);
    expect(levels.at(-1)).toEqual({ timestep: 0, alpha: 1, sigma: 0 });
    for (let i = 1; i <= steps; i++) expect(ratioOfRatios(levels[i - 1]!, levels[i]!)).toBeLessThan(1);
    if (spacing !== 'leading' && (spacing !== 'align-your-steps' || name === 'scaled-linear')) expect(levels[0]).toEqual(createSchedule({ name }).atMoment(1));
  }
});

test('trailing spacing visits the last of equal strides, leading those of Stable Diffusion 1', () => {
  const schedule = createSchedule({ name: 'scaled-linear' });
  expect(spaceLevels(schedule, 4).map((level) => level.timestep)).toEqual([999, 749, 499, 249, 0]);
  expect(spaceLevels(schedule, 4, 'leading').map((level) => level.timestep)).toEqual([751, 501, 251, 1, 0]);
  expect(spaceLevels(createSchedule({ name: 'flow' }), 4).map(noiseFraction)).toEqual([1, 0.75, 0.5, 0.25, 0]);
});

test('the published spacings have their published numbers', () => {
  const schedule = createSchedule({ name: 'scaled-linear' });
  const ratios = (steps: number, options: SpacingOptions): string[] => spaceLevels(schedule, steps, options).map((level) => noiseRatio(level).toFixed(3));
  expect(ratios(10, { name: 'align-your-steps' })).toEqual(['14.615', '6.475', '3.861', '2.697', '1.886', '1.396', '0.963', '0.652', '0.399', '0.152', '0.000']);
  expect(ratios(5, { name: 'align-your-steps', table: 'sdxl' })).toEqual(['14.615', '3.771', '1.342', '0.555', '0.234', '0.000']);
  expect(ratios(20, { name: 'align-your-steps' })[1]).toBe(Math.sqrt(14.615 * 6.475).toFixed(3));
  expect(spaceLevels(schedule, 4, 'lcm').map((level) => level.timestep)).toEqual([999, 759, 499, 259, 0]);
  expect(spaceLevels(schedule, 4, 'sgm-uniform').map((level) => level.timestep)).toEqual([999, 749.25, 499.5, 249.75, 0]);
  expect(spaceLevels(schedule, 3, 'simple').map((level) => level.timestep)).toEqual([999, 666, 333, 0]);
  expect(spaceLevels(schedule, 3, { name: 'normal', told: 'floored' }).map((level) => level.timestep)).toEqual([999, 499, 0, 0]);
  expect(spaceLevels(schedule, 4, { name: 'leading', offset: 0 }).map((level) => level.timestep)).toEqual([750, 500, 250, 0, 0]);
  expect(ratios(3, { name: 'polyexponential', rho: 2 })[1]).toBe((0.02917 * (14.6146 / 0.02917) ** 0.25).toFixed(3));
});

test('a run may end on the cleanest trained level, which is not visited twice', () => {
  const schedule = createSchedule({ name: 'scaled-linear' });
  const cleanest = schedule.atMoment(0.001);
  expect(spaceLevels(schedule, 10, { name: 'leading', final: 'cleanest' })).toHaveLength(11);
  expect(spaceLevels(schedule, 10, { name: 'karras', final: 'cleanest' })).toHaveLength(10);
  for (const name of ['leading', 'karras', 'trailing', 'linspace'] as const) expect(spaceLevels(schedule, 10, { name, final: 'cleanest' }).at(-1)).toEqual(cleanest);
});

test('between whole timesteps a schedule goes on evenly, also into pure noise', () => {
  const plain = createSchedule({ name: 'scaled-linear' });
  expect(noiseRatio(plain.atTimestep(500.5))).toBeCloseTo(Math.sqrt(noiseRatio(plain.atTimestep(500)) * noiseRatio(plain.atTimestep(501))), 10);
  const zero = createSchedule({ name: 'zero-terminal-snr' });
  expect(zero.atTimestep(998.5).alpha).toBeGreaterThan(0);
  expect(zero.atTimestep(998.5).alpha).toBeLessThan(zero.atTimestep(998).alpha);
  expect(zero.atRatio(Infinity)).toEqual({ timestep: 999, alpha: 0, sigma: 1 });
  expect(zero.atRatio(noiseRatio(zero.atTimestep(998.5))).timestep).toBeCloseTo(998.5, 8);
  expect(createSchedule({ name: 'zero-terminal-snr', terminalAlpha: 2 ** -12 }).atMoment(1).alpha).toBe(2 ** -12);
  expect(() => createSchedule({ name: 'zero-terminal-snr', terminalAlpha: 0.5 })).toThrow(/less than that before it/);
  expect(() => plain.atTimestep(1000)).toThrow(/outside this schedule/);
});

test('strength keeps the end of a run', () => {
  const levels = spaceLevels(createSchedule({ name: 'flow' }), 10);
  expect(levelsForStrength(levels, 0.3)).toEqual(levels.slice(7));
  expect(levelsForStrength(levels, 1)).toEqual(levels);
  for (const strength of [0, -1, 1.1, NaN]) expect(() => levelsForStrength(levels, strength)).toThrow(/strength/);
});

test('wrong settings are refused in words', () => {
  expect(() => createSchedule({ name: 'nope' as 'flow' })).toThrow(/Unknown noise schedule "nope". Choose one of: linear/);
  expect(() => createSchedule({ name: 'linear', shift: 3 })).toThrow(/has no setting shift/);
  expect(() => createSchedule({ name: 'flow', shift: 0 })).toThrow(/positive/);
  expect(() => createSchedule({ name: 'linear', betaStart: 0.5, betaEnd: 0.1 })).toThrow(/betas/);
  expect(() => createSchedule({ name: 'linear', trainingSteps: 1 })).toThrow(/training steps/);
  for (const steps of [0, 1.5, NaN, 1001]) expect(() => spaceLevels(createSchedule({ name: 'linear' }), steps)).toThrow(/number of steps/);
  expect(() => spaceLevels(createSchedule({ name: 'flow' }), 1000, 'leading')).toThrow(/cannot take 1000 steps of 1000/);
  expect(spaceLevels(createSchedule({ name: 'flow' }), 999, 'leading')[0]!.alpha).toBe(0);
  expect(() => spaceLevels(createSchedule({ name: 'flow' }), 4, 'align-your-steps')).toThrow(/does not suit a flow/);
  expect(() => spaceLevels(createSchedule({ name: 'linear' }), 51, 'lcm')).toThrow(/at most 50/);
  expect(() => spaceLevels(createSchedule({ name: 'linear' }), 4, 'x' as 'karras')).toThrow(/spacing/);
});
