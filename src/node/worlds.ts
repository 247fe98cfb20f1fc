/** The drawn worlds in Node: what they hold, and a sheet of each. */
import { createRandom } from '../base/random.ts';
import type { Picture } from '../images/picture.ts';
import { Renderer } from '../worlds/render.ts';
import type { World } from '../worlds/world.ts';
import { worldNamed, worlds } from '../worlds/worlds.ts';
import { nodeCanvases } from './canvas.ts';

/** What a world holds, as data. */
export type WorldContents = Pick<World, 'name' | 'description' | 'size' | 'factors' | 'views'>;

/** Every world, in the order of the table. */
export function listWorlds(): readonly WorldContents[] {
  return Object.values(worlds).map(({ name, description, size, factors, views }) => ({ name, description, size, factors, views }));
}

/**
 * A labelled sheet of a world.
 * @param seed decides what chance decides in it: positions, small differences
 * @param view one of the world's views; default: the first
 * @throws DarkroomError code 'usage' for a name that is not in the table, or a view that the world has not
 */
export function drawWorldSheet(name: string, seed = 0, view?: string): Promise<Picture> {
  return worldNamed(name).sheet(new Renderer(nodeCanvases), createRandom(seed), view === undefined ? {} : { view });
}
