/** `darkroom info`: the recipe in a picture. */
import { commandRow } from '../command.ts';
import type { Recipe } from '../../recipe/recipe.ts';

type Row = readonly [label: string, value: string | number | undefined];

const sizeOf = ({ width, height }: { readonly width?: number | undefined; readonly height?: number | undefined }): string | undefined => (width === undefined || height === undefined ? undefined : `${width}×${height}`);
const reference = (picture: Recipe['init']): string | undefined => picture && `${sizeOf(picture)}, ${picture.hash.slice(0, 12)}…`;

/** What people call the fields; those that the recipe does not speak of are left out. */
function rowsOf(recipe: Partial<Recipe>, source: string): readonly Row[] {
  const { model, mode, variation, mask, expand, upscale, loras } = recipe;
  return [
    ['Prompt', recipe.prompt], ['As read', recipe.resolvedPrompt], ['Negative prompt', recipe.resolvedNegativePrompt ?? (recipe.negativePrompt || '–')], ['Styles', recipe.styles?.join(', ')], ['Model', model && (model.hash === undefined ? model.id : `${model.id} (${model.hash})`)],
    ['LoRAs', loras?.map(({ name, weight }) => `${name} (${weight})`).join(', ')], ['Seed', recipe.seed], ['Variation', variation && `seed ${variation.seed}, strength ${variation.strength}`], ['Steps', recipe.steps], ['Guidance', recipe.guidance],
    ['Sampler', recipe.sampler], ['Spacing', recipe.spacing], ['Noise from', recipe.rng], ['Precision', recipe.precision], ['Clip skip', recipe.clipSkip], ['Size', sizeOf(recipe)], ['Mode', mode === 'text-to-image' ? undefined : mode], ['Tiling', recipe.tiling],
    ['Edited picture', reference(recipe.init)], ['Strength', recipe.strength], ['Mask', mask && `${reference(mask)}, feather ${mask.feather}, grow ${mask.grow}${mask.invert ? ', inverted' : ''}, filled from ${mask.fill}`],
    ['Expanded by', expand && Object.entries(expand).filter(([, pixels]) => pixels > 0).map(([side, pixels]) => `${side} ${pixels}`).join(', ')], ['Enlarged', upscale && `${upscale.factor} times, strength ${upscale.strength}`],
    ['Made by', recipe.software ?? (source === 'darkroom' ? '–' : source)], ['Device', recipe.device ?? (source === 'darkroom' ? '–' : undefined)],
  ];
}

export const infoCommand = commandRow<Record<string, never>>({
  name: 'info',
  declare: (command) => {
    command.description('Print the recipe that a picture carries.').argument('<file>', 'a PNG, JPEG or WebP made by Darkroom, A1111, ComfyUI, InvokeAI, Fooocus or SwarmUI, or a recipe in JSON')
      .addHelpText('after', '\nExamples:\n  darkroom info fox.png\n  darkroom info fox.png --json');
  },
  run: async ({ library, output }, [file]) => {
    const { source, recipe, notes } = await (await library()).readRecipe(file as string);
    const rows = rowsOf(recipe, source).filter(([, value]) => value !== undefined && value !== '');
    const longest = Math.max(...rows.map(([label]) => label.length));
    for (const note of notes) output.note(`Note: ${note}`);
    return { json: source === 'darkroom' ? recipe : { source, recipe, notes }, text: rows.map(([label, value]) => `${label.padEnd(longest)}  ${value}`).join('\n') };
  },
});
