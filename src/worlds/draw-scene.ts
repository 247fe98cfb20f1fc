/** A scene as a picture. */

import { createPicture, type Picture } from '../images/picture.ts';
import type { Renderer } from './render.ts';
import type { World } from './world.ts';

/** Draws a scene at its world's size. */
export async function drawScene<S>(world: Pick<World<S>, 'size' | 'displayList'>, scene: S, renderer: Renderer): Promise<Picture> {
  return createPicture(world.size, world.size, (await renderer.render(world.displayList(scene, world.size))).rgb);
}
