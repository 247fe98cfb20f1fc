/** The drawn worlds in Node: what they hold, and a sheet of each. */
import { createRandom } from '../base/random.ts';
import type { Picture } from '../images/picture.ts';
import { Renderer } from '../worlds/render.ts';
import { type World, worldNamed, worlds } from '../worlds/world.ts';
import { worldSheet } from '../worlds/world-sheet.ts';
import { nodeCanvases } from './canvas.ts';

/** Every world, in the order of the table. */
export function listWorlds(): readonly World[] {
  return Object.values(worlds);
}

/**
 * A labelled sheet of a world: every subject at every place in every light.
 * @param seed decides positions and jitter
 * @throws DarkroomError code 'usage' for a name that is not in the table
 */
export function drawWorldSheet(name: string, seed = 0): Promise<Picture> {
  return worldSheet(worldNamed(name), new Renderer(nodeCanvases), createRandom(seed));
}
