/**
 * Draws the small pictures on the studio's style, light and composition chips: `node --import tsx scripts/make-preset-pictures.ts`, from the storybook
 * world's own scenes; with `--model ID-OR-PATH` by that model, from the presets' words as it knows them.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { createRandom } from '../src/base/random.ts';
import type { Picture } from '../src/images/picture.ts';
import { nodeCanvases } from '../src/node/canvas.ts';
import { describeModel } from '../src/node/generation/open-pipeline.ts';
import { generate } from '../src/node/index.ts';
import { type Preset, presetsFor } from '../src/recipe/presets.ts';
import { drawScene } from '../src/worlds/draw-scene.ts';
import { Renderer } from '../src/worlds/render.ts';
import { sampleScene } from '../src/worlds/storybook/sample-scene.ts';
import type { Scene, Thing } from '../src/worlds/storybook/scene.ts';
import { ART_FAMILIES } from '../src/worlds/storybook/subject.ts';
import { storybook } from '../src/worlds/storybook/storybook.ts';
import type { CompositionId, LightId, PlaceId, StyleId } from '../src/worlds/storybook/vocabulary.ts';

/** Pixels of a side: twice what is shown, for screens with fine pixels. */
const SIDE = 144;
const QUALITY = 72;
const SEED = 7;
const folder = resolve(import.meta.dirname, '../studio/create/presets');

const found = new Map<string, Scene>();

/** The same fox in the same place, as far as it can be. Looked for once: of all that the world can show it is a rare sight. */
function fox(place: PlaceId, composition: CompositionId = 'centred'): Scene {
  const key = `${place} ${composition}`;
  const known = found.get(key);
  if (known !== undefined) return known;
  const random = createRandom(SEED);
  let scene: Scene;
  // Two hands draw this world: here it is always the same one.
  do scene = sampleScene(random, { wanted: (graph) => graph.main.subject === 'fox' && graph.main.tint === undefined && graph.count === 1 && graph.relation === undefined && graph.place === place && graph.composition === composition });
  while (scene.art !== ART_FAMILIES[0] || scene.composition !== composition);
  const plain: Scene = { ...scene, style: 'flat', light: 'day' };
  found.set(key, plain);
  return plain;
}

const inStyle = (style: StyleId) => (): Scene => ({ ...fox('meadow'), style });
const inLight = (light: LightId, place: PlaceId = 'meadow') => (): Scene => ({ ...fox(place), light });
const framed = (composition: CompositionId) => (): Scene => fox('meadow', composition);
/** Higher or lower in the picture, by shares of its side. */
const moved = (by: number) => (): Scene => {
  const scene = fox('meadow');
  return { ...scene, things: scene.things.map(({ foot: [x, y], ...thing }): Thing => ({ ...thing, foot: [x, y + by] })) };
};

/** What the world can show of a preset; photographs and oil paintings it cannot. */
const scenes: Readonly<Record<string, () => Scene>> = {
  flat: inStyle('flat'), glossy: inStyle('glossy'), watercolour: inStyle('watercolour'), pencil: inStyle('pencil'), 'pixel-art': inStyle('pixel'), 'paper-cut': inStyle('paper-cut'), 'neon-art': inStyle('neon'), silhouette: inStyle('silhouette'), poster: inStyle('poster'), comic: inStyle('comic'),
  day: inLight('day'), sunset: inLight('sunset'), night: inLight('night'), 'golden-hour': inLight('golden'), overcast: inLight('overcast'), 'neon-light': inLight('neon'), candlelight: inLight('candle', 'library'), studio: inLight('day', 'studio'),
  wide: framed('wide'), 'close-up': framed('close-up'), centred: framed('centred'), left: framed('left-third'), right: framed('right-third'), top: moved(-0.22), bottom: moved(0.1),
};

async function byWorld({ name }: Preset): Promise<Picture | undefined> {
  const scene = scenes[name];
  return scene && drawScene(storybook, scene(), new Renderer(nodeCanvases));
}

const byModel = (model: string) => async ({ name }: Preset): Promise<Picture | undefined> => (await generate({ prompt: 'a fox in the meadow', model, seed: SEED, styles: [name] }).pictures())[0]?.picture;

const { values: { model } } = parseArgs({ options: { model: { type: 'string' } } });
const presets = model === undefined ? presetsFor() : presetsFor((await describeModel(model)).info.world);
const draw = model === undefined ? byWorld : byModel(model);
if (model === undefined) await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
let bytes = 0;
for (const preset of presets) {
  const picture = await draw(preset);
  if (picture === undefined) continue;
  const { width, height, channels, data } = picture;
  const webp = await sharp(data, { raw: { width, height, channels } }).resize(SIDE, SIDE, { kernel: width < SIDE ? 'nearest' : 'lanczos3' }).webp({ quality: QUALITY, effort: 6 }).toBuffer();
  bytes += webp.length;
  await writeFile(join(folder, `${preset.name}.webp`), webp);
}
console.log(`${folder}: ${bytes} bytes`);
