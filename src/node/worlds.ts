/** The drawn worlds in Node: what they hold, and a sheet of each. */
import { createRandom } from '../base/random.ts';
import type { Picture } from '../images/picture.ts';
import { Renderer } from '../worlds/render.ts';
import type { World } from '../worlds/world.ts';
import { worldNamed, worlds } from '../worlds/worlds.ts';
import { nodeCanvases } from './canvas.ts';

/** What a world holds, as data. */
export type WorldContents = Pick<World, 'name' | 'description' | 'size' | 'factors'>;

/** Every world, in the order of the table. */
export function listWorlds(): readonly WorldContents[] {
  return Object.values(worlds).map(({ name, description, size, factors }) => ({ name, description, size, factors }));
}

/**
 * A labelled sheet of a world.
 * @param seed decides what chance decides in it: positions, small differences
 * @throws DarkroomError code 'usage' for a name that is not in the table
 */
export function drawWorldSheet(name: string, seed = 0): Promise<Picture> {
  return worldNamed(name).sheet(new Renderer(nodeCanvases), createRandom(seed));
}
