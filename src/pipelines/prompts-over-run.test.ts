import { expect, test } from 'vitest';
import type { Pipeline } from './pipeline.ts';
import { createSchedule } from '../diffusion/schedules.ts';
import { spaceLevels } from '../diffusion/spacing.ts';
import { conditionOverRun } from './prompts-over-run.ts';

const schedule = createSchedule({ name: 'flow' });
const levels = spaceLevels(schedule, 4);
const request = { width: 8, height: 8, prompts: ['a fox'], negativePrompt: '', guidance: 3, count: 1 };

/** Tells what it was conditioned with, and which texts each look uses. */
function watched(): { asked: string[]; looks: string[]; pipeline: Pick<Pipeline, 'condition'> } {
  const asked: string[] = [];
  const looks: string[] = [];
  const condition: Pipeline['condition'] = async ({ prompts, negativePrompt }) => {
    const text = `${prompts.join('+')}/${negativePrompt}`;
    asked.push(text);
    return async (latents) => { looks.push(text); return { conditional: latents }; };
  };
  return { asked, looks, pipeline: { condition } };
}

test('a plain prompt is read once', async () => {
  const { asked, pipeline } = watched();
  await conditionOverRun(pipeline, request, levels);
  expect(asked).toEqual(['a fox/']);
});

test('each step, and each look within it, has its texts; equal ones are read once', async () => {
  const { asked, looks, pipeline } = watched();
  const pair = await conditionOverRun(pipeline, { ...request, prompts: ['a [red|blue] fox', 'owl'], negativePrompt: '[x::.5]' }, levels);
  expect(asked).toEqual(['a red fox+owl/x', 'a blue fox+owl/x', 'a red fox+owl/', 'a blue fox+owl/']);
  for (const level of [levels[0]!, schedule.atMoment(0.9), levels[1]!, levels[2]!, schedule.atMoment(0.3), levels[3]!, schedule.atMoment(0.001)]) await pair(new Float32Array(1), level, true);
  expect(looks.map((text) => asked.indexOf(text))).toEqual([0, 0, 1, 2, 2, 3, 3]);
});
