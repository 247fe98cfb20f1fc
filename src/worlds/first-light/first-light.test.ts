import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../base/random.ts';
import { nodeCanvases } from '../../node/canvas.ts';
import { captionOf, captions, fullCaption, templates } from './captions.ts';
import { displayList } from './display-list.ts';
import { inventory } from './inventory.ts';
import { FACTORS, factorValues, sceneLabels } from './labels.ts';
import { Renderer } from '../render.ts';
import { changeScene, enumerateScenes, plainScene, sampleScene, type Scene } from './scene.ts';
import { isPairHeldOut, splitOf } from './split.ts';
import { lights, places, positions, subjects, tints } from './vocabulary.ts';
import { labelFactors } from '../world.ts';
import { worldNamed, worlds } from '../worlds.ts';
import { firstLight } from './first-light.ts';

const scene = plainScene(inventory, { subject: 'fox', tint: 'red', place: 'beach', light: 'night', position: 'left' });
const render = async (it: typeof scene) => new Renderer(nodeCanvases).render(displayList(it, firstLight.size));

type Wordings = Readonly<Record<string, { readonly words: readonly string[]; readonly clauses?: readonly string[] }>>;
const wordings: Readonly<Record<(typeof FACTORS)[number], Wordings>> = { subject: subjects, tint: tints, place: places, light: lights, position: positions };

/** Values of each factor that a caption names, by any of their wordings. */
function named(caption: string): Record<string, string[]> {
  const padded = ` ${caption.replaceAll(',', '')} `;
  const says = ({ words, clauses = [] }: Wordings[string]): boolean => [...words, ...clauses].some((text) => padded.includes(` ${text} `));
  return Object.fromEntries(FACTORS.map((factor) => [factor, Object.keys(wordings[factor]).filter((value) => says(wordings[factor][value]!))]));
}

const valuesIn = (it: Scene): readonly string[] => sceneLabels(inventory, it).map((label, i) => factorValues(inventory)[FACTORS[i]!][label]!);
const saidOtherwise = (it: Scene, caption: string): string[] => FACTORS.flatMap((factor, i) => named(caption)[factor]!.filter((value) => value !== valuesIn(it)[i]));
const namesEverything = (it: Scene, caption: string): boolean => FACTORS.every((factor, i) => named(caption)[factor]!.includes(valuesIn(it)[i]!));

describe('splits', () => {
  test('a tenth to a third of all combinations is held out, by pairs, never by picture', () => {
    const all = enumerateScenes(inventory);
    const heldOut = all.filter((each) => splitOf(each) === 'held-out');
    expect(all).toHaveLength(8 * 8 * 4 * 2 * 5);
    expect(heldOut.length / all.length).toBeGreaterThan(0.1);
    expect(heldOut.length / all.length).toBeLessThan(0.35);
    for (const each of heldOut.slice(0, 50)) for (const light of inventory.lights) expect(splitOf(changeScene(each, { light, position: 'top', size: 0.4 }))).toBe('held-out');
  });

  test('about 12 % of subject-tint and of subject-place pairs are held out, and the red fox on the beach is not among them', () => {
    const share = (others: readonly Parameters<typeof isPairHeldOut>[1][]): number => {
      const pairs = inventory.subjects.flatMap((subject) => others.map((other) => isPairHeldOut(subject, other)));
      return pairs.filter(Boolean).length / pairs.length;
    };
    for (const others of [inventory.tints, inventory.places]) {
      expect(share(others)).toBeGreaterThan(0.09);
      expect(share(others)).toBeLessThan(0.15);
    }
    expect(splitOf(scene)).toBe('train');
  });

  test('every subject, tint and place is still seen', () => {
    const seen = enumerateScenes(inventory, 'train');
    for (const [factor, classes] of labelFactors(firstLight).map(({ classes: count }, i) => [i, count] as const)) expect(new Set(seen.map((each) => sceneLabels(inventory, each)[factor])).size).toBe(classes);
  });

  test('sampled scenes lie in the split that was asked for, and the same seed draws the same scenes', () => {
    for (const split of ['train', 'held-out'] as const) {
      const draw = () => { const random = createRandom(4); return Array.from({ length: 30 }, () => sampleScene(inventory, random, { split })); };
      expect(draw().every((each) => splitOf(each) === split)).toBe(true);
      expect(draw()).toEqual(draw());
    }
  });
});

