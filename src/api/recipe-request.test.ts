import { expect, test } from 'vitest';
import { recipeFields } from '../recipe/recipe.ts';
import { recipeRequest } from './recipe-request.ts';

test('every field of a recipe can be asked for, so that a recipe can be sent back as it is', () => {
  expect(Object.keys(recipeRequest.shape)).toEqual(expect.arrayContaining([...recipeFields]));
});
