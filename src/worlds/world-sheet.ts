/** A world at a glance: every subject at every place in every light, drawn as one labelled sheet. */

import type { Random } from '../base/random.ts';
import { createPicture, type Picture } from '../images/picture.ts';
import { contactSheet } from '../images/sheet.ts';
import { displayList } from './display-list.ts';
import type { Renderer } from './render.ts';
import { sampleScene, type Scene } from './scene.ts';
import type { World } from './world.ts';

export interface WorldSheetOptions {
  /** Rows for each place and light; default 1. */
  readonly rows?: number;
  /** Every pixel becomes a square of this side; default: what brings the pictures to about 96 pixels. */
  readonly scale?: number;
}

/** A scene as a picture of the world's size. */
export async function drawScene(world: World, scene: Scene, renderer: Renderer): Promise<Picture> {
  return createPicture(world.size, world.size, (await renderer.render(displayList(scene, world.size))).rgb);
}

/** One column for each subject, rows for each light and place; tints in turn, positions and jitter as `random` draws them. Splits play no part. */
export async function worldSheet(world: World, renderer: Renderer, random: Random, { rows = 1, scale }: WorldSheetOptions = {}): Promise<Picture> {
  const surroundings = world.lights.flatMap((light) => world.places.flatMap((place) => Array.from({ length: rows }, () => ({ light, place }))));
  const sheetRows: { readonly label: string; readonly pictures: readonly Picture[] }[] = [];
  for (const [row, { light, place }] of surroundings.entries()) {
    const pictures: Picture[] = [];
    for (const [column, subject] of world.subjects.entries()) {
      const tint = world.tints[(3 * row + column) % world.tints.length];
      pictures.push(await drawScene(world, sampleScene(world, random, { subject, place, light, ...(tint && { tint }) }), renderer));
    }
    sheetRows.push({ label: `${place}, ${light}`, pictures });
  }
  return contactSheet({ rows: sheetRows, columnLabels: world.subjects, ...(scale !== undefined && { scale }) });
}
