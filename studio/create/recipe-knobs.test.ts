import { expect, it } from 'vitest';
import type { Capabilities } from '../engine/engine.ts';
import { firstKnobs } from '../shell/studio-state.ts';
import { knobsOf } from './recipe-knobs.ts';

const model = { id: 'tiny', label: 'tiny', description: '', size: { width: 32, height: 32 }, fixedSize: true, sizeMultiple: 8, defaults: { steps: 16, guidance: 2.5, sampler: 'euler' }, presets: ['night', 'left'], negativePrompt: true };
const here: Pick<Capabilities, 'models' | 'presets' | 'samplers'> = {
  models: [model], presets: [{ id: 'night', label: 'Night', kind: 'lighting' }, { id: 'left', label: 'Left', kind: 'composition' }], samplers: [{ name: 'euler', label: 'Euler' }],
};

it('sets every knob that a recipe names, and keeps what has none', () => {
  const recipe = { version: 2, prompt: 'a fox', negativePrompt: 'rain', model: { id: 'tiny', hash: '12' }, seed: 7, steps: 9, guidance: 3, sampler: 'euler', styles: ['night', 'left'], spacing: 'karras', guidanceInterval: [0, 0.8], width: 32, height: 32, software: 'darkroom' };
  expect(knobsOf(recipe, here)).toEqual({ ...firstKnobs, prompt: 'a fox', negativePrompt: 'rain', model: 'tiny', seed: 7, steps: 9, guidance: 3, sampler: 'euler', lighting: 'night', composition: 'left', count: 1, also: { spacing: 'karras', guidanceInterval: [0, 0.8] } });
});

it('leaves to the model what is not said or not here', () => {
  expect(knobsOf({ prompt: 'a fox', model: { id: 'other' }, sampler: 'lms', steps: 'many' }, here)).toEqual({ ...firstKnobs, prompt: 'a fox', count: 1 });
});
