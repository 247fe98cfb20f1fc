/** `darkroom info`: the recipe in a picture. */
import { commandRow } from '../command.ts';
import type { Recipe } from '../../recipe/recipe.ts';

/** What people call the fields. */
const labels = {
  prompt: 'Prompt', negativePrompt: 'Negative prompt', model: 'Model', seed: 'Seed', steps: 'Steps', guidance: 'Guidance', sampler: 'Sampler', size: 'Size', software: 'Made by', device: 'Device',
} as const;

export const infoCommand = commandRow<Record<string, never>>({
  name: 'info',
  declare: (command) => {
    command.description('Print the recipe that a picture carries.').argument('<file>', 'a PNG made by Darkroom (or by a program that writes the same kind of text), or a recipe in JSON')
      .addHelpText('after', '\nExamples:\n  darkroom info fox.png\n  darkroom info fox.png --json');
  },
  run: async ({ library }, [file]) => {
    const recipe: Recipe = await (await library()).readRecipe(file as string);
    const { model, width, height } = recipe;
    const values: Readonly<Record<keyof typeof labels, string>> = {
      prompt: recipe.prompt, negativePrompt: recipe.negativePrompt || '–', model: model.hash === undefined ? model.id : `${model.id} (${model.hash})`, seed: String(recipe.seed), steps: String(recipe.steps),
      guidance: String(recipe.guidance), sampler: recipe.sampler, size: `${width}×${height}`, software: recipe.software ?? '–', device: recipe.device ?? '–',
    };
    const keys = Object.keys(labels) as (keyof typeof labels)[];
    const longest = Math.max(...keys.map((key) => labels[key].length));
    return { json: recipe, text: keys.map((key) => `${labels[key].padEnd(longest)}  ${values[key]}`).join('\n') };
  },
});
