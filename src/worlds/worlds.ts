/** The table of worlds. */

import { DarkroomError } from '../base/errors.ts';
import { firstLight } from './first-light/first-light.ts';
import { storybook } from './storybook/storybook.ts';
import type { World } from './world.ts';

/** All worlds by name. */
export const worlds: Readonly<Record<string, World>> = { [firstLight.name]: firstLight, [storybook.name]: storybook };

/** @throws DarkroomError code 'usage' for a name that is not in the table */
export function worldNamed(name: string): World {
  const world = Object.hasOwn(worlds, name) ? worlds[name] : undefined;
  if (world === undefined) throw new DarkroomError('usage', `There is no world '${name}'. Choose one of: ${Object.keys(worlds).join(', ')}.`, { name });
  return world;
}
