/** first-light at a glance: every subject at every place in every light, drawn as one labelled sheet. */

import type { Random } from '../../base/random.ts';
import type { Picture } from '../../images/picture.ts';
import { contactSheet } from '../../images/sheet.ts';
import { drawScene } from '../draw-scene.ts';
import type { Renderer } from '../render.ts';
import type { World, WorldSheetOptions } from '../world.ts';
import { inventory } from './inventory.ts';
import { sampleScene, type Scene } from './scene.ts';

/** One column for each subject, rows for each light and place; tints in turn, positions and jitter as `random` draws them. Splits play no part. */
export async function worldSheet(world: World<Scene>, renderer: Renderer, random: Random, { rows = 1, scale }: WorldSheetOptions = {}): Promise<Picture> {
  const { subjects, tints, places, lights } = inventory;
  const surroundings = lights.flatMap((light) => places.flatMap((place) => Array.from({ length: rows }, () => ({ light, place }))));
  const sheetRows: { readonly label: string; readonly pictures: readonly Picture[] }[] = [];
  for (const [row, { light, place }] of surroundings.entries()) {
    const pictures: Picture[] = [];
    for (const [column, subject] of subjects.entries()) {
      const tint = tints[(3 * row + column) % tints.length];
      pictures.push(await drawScene(world, sampleScene(inventory, random, { subject, place, light, ...(tint && { tint }) }), renderer));
    }
    sheetRows.push({ label: `${place}, ${light}`, pictures });
  }
  return contactSheet({ rows: sheetRows, columnLabels: subjects, ...(scale !== undefined && { scale }) });
}
