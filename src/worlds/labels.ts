/** What a scene of one subject is, as class numbers: the factors of its world. */
import type { Scene } from './scene.ts';
import type { World } from './world.ts';

/** The factors in the order of `sceneLabels`. */
export const FACTORS = ['subject', 'tint', 'place', 'light', 'position'] as const;
export type Factor = (typeof FACTORS)[number];

const classes: Readonly<Record<Factor, (world: World) => readonly string[]>> = {
  subject: ({ subjects }) => subjects,
  tint: ({ tints }) => tints,
  place: ({ places }) => places,
  light: ({ lights }) => lights,
  position: ({ positions }) => positions,
};

/** Each factor and how many classes it has in the world. */
export function sceneFactors(world: World): readonly { readonly name: Factor; readonly classes: number }[] {
  return FACTORS.map((name) => ({ name, classes: classes[name](world).length }));
}

/** Class numbers of a scene's first object and its surroundings, in the order of `FACTORS`. */
export function sceneLabels(world: World, { place, light, objects }: Scene): readonly number[] {
  const object = objects[0];
  const values: Readonly<Record<Factor, string | undefined>> = { subject: object?.subject, tint: object?.tint, place, light, position: object?.position };
  return FACTORS.map((name) => classes[name](world).indexOf(values[name] ?? ''));
}
