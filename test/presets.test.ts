/** Presets steer a drawn world by its own words: each must be one that the world says. */
import { describe, expect, test } from 'vitest';
import { presetsFor } from '../src/recipe/presets.ts';
import * as firstLight from '../src/worlds/first-light/vocabulary.ts';
import { lightTable } from '../src/worlds/storybook/vocabulary/lights.ts';
import { compositionTable, styleTable } from '../src/worlds/storybook/vocabulary/styles.ts';

const clausesOf = (table: Readonly<Record<string, { readonly clauses: readonly string[] }>>): string[] => Object.values(table).flatMap(({ clauses }) => clauses);

const said = {
  'first-light': { style: [], lighting: clausesOf(firstLight.lights), composition: clausesOf(firstLight.positions) },
  storybook: { style: clausesOf(styleTable), lighting: clausesOf(lightTable), composition: clausesOf(compositionTable) },
} as const;

describe.each(['first-light', 'storybook'] as const)('%s', (world) => {
  test('knows the words of its presets', () => {
    for (const { kind, words } of presetsFor(world)) expect(said[world][kind]).toContain(words);
  });
});

test('every style, light and composition of the storybook world has its preset', () => {
  const words = new Set(presetsFor('storybook').map((preset) => preset.words));
  for (const table of [styleTable, lightTable, compositionTable]) for (const { clauses } of Object.values(table)) expect(clauses.some((clause: string) => words.has(clause)), clauses[0]).toBe(true);
});
