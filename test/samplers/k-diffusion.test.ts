/** Samplers and spacings against k-diffusion, whose AUTOMATIC1111 are; scripts/goldens/k-diffusion.py made the numbers. */

import { expect, test } from 'vitest';
import { samplerNamed, spacingNamed } from '../../src/diffusion/names.ts';
import type { PredictionKind } from '../../src/diffusion/prediction.ts';
import { createSchedule } from '../../src/diffusion/schedules.ts';
import { spaceLevels } from '../../src/diffusion/spacing.ts';
import golden from './k-diffusion.golden.json' with { type: 'json' };
import { relativeError } from './toy.ts';

const schedule = createSchedule({ name: 'scaled-linear' });

test.each(Object.entries(golden.runs))('%s ends where k-diffusion ends, with every spacing and number of steps', async (key, runs) => {
  const [name, kind] = key.split(' | ') as [string, PredictionKind];
  const sampler = samplerNamed(name.replace(' eta', ''));
  for (const [spacing, counts] of Object.entries(runs)) for (const [steps, expected] of Object.entries(counts)) {
    const levels = spaceLevels(schedule, Number(steps), spacingNamed(spacing));
    const samplerOptions = name.endsWith(' eta') ? { eta: 0.5 } : {};
    expect(await relativeError({ sampler, samplerOptions, schedule, levels, kind, scale: levels[0]!.sigma }, expected), `${spacing} ${steps}`).toBeLessThan(1e-4);
  }
});
