/** The table of noise schedules. */

import { DarkroomError } from '../base/errors.ts';
import { cosineAlphas, discreteSchedule, linearAlphas, scaledLinearAlphas, withZeroTerminalSnr } from './discrete-schedule.ts';
import { flowSchedule } from './flow-schedule.ts';
import type { Schedule, ScheduleName, ScheduleOptions } from './schedule.ts';

type Setting = Exclude<keyof ScheduleOptions, 'name'>;
interface Row { readonly uses: readonly Setting[]; create(options: ScheduleOptions, steps: number): Schedule }

const betas: readonly Setting[] = ['trainingSteps', 'betaStart', 'betaEnd'];

const schedules = {
  linear: {
    uses: betas,
    create: (options, steps) => discreteSchedule('linear', linearAlphas(steps, options.betaStart ?? 0.0001, options.betaEnd ?? 0.02)),
  },
  'scaled-linear': {
    uses: betas,
    create: (options, steps) => discreteSchedule('scaled-linear', scaledLinearAlphas(steps, options.betaStart ?? 0.00085, options.betaEnd ?? 0.012)),
  },
  cosine: {
    uses: ['trainingSteps'],
    create: (_options, steps) => discreteSchedule('cosine', cosineAlphas(steps)),
  },
  'zero-terminal-snr': {
    uses: [...betas, 'terminalAlpha'],
    create: (options, steps) => discreteSchedule('zero-terminal-snr',
      withZeroTerminalSnr(scaledLinearAlphas(steps, options.betaStart ?? 0.00085, options.betaEnd ?? 0.012), options.terminalAlpha ?? 0)),
  },
  flow: {
    uses: ['trainingSteps', 'shift'],
    create: (options, steps) => flowSchedule(steps, options.shift ?? 1),
  },
} satisfies Record<ScheduleName, Row>;

/** The names, for listing and validation. */
export const scheduleNames = Object.keys(schedules) as readonly ScheduleName[];

/** Builds a schedule. @throws usage for an unknown name, a setting out of range, or one that this schedule does not use */
export function createSchedule(options: ScheduleOptions): Schedule {
  const row: Row | undefined = Object.hasOwn(schedules, options.name) ? schedules[options.name] : undefined;
  if (row === undefined) {
    throw new DarkroomError('usage', `Unknown noise schedule "${options.name}". Choose one of: ${scheduleNames.join(', ')}.`, { name: options.name });
  }
  for (const [setting, value] of Object.entries(options)) {
    if (setting === 'name' || value === undefined) continue;
    if (!row.uses.includes(setting as Setting)) {
      throw new DarkroomError('usage', `The noise schedule ${options.name} has no setting ${setting}. It has: ${row.uses.join(', ')}.`, { setting });
    }
  }
  const steps = options.trainingSteps ?? 1000;
  if (!Number.isInteger(steps) || steps < 2) {
    throw new DarkroomError('usage', `A noise schedule needs a whole number of at least 2 training steps, not ${steps}.`, { trainingSteps: steps });
  }
  return row.create(options, steps);
}
