/** The storybook world on sheets: at a glance, by places, styles and subjects, and as it comes. */

import type { Random } from '../../base/random.ts';
import type { Picture } from '../../images/picture.ts';
import { resized } from '../../images/resize.ts';
import { contactSheet, type SheetRow } from '../../images/sheet.ts';
import { drawScene } from '../draw-scene.ts';
import type { Renderer } from '../render.ts';
import { viewOf, type World, type WorldSheetOptions } from '../world.ts';
import { aspectOf, lookOf } from './geometry.ts';
import { sampleScene } from './sample-scene.ts';
import type { Scene, Thing } from './scene.ts';
import type { SceneGraph } from './scene-graph.ts';
import { ART_FAMILIES } from './subject.ts';
import { places, placeIds, relationIds, styleIds, subjectIds } from './vocabulary.ts';
import { wardrobeOf } from './wardrobe.ts';

/** What a view is made with. */
interface SheetMaker {
  readonly world: World<Scene>;
  readonly random: Random;
  readonly rows: number;
  /** Pictures of scenes at that side. */
  draw(scenes: readonly Scene[], side: number): Promise<Picture[]>;
}

interface View {
  readonly rows: readonly SheetRow[];
  readonly columnLabels?: readonly string[];
}

/** Kinds of rows: a label, and what the row's scenes have in common. */
function groups(): readonly { readonly label: string; readonly wanted: (graph: SceneGraph) => boolean }[] {
  return [
    ...placeIds.map((place) => ({ label: place, wanted: (graph: SceneGraph) => graph.place === place })),
    ...relationIds.map((kind) => ({ label: kind, wanted: ({ relation }: SceneGraph) => relation?.kind === kind })),
    ...[2, 3, 4].map((count) => ({ label: `${count} of a kind`, wanted: (graph: SceneGraph) => graph.count === count })),
  ];
}

/** Random scenes at each place, of each relation and each number, then one scene in every style and every light. */
async function overview({ random, rows, draw }: SheetMaker): Promise<View> {
  const [columns, side] = [10, 128];
  const sheetRows: SheetRow[] = [];
  for (const { label, wanted } of groups()) {
    for (let row = 0; row < rows; row++) sheetRows.push({ label, pictures: await draw(Array.from({ length: columns }, () => sampleScene(random, { wanted })), side) });
  }
  const scene = sampleScene(random, { wanted: ({ place }) => place === 'mountains' });
  sheetRows.push({ label: 'every style', captions: styleIds, pictures: await draw(styleIds.map((style) => ({ ...scene, style })), side) });
  const { lights } = places.mountains;
  sheetRows.push({ label: 'every light', captions: lights, pictures: await draw(lights.map((light) => ({ ...scene, light })), side) });
  return { rows: sheetRows };
}

/** Each place in each of its lights, flat: the same things, another variant in each row. */
async function placeView({ random, rows, draw }: SheetMaker): Promise<View> {
  const sheetRows: SheetRow[] = [];
  for (const place of placeIds) {
    for (let row = 0; row < rows; row++) {
      const scene = { ...sampleScene(random, { wanted: (graph) => graph.place === place && graph.count === 1 && graph.relation === undefined && graph.composition === 'centred' }), style: 'flat' } as const;
      const { lights } = places[place];
      sheetRows.push({ label: place, captions: lights, pictures: await draw(lights.map((light) => ({ ...scene, light })), 128) });
    }
  }
  return { rows: sheetRows };
}

/** Scenes in every style, one scene a row. */
async function styleView({ random, rows, draw }: SheetMaker): Promise<View> {
  const sheetRows: SheetRow[] = [];
  for (let row = 0; row < 6 * rows; row++) {
    const scene = sampleScene(random, { wanted: ({ relation }) => (relation !== undefined) === (row % 2 === 0) });
    sheetRows.push({ pictures: await draw(styleIds.map((style) => ({ ...scene, style })), 160) });
  }
  return { rows: sheetRows, columnLabels: styleIds };
}

/** A thing alone before a plain wall, as large as it can be. */
function portrait(subject: Thing['subject'], art: Scene['art']): Scene {
  const { icon } = lookOf(wardrobeOf(art)(subject));
  const height = Math.min(0.8, 0.8 / aspectOf(icon));
  return { place: 'studio', light: 'day', style: 'flat', composition: 'centred', art, variant: 8, things: [{ subject, foot: [0.5, 0.5 + height / 2], height, flipped: false, shadow: false }], depth: [0] };
}

/** Every subject by both families, side by side. */
async function subjectView({ draw }: SheetMaker): Promise<View> {
  const perRow = 8;
  const sheetRows: SheetRow[] = [];
  for (let first = 0; first < subjectIds.length; first += perRow) {
    const pairs = subjectIds.slice(first, first + perRow).flatMap((subject) => ART_FAMILIES.map((art) => ({ subject, art })));
    sheetRows.push({ captions: pairs.map(({ subject, art }) => (art === ART_FAMILIES[0] ? subject : '')), pictures: await draw(pairs.map(({ subject, art }) => portrait(subject, art)), 96) });
  }
  return { rows: sheetRows };
}

/** Scenes as training draws them, each under its picture in one of its wordings. */
async function sampleView({ world, random, rows, draw }: SheetMaker): Promise<View> {
  const [columns, lines] = [8, 8];
  const sheetRows: SheetRow[] = [];
  for (let row = 0; row < lines * rows; row++) {
    const scenes = Array.from({ length: columns }, () => sampleScene(random, { split: 'train' }));
    sheetRows.push({ captions: scenes.map((scene) => world.captionOf(scene, random).text), pictures: await draw(scenes, 160) });
  }
  return { rows: sheetRows };
}

const views = { overview, places: placeView, styles: styleView, subjects: subjectView, sample: sampleView } as const satisfies Record<string, (maker: SheetMaker) => Promise<View>>;

/** The names of the views, the overview first. */
export const sheetViews = Object.keys(views) as [keyof typeof views, ...(keyof typeof views)[]];

/** Splits play no part except in 'sample', which is of the training split. `rows` repeats what is random, `scale` enlarges the pictures of the sheet. */
export async function storybookSheet(world: World<Scene>, renderer: Renderer, random: Random, { view, rows = 1, scale = 1 }: WorldSheetOptions = {}): Promise<Picture> {
  const draw = async (scenes: readonly Scene[], side: number): Promise<Picture[]> => {
    const pictures: Picture[] = [];
    for (const scene of scenes) pictures.push(resized(await drawScene(world, scene, renderer), side, side));
    return pictures;
  };
  return contactSheet({ ...await views[viewOf({ name: world.name, views: sheetViews }, view)]({ world, random, rows, draw }), scale });
}
