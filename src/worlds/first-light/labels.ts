/** What a scene of one subject is, as class numbers: the factors of its world. */
import { DarkroomError } from '../../base/errors.ts';
import type { Scene } from './scene.ts';
import type { Inventory } from './inventory.ts';

/** The factors in the order of `sceneLabels`. */
export const FACTORS = ['subject', 'tint', 'place', 'light', 'position'] as const;
export type Factor = (typeof FACTORS)[number];

/** Each factor's values in the order of their class numbers. */
export function factorValues({ subjects, tints, places, lights, positions }: Inventory): Readonly<Record<Factor, readonly string[]>> {
  return { subject: subjects, tint: tints, place: places, light: lights, position: positions };
}

/**
 * Class numbers of a scene's first object and its surroundings, in the order of `FACTORS`.
 * @throws DarkroomError code 'data' when the scene is empty or holds something that the world does not
 */
export function sceneLabels(inventory: Inventory, { place, light, objects }: Scene): readonly number[] {
  const object = objects[0];
  if (object === undefined) throw new DarkroomError('data', 'A scene without objects has no labels; give it at least one object.');
  const { subject, tint, position } = object;
  const scene: Readonly<Record<Factor, string>> = { subject, tint, place, light, position };
  const values = factorValues(inventory);
  return FACTORS.map((name) => {
    const label = values[name].indexOf(scene[name]);
    if (label < 0) throw new DarkroomError('data', `The world 'first-light' has no ${name} '${scene[name]}'. Choose one of: ${values[name].join(', ')}.`, { [name]: scene[name] });
    return label;
  });
}
