import { expect, it } from 'vitest';
import { extractNetworks } from '../../src/recipe/prompt-networks.ts';
import { lorasIn, withLora, withoutLora } from './prompt-loras.ts';

it('reads what stands in the prompt', () => {
  expect(lorasIn('a fox <lora:ink:0.5>, at night <lora:wash>')).toEqual([{ name: 'ink', strength: 0.5 }, { name: 'wash', strength: 1 }]);
  expect(lorasIn('a <b> fox <hypernet:x:1> <lora:parts:te=0.5:unet=0.3>')).toEqual([]);
});

it('writes what the models read, at the place where it was', () => {
  const prompt = withLora(withLora('a fox ', { name: 'ink', strength: 0.8 }), { name: 'wash', strength: -1 });
  expect(prompt).toBe('a fox <lora:ink:0.8> <lora:wash:-1>');
  expect(extractNetworks(prompt).networks.map(({ name, strength }) => `${name} ${strength}`)).toEqual(['ink 0.8', 'wash -1']);
  expect(withLora(prompt, { name: 'ink', strength: 0.25 })).toBe('a fox <lora:ink:0.25> <lora:wash:-1>');
  expect(withLora('', { name: 'ink', strength: 1 })).toBe('<lora:ink:1>');
});

it('takes one out and leaves the words', () => {
  expect(withoutLora('a fox <lora:ink:0.5>, at night <lora:wash>', 'ink')).toBe('a fox, at night <lora:wash>');
  expect(withoutLora('<lora:ink:1> a fox', 'ink')).toBe('a fox');
});
