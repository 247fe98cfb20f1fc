/**
 * Draws what the docs show of the storybook model, nothing chosen, and says what the examination's detector sees of it:
 * `node --import tsx scripts/make-storybook-gallery.ts [model] [folder]`.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { createRandom } from '../src/base/random.ts';
import { type Expected, sceneShowing } from '../src/evaluation/exam/expected.ts';
import { Eye } from '../src/evaluation/exam/eye.ts';
import { factText, factsOf, judge } from '../src/evaluation/exam/judge.ts';
import { createPicture } from '../src/images/picture.ts';
import { nodeCanvases } from '../src/node/canvas.ts';
import { createRuntime } from '../src/node/engine/engine-client.ts';
import { checkerFile } from '../src/node/evaluation/evaluate.ts';
import { type Picture, contactSheet, generate, writeFileAtomically } from '../src/node/index.ts';
import { loadWeightsFile } from '../src/node/weights-file.ts';
import { presetsFor, type PresetKind } from '../src/recipe/presets.ts';
import { Renderer } from '../src/worlds/render.ts';
import { changeScene, type Change } from '../src/worlds/storybook/change-scene.ts';
import { storybook } from '../src/worlds/storybook/storybook.ts';
import { lightIds, styleIds } from '../src/worlds/storybook/vocabulary.ts';

const [model = 'storybook', folder = resolve(import.meta.dirname, '../docs/pictures')] = process.argv.slice(2);
const WORLD = 'storybook';

const draw = async (prompt: string, seed: number, count: number): Promise<Picture[]> => (await generate({ prompt, model, seed, count }).pictures()).map(({ picture }) => picture);

async function save(name: string, sheet: Picture): Promise<void> {
  const png = await sharp(sheet.data, { raw: { width: sheet.width, height: sheet.height, channels: 3 } }).png({ palette: true, colours: 256, effort: 10, dither: 0.4 }).toBuffer();
  await writeFileAtomically(join(folder, `${name}.png`), png);
  console.log(`${name}.png: ${sheet.width} × ${sheet.height}, ${Math.round(png.length / 1024)} KB`);
}

/** The model's public examination: seeds 0 to 15, and what the detector says of each. */
async function examination(): Promise<void> {
  const pictures = await draw('an astronaut riding a horse on Mars', 0, 16);
  const rows = [0, 4, 8, 12].map((from) => ({ pictures: pictures.slice(from, from + 4), captions: pictures.slice(from, from + 4).map((_, i) => `seed ${from + i}`) }));
  await save('storybook-astronaut', contactSheet({ rows, scale: 1 }));
  if (!existsSync(checkerFile(WORLD))) return;
  const asked: Expected = { things: [{ subjects: ['astronaut'], count: 1 }, { subjects: ['horse'], count: 1 }], relation: 'riding', place: 'mars' };
  const runtime = await createRuntime({ device: 'cpu' });
  const eye = await Eye.open(runtime, await loadWeightsFile(checkerFile(WORLD)));
  const looks = await eye.look(pictures);
  const facts = factsOf(asked);
  console.log(`\n| seed | ${facts.map(factText).join(' | ')} |\n|---|${facts.map(() => '---|').join('')}`);
  looks.forEach(({ sight }, seed) => console.log(`| ${seed} | ${judge(facts, sight).facts.map(({ right }) => (right ? 'yes' : 'no')).join(' | ')} |`));
  await eye.close();
  await runtime.close();
}

/** One scene in all that a kind of preset offers: the renderer's own above, the model's below. */
async function variations(name: string, kind: PresetKind, changes: readonly Change[], prompt: string): Promise<void> {
  const presets = presetsFor(WORLD).filter((preset) => preset.kind === kind);
  const renderer = new Renderer(nodeCanvases);
  const scene = sceneShowing({ things: [{ subjects: ['fox'], count: 1 }], place: 'forest', light: 'day', style: 'flat', composition: 'centred' }, createRandom(1));
  const columns: { label: string; drawn: Picture; generated: Picture[] }[] = [];
  for (const [i, change] of changes.entries()) {
    const preset = presets[i];
    if (preset === undefined) throw new Error(`there is no preset for ${JSON.stringify(change)}`);
    const { rgb } = await renderer.render(storybook.displayList(changeScene(scene, change), storybook.size));
    columns.push({ label: preset.label, drawn: createPicture(storybook.size, storybook.size, rgb), generated: await draw(`${prompt}, ${preset.words}`, 0, 2) });
  }
  const half = Math.ceil(columns.length / 2);
  const blocks = [columns.slice(0, half), columns.slice(half)].flatMap((part) => [
    { label: 'drawn by the renderer', pictures: part.map(({ drawn }) => drawn), captions: part.map(({ label }) => label) },
    ...[0, 1].map((seed) => ({ label: `the model, seed ${seed}`, pictures: part.map(({ generated }) => generated[seed] as Picture) })),
  ]);
  await save(name, contactSheet({ rows: blocks, scale: 1 }));
}

/** Sixteen prompts of all kinds; two of them name what training never shows together. */
const prompts = [
  'a red fox in the snow at night, in watercolour', 'a castle by the sea at sunset, as a vintage poster', 'two yellow balloons in the mountains by day', 'a cat on a table in the kitchen by candlelight',
  'a robot riding a bicycle in the city in neon light', 'a blue car next to a house in the desert, as pixel art', 'three mushrooms in the forest, as a paper cutout', 'a whale under water, glossy',
  'a wizard holding a candle on stage', 'an elephant in the meadow at golden hour', 'a rocket in space, as a comic', 'a green parrot in the jungle',
  'a pencil sketch of a lighthouse by the sea', 'a snowman in front of a house in the snow', 'a slice of pizza on a plain background', 'a chef riding a giraffe on the moon',
];

async function gallery(): Promise<void> {
  const cells: { label: string; picture: Picture }[] = [];
  for (const prompt of prompts) cells.push({ label: prompt, picture: (await draw(prompt, 1, 1))[0] as Picture });
  const rows = [0, 4, 8, 12].map((from) => ({ pictures: cells.slice(from, from + 4).map(({ picture }) => picture), captions: cells.slice(from, from + 4).map(({ label }) => label) }));
  await save('storybook-gallery', contactSheet({ rows, scale: 1 }));
}

await gallery();
await variations('storybook-model-styles', 'style', styleIds.map((style) => ({ kind: 'style', style })), 'a fox in the forest');
await variations('storybook-model-lights', 'lighting', lightIds.map((light) => ({ kind: 'light', light })), 'a fox in the forest');
await examination();
