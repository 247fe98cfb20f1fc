import { expect, test } from 'vitest';
import type { Pipeline } from './pipeline.ts';
import { createSchedule } from '../diffusion/schedules.ts';
import { spaceLevels } from '../diffusion/spacing.ts';
import { conditionOverRun } from './prompts-over-run.ts';

const schedule = createSchedule({ name: 'flow' });
const levels = spaceLevels(schedule, 4);
const request = { width: 8, height: 8, prompts: ['a fox'], negativePrompts: [''], guidance: 3, count: 1 };

/** Tells what it was conditioned with, and which texts each look uses. */
function watched(): { asked: string[]; looks: string[]; pipeline: Pick<Pipeline, 'condition'> } {
  const asked: string[] = [];
  const looks: string[] = [];
  const condition: Pipeline['condition'] = async ({ prompts, negativePrompts }) => {
    const text = `${prompts.join('+')}/${negativePrompts.join('+')}`;
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
  const pair = await conditionOverRun(pipeline, { ...request, prompts: ['a [red|blue] fox', 'owl'], negativePrompts: ['[x::.5]'] }, levels);
  expect(asked).toEqual(['a red fox+owl/x', 'a blue fox+owl/x', 'a red fox+owl/', 'a blue fox+owl/']);
  for (const level of [levels[0]!, schedule.atMoment(0.9), levels[1]!, levels[2]!, schedule.atMoment(0.3), levels[3]!, schedule.atMoment(0.001)]) await pair(new Float32Array(1), level, true);
  expect(looks.map((text) => asked.indexOf(text))).toEqual([0, 0, 1, 2, 2, 3, 3]);
});

/** Estimates by text: its length; the unconditional one is 1. */
const measuring: Pick<Pipeline, 'condition'> = {
  condition: async ({ prompts, count }) => async (latents, _level, both) => {
    const conditional = latents.map((_, i) => prompts[prompts.length === 1 ? 0 : Math.floor(i / (latents.length / count))]!.length);
    return both ? { conditional, unconditional: latents.map(() => 1) } : { conditional };
  },
};

test('composed prompts push together, each by its weight; one is plain', async () => {
  const pair = await conditionOverRun(measuring, { ...request, prompts: ['abc AND abcde:0.5'] }, levels);
  expect(await pair(new Float32Array(2), levels[0]!, true)).toEqual({ conditional: Float32Array.of(5, 5), unconditional: Float32Array.of(1, 1) }); // 1 + 2 + 4 / 2
  expect(await pair(new Float32Array(2), levels[0]!, false)).toEqual({ conditional: Float32Array.of(5, 5) });
  const each = await conditionOverRun(measuring, { ...request, count: 2, prompts: ['ab AND abc', 'abcd'] }, levels);
  expect((await each(new Float32Array(4), levels[0]!, true)).conditional).toEqual(Float32Array.of(4, 4, 4, 4)); // 1 + 1 + 2, and 1 + 3 + 0
});

test('composed prompts may change over the run, too', async () => {
  const pair = await conditionOverRun(measuring, { ...request, prompts: ['ab AND [abc:abcdef:.5]'] }, levels);
  const at = async (step: number): Promise<number> => (await pair(new Float32Array(1), levels[step]!, true)).conditional[0]!;
  expect([await at(0), await at(1), await at(2)]).toEqual([4, 4, 7]);
});
