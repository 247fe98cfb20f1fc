/** The storybook world at a glance: random scenes at each place, of each relation and each number, and one scene in every style and every light. */

import type { Random } from '../../base/random.ts';
import type { Picture } from '../../images/picture.ts';
import { resized } from '../../images/resize.ts';
import { contactSheet, type SheetRow } from '../../images/sheet.ts';
import { drawScene } from '../draw-scene.ts';
import type { Renderer } from '../render.ts';
import type { World, WorldSheetOptions } from '../world.ts';
import { sampleScene } from './sample-scene.ts';
import type { Scene } from './scene.ts';
import type { SceneGraph } from './scene-graph.ts';
import { placeIds, places, relationIds, styleIds } from './vocabulary.ts';

const COLUMNS = 10;
/** Pixels of a picture's side on the sheet. */
const SIDE = 128;

/** Kinds of rows: a label, and what the row's scenes have in common. */
function groups(): readonly { readonly label: string; readonly wanted: (graph: SceneGraph) => boolean }[] {
  return [
    ...placeIds.map((place) => ({ label: place, wanted: (graph: SceneGraph) => graph.place === place })),
    ...relationIds.map((kind) => ({ label: kind, wanted: ({ relation }: SceneGraph) => relation?.kind === kind })),
    ...[2, 3, 4].map((count) => ({ label: `${count} of a kind`, wanted: (graph: SceneGraph) => graph.count === count })),
  ];
}

/** Splits play no part. `scale` enlarges the small pictures of the sheet. */
export async function storybookSheet(world: World<Scene>, renderer: Renderer, random: Random, { rows = 1, scale = 1 }: WorldSheetOptions = {}): Promise<Picture> {
  const draw = async (scenes: readonly Scene[]): Promise<Picture[]> => {
    const pictures: Picture[] = [];
    for (const scene of scenes) pictures.push(resized(await drawScene(world, scene, renderer), SIDE, SIDE));
    return pictures;
  };
  const sheetRows: SheetRow[] = [];
  for (const { label, wanted } of groups()) {
    for (let row = 0; row < rows; row++) sheetRows.push({ label, pictures: await draw(Array.from({ length: COLUMNS }, () => sampleScene(random, { wanted }))) });
  }
  const scene = sampleScene(random, { wanted: ({ place }) => place === 'mountains' });
  sheetRows.push({ label: styleIds.join(', '), pictures: await draw(styleIds.map((style) => ({ ...scene, style }))) });
  sheetRows.push({ label: places.mountains.lights.join(', '), pictures: await draw(places.mountains.lights.map((light) => ({ ...scene, light }))) });
  return contactSheet({ rows: sheetRows, scale });
}
