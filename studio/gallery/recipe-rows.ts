/** A recipe as rows of words, for people. */
import type { GalleryPicture } from '../engine/engine.ts';

type Row = readonly [name: string, value: string];

const labels: Readonly<Record<string, string>> = {
  prompt: 'Prompt', negativePrompt: 'Left out', resolvedPrompt: 'Read as', model: 'Model', seed: 'Seed', steps: 'Steps', guidance: 'Guidance', sampler: 'Sampler', styles: 'Presets', strength: 'Change', mode: 'Mode',
};

const plain = (value: unknown): string => (Array.isArray(value) ? value.map(plain).join(', ') : typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value));

/** @returns what a person asks first, and what the recipe says besides; nothing that is empty */
export function recipeRows({ recipe, width, height, madeAt }: Pick<GalleryPicture, 'recipe' | 'width' | 'height' | 'madeAt'>): { readonly main: readonly Row[]; readonly rest: readonly Row[] } {
  const said = Object.entries(recipe).filter(([, value]) => value !== '' && value !== undefined && value !== null);
  const model = recipe['model'] as { readonly id?: string } | undefined;
  const shown = (name: string, value: unknown): string => (name === 'model' ? model?.id ?? '' : plain(value));
  return {
    main: [...Object.keys(labels).flatMap((name): Row[] => said.filter(([key]) => key === name).map(([, value]) => [labels[name] as string, shown(name, value)])), ['Size', `${width} × ${height}`], ['Made', madeAt.slice(0, 16).replace('T', ' ')]],
    rest: said.filter(([name]) => !(name in labels)).map(([name, value]) => [name, plain(value)]),
  };
}