describe('captions', () => {
  test('the full caption names everything', () => {
    expect(fullCaption(scene)).toBe('a red fox on the beach at night on the left');
  });

  test('captions of any scene say only what is true of it', () => {
    const random = createRandom(1);
    for (let i = 0; i < 400; i++) {
      const it = sampleScene(inventory, random);
      for (const caption of captions(it, random, 3)) expect(saidOtherwise(it, caption), `of ${JSON.stringify(it)}: '${caption}'`).toEqual([]);
    }
  });

  test('three of five captions or more name all five factors; the first of several always does', () => {
    const random = createRandom(5);
    let complete = 0;
    for (let i = 0; i < 2000; i++) {
      const it = sampleScene(inventory, random);
      complete += +namesEverything(it, captionOf(it, random));
      if (i < 200) expect(namesEverything(it, captions(it, random, 1)[0] ?? '')).toBe(true);
    }
    expect(complete / 2000).toBeGreaterThan(0.6);
  });

  test('the same seed gives the same captions', () => {
    expect(captions(scene, createRandom(8), 20)).toEqual(captions(scene, createRandom(8), 20));
  });

  test('who names no place in the picture mostly means the middle', () => {
    const random = createRandom(2);
    const bare = (position: 'left' | 'centre') => Array.from({ length: 400 }, () => captionOf(changeScene(scene, { position }), random, 'partial')).filter((caption) => !/left|cent|middle/.test(caption)).length;
    expect(bare('centre')).toBeGreaterThan(3 * bare('left'));
    expect(bare('left')).toBeGreaterThan(0);
  });

  test('every template fills without a gap', () => {
    const random = createRandom(3);
    for (const kind of Object.keys(templates) as (keyof typeof templates)[]) for (let i = 0; i < 60; i++) expect(captionOf(scene, random, kind)).not.toMatch(/[{}]|undefined/);
  });
});

describe('pictures', () => {
  test('pixels and label maps are to the byte those that the shipped weights learned', async () => {
    const [hash, renderer, random] = [createHash('sha256'), new Renderer(nodeCanvases), createRandom(5)];
    for (let i = 0; i < 200; i++) {
      const { rgb, labelMap } = await renderer.render(displayList(sampleScene(inventory, random), firstLight.size));
      hash.update(rgb).update(labelMap);
    }
    expect(hash.digest('hex')).toBe('b87094ffe94c009f137727568e6f1e9a634b9e958fdf6e6ea335beb3f1038448');
  });

  test('the same scene gives the same pixels; one thing changed changes only its surroundings', async () => {
    const first = await render(scene);
    expect((await render(scene)).rgb).toEqual(first.rgb);
    const { rgb } = await render(changeScene(scene, { tint: 'green' }));
    const changed = Array.from({ length: 32 * 32 }, (_, i) => rgb.slice(3 * i, 3 * i + 3).some((value, channel) => value !== first.rgb[3 * i + channel]));
    expect(changed.filter(Boolean).length).toBeGreaterThan(50);
    expect(changed.every((differs, i) => !differs || i % 32 < 22)).toBe(true);
  });

  test('the label map marks the subject where it stands, whatever it is', async () => {
    for (const subject of inventory.subjects) for (const position of inventory.positions) {
      const { labelMap } = await render(changeScene(scene, { subject, position }));
      const marked = [...labelMap.keys()].filter((i) => labelMap[i] === 1);
      const mean = (coordinate: (i: number) => number): number => marked.reduce((sum, i) => sum + coordinate(i) + 0.5, 0) / marked.length / 32;
      expect(marked.length).toBeGreaterThan(60);
      expect(Math.abs(mean((i) => i % 32) - positions[position].x), `${subject} ${position}`).toBeLessThan(0.06);
      expect(Math.abs(mean((i) => Math.floor(i / 32)) - positions[position].y), `${subject} ${position}`).toBeLessThan(0.06);
    }
  });

  test('marked pixels change with the tint, pixels away from them do not', async () => {
    for (const subject of inventory.subjects) {
      const red = await render(changeScene(scene, { subject }));
      const green = await render(changeScene(scene, { subject, tint: 'green' }));
      const marked = (x: number, y: number): boolean => red.labelMap[32 * y + x] === 1;
      for (let y = 1; y < 31; y++) for (let x = 1; x < 31; x++) {
        const differs = [0, 1, 2].some((channel) => red.rgb[3 * (32 * y + x) + channel] !== green.rgb[3 * (32 * y + x) + channel]);
        if (marked(x, y)) expect(differs, `${subject} at ${x}, ${y}`).toBe(true);
        else if (![-1, 0, 1].some((dy) => [-1, 0, 1].some((dx) => marked(x + dx, y + dy)))) expect(differs, `${subject} at ${x}, ${y}`).toBe(false);
      }
    }
  });

  test('a label map asked for late is still the one of its own picture', async () => {
    const renderer = new Renderer(nodeCanvases);
    const first = await renderer.render(displayList(scene, 32));
    await renderer.render(displayList(changeScene(scene, { subject: 'car', position: 'right' }), 32));
    expect(first.labelMap).toEqual((await render(scene)).labelMap);
  });

  test('every value of every factor is visible: any two differ over many pixels', async () => {
    for (const factor of FACTORS) {
      const drawn = await Promise.all(factorValues(inventory)[factor].map(async (value) => (await render(changeScene(scene, { [factor]: value }))).rgb));
      for (const [i, one] of drawn.entries()) for (const other of drawn.slice(i + 1)) {
        const strong = [...one.keys()].filter((at) => Math.abs((one[at] as number) - (other[at] as number)) > 40);
        expect(strong.length, factor).toBeGreaterThan(40);
      }
    }
  });

  test('a subject has its tint by day and by night', async () => {
    for (const light of inventory.lights) {
      const { rgb, labelMap } = await render(changeScene(scene, { light }));
      const mean = [0, 1, 2].map((channel) => labelMap.reduce((sum, label, i) => sum + (label === 1 ? (rgb[3 * i + channel] as number) : 0), 0));
      expect(mean[0]!).toBeGreaterThan(1.7 * mean[1]!);
      expect(mean[0]!).toBeGreaterThan(1.5 * mean[2]!);
    }
  });
});

test('labels are class numbers in the order of the factors', () => {
  expect(FACTORS).toEqual(['subject', 'tint', 'place', 'light', 'position']);
  expect(sceneLabels(inventory, scene)).toEqual([0, 0, 0, 1, 0]);
  expect(labelFactors(firstLight).map(({ classes }) => classes)).toEqual([8, 8, 4, 2, 5]);
});

test('what a world does not have is named, never labelled -1', () => {
  expect(() => sceneLabels({ ...inventory, subjects: ['owl', 'car'] }, scene)).toThrow(/no subject 'fox'. Choose one of: owl, car/);
  expect(() => sceneLabels(inventory, { ...scene, objects: [] })).toThrow(/without objects/);
  expect(() => worldNamed('mars')).toThrow(/Choose one of: first-light/);
  expect(worldNamed('first-light')).toBe(worlds['first-light']);
});

test('a world sheet shows every subject in every surrounding, the same for the same seed', async () => {
  const renderer = new Renderer(nodeCanvases);
  const draw = () => firstLight.sheet(renderer, createRandom(1), { scale: 1 });
  const sheet = await draw();
  expect(sheet.width).toBeGreaterThan(8 * 32);
  expect(sheet.height).toBeGreaterThan(4 * 2 * 32);
  expect((await draw()).data).toEqual(sheet.data);
});
