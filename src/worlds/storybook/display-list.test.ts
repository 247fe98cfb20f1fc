import { describe, expect, test } from 'vitest';
import { createRandom } from '../../base/random.ts';
import { nodeCanvases } from '../../node/canvas.ts';
import { Renderer, type Rendering } from '../render.ts';
import { boxOf } from './geometry.ts';
import { sampleScene } from './sample-scene.ts';
import type { Scene, Thing } from './scene.ts';
import { storybook } from './storybook.ts';
import { lightIds, placeIds, styleIds } from './vocabulary.ts';
import { wardrobeOf } from './wardrobe.ts';

const renderer = new Renderer(nodeCanvases);
const render = (scene: Scene, size = 256): Promise<Rendering> => renderer.render(storybook.displayList(scene, size));
const thing = (over: Partial<Thing> & Pick<Thing, 'subject'>): Thing => ({ foot: [0.3, 0.88], height: 0.4, flipped: false, shadow: true, ...over });
const scene: Scene = {
  place: 'meadow', light: 'day', style: 'flat', composition: 'centred', art: 'noto', variant: 11,
  things: [thing({ subject: 'car', tint: 'red', height: 0.3 }), thing({ subject: 'horse', foot: [0.7, 0.82] })], depth: [1, 0],
};

/** Mean difference of all bytes, 0..255. */
function differenceOf(one: Uint8Array, other: Uint8Array): number {
  return one.reduce((sum, value, i) => sum + Math.abs(value - other[i]!), 0) / one.length;
}

/** The mean colour of the pixels with a label. */
function colourOf({ rgb, labelMap }: Rendering, label: number): number[] {
  const where = [...labelMap.keys()].filter((i) => labelMap[i] === label);
  return [0, 1, 2].map((channel) => where.reduce((sum, i) => sum + rgb[3 * i + channel]!, 0) / where.length);
}

describe('pictures', () => {
  test('the same scene gives the same bytes, whatever was drawn before, in every style', async () => {
    for (const style of styleIds) {
      const first = await render({ ...scene, style });
      await render({ ...scene, style, variant: 5, place: 'city' });
      const again = await new Renderer(nodeCanvases).render(storybook.displayList({ ...scene, style }, 256));
      expect(Buffer.compare(again.rgb, first.rgb), style).toBe(0);
      expect(Buffer.compare(again.labelMap, first.labelMap), style).toBe(0);
    }
  });

  test('every style differs from every other by more than 6 of 255 on average, most by far more', async () => {
    const drawn = await Promise.all(styleIds.map(async (style) => ({ style, rgb: (await render({ ...scene, style })).rgb })));
    const pairs = drawn.flatMap((one, i) => drawn.slice(i + 1).map((other) => ({ pair: `${one.style}, ${other.style}`, difference: differenceOf(one.rgb, other.rgb) })));
    for (const { pair, difference } of pairs) expect(difference, pair).toBeGreaterThan(6);
    expect(pairs.filter(({ difference }) => difference > 20).length / pairs.length).toBeGreaterThan(0.7);
  });

  test('every light and every place differs from every other', async () => {
    for (const [name, ids] of [['light', lightIds], ['place', placeIds]] as const) {
      const drawn = await Promise.all(ids.map(async (id) => (await render({ ...scene, [name]: id, things: [], depth: [] })).rgb));
      drawn.forEach((one, i) => drawn.slice(i + 1).forEach((other, j) => expect(differenceOf(one, other), `${ids[i]}, ${ids[i + 1 + j]}`).toBeGreaterThan(12)));
    }
  });

  test('variants of a place differ, and their number alone decides', async () => {
    for (const place of placeIds) {
      const empty = { ...scene, place, things: [], depth: [] };
      expect(differenceOf((await render(empty)).rgb, (await render({ ...empty, variant: 12 })).rgb), place).toBeGreaterThan(1);
    }
  });

  test('a small picture shows what the large one shows (lines of the pencil are thicker in it)', async () => {
    for (const style of styleIds) {
      const [large, small] = [(await render({ ...scene, style })).rgb, (await render({ ...scene, style }, 128)).rgb];
      const halved = Uint8Array.from({ length: small.length }, (_, i) => {
        const [channel, x, y] = [i % 3, Math.floor(i / 3) % 128, Math.floor(i / 384)];
        return [0, 3, 768, 771].reduce((sum, step) => sum + large[(2 * y * 256 + 2 * x) * 3 + channel + step]!, 0) / 4;
      });
      expect(differenceOf(halved, small), style).toBeLessThan(style === 'pencil' ? 12 : 7);
    }
  });
});

describe('things', () => {
  test('a tinted thing keeps its tint in every light: red is mostly red, blue mostly blue', async () => {
    for (const light of lightIds) {
      const [red, , blueOfRed] = colourOf(await render({ ...scene, light, things: [thing({ subject: 'balloon', tint: 'red' })], depth: [0] }), 1);
      const [redOfBlue, , blue] = colourOf(await render({ ...scene, light, things: [thing({ subject: 'balloon', tint: 'blue' })], depth: [0] }), 1);
      expect(red! / blueOfRed!, light).toBeGreaterThan(1.5);
      expect(blue! / redOfBlue!, light).toBeGreaterThan(1.3);
    }
  });

  test('a mirrored thing is the mirror image of itself', async () => {
    const alone = { ...scene, things: [thing({ subject: 'horse', foot: [0.5, 0.9] })], depth: [0] };
    const { labelMap } = await render(alone);
    const mirrored = (await render({ ...alone, things: [{ ...alone.things[0]!, flipped: true }] })).labelMap;
    const differing = [...labelMap.keys()].filter((i) => labelMap[i] !== mirrored[256 * Math.floor(i / 256) + 255 - (i % 256)]);
    expect(differing.length).toBeLessThan(200);
  });
});

describe('label maps', () => {
  test('a thing is marked within its ink box, and most of the box where the drawing is compact', async () => {
    const { labelMap } = await render(scene);
    for (const [index, each] of scene.things.entries()) {
      const box = boxOf(each, wardrobeOf(scene.art)(each.subject));
      const marked = [...labelMap.keys()].filter((i) => labelMap[i] === index + 1).map((i) => [(i % 256) + 0.5, Math.floor(i / 256) + 0.5] as const);
      expect(marked.length / (65536 * (box.right - box.left) * (box.bottom - box.top)), each.subject).toBeGreaterThan(0.3);
      for (const [x, y] of marked) expect(x > 256 * box.left - 1 && x < 256 * box.right + 1 && y > 256 * box.top - 1 && y < 256 * box.bottom + 1).toBe(true);
    }
  });

  test('what is painted later hides what is painted before', async () => {
    const behind = { ...scene, things: [thing({ subject: 'balloon' }), thing({ subject: 'horse' })] };
    const [backFirst, frontFirst] = [await render({ ...behind, depth: [0, 1] }), await render({ ...behind, depth: [1, 0] })];
    const marked = ({ labelMap }: Rendering, label: number): number => labelMap.reduce((sum, each) => sum + +(each === label), 0);
    expect(marked(backFirst, 1)).toBeLessThan(marked(frontFirst, 1));
    expect(marked(frontFirst, 2)).toBeLessThan(marked(backFirst, 2));
  });

  test('pixels change where a thing is marked when it is taken away, and hardly elsewhere but for its shadow', async () => {
    const plain = { ...scene, things: [thing({ subject: 'balloon', tint: 'purple', foot: [0.5, 0.5], shadow: false })], depth: [0] };
    const [full, empty] = [await render(plain), await render({ ...plain, things: [], depth: [] })];
    const changed = (i: number): boolean => [0, 1, 2].some((channel) => Math.abs(full.rgb[3 * i + channel]! - empty.rgb[3 * i + channel]!) > 40);
    const pixels = [...full.labelMap.keys()];
    expect(pixels.filter((i) => full.labelMap[i] === 1 && !changed(i)).length).toBeLessThan(20);
    expect(pixels.filter((i) => full.labelMap[i] === 0 && changed(i)).length).toBeLessThan(120);
  });

  test('nothing is marked under the frame of a poster', async () => {
    const { labelMap } = await render({ ...scene, style: 'poster', things: [thing({ subject: 'house', foot: [0.5, 1], height: 1 })], depth: [0] });
    expect([...labelMap.keys()].filter((i) => labelMap[i] !== 0 && (i % 256 < 12 || Math.floor(i / 256) < 12))).toEqual([]);
    expect(labelMap.includes(1)).toBe(true);
  });

  test('water hides the keel of what floats', async () => {
    const whale = thing({ subject: 'whale', foot: [0.5, 0.75], shadow: false });
    const marked = async (place: Scene['place']): Promise<number> => (await render({ ...scene, place, things: [whale], depth: [0] })).labelMap.reduce((sum, label) => sum + label, 0);
    expect(await marked('sea')).toBeLessThan(0.97 * (await marked('studio')));
  });
});

test('a hundred random scenes are drawn, none of them nearly empty', async () => {
  const random = createRandom(41);
  for (let i = 0; i < 100; i++) {
    const each = sampleScene(random);
    const { rgb, labelMap } = await render(each, 64);
    const mean = rgb.reduce((sum, value) => sum + value, 0) / rgb.length;
    const spread = Math.sqrt(rgb.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rgb.length);
    expect(spread, JSON.stringify(each)).toBeGreaterThan(8);
    expect(labelMap.includes(1), JSON.stringify(each)).toBe(true);
  }
});

test('a sheet of styles has a column for each; a view that there is not is named', async () => {
  const sheet = await storybook.sheet(renderer, createRandom(1), { view: 'styles' });
  expect(sheet.width).toBeGreaterThan(160 * styleIds.length);
  await expect(async () => storybook.sheet(renderer, createRandom(1), { view: 'rainbow' })).rejects.toThrow(/no view 'rainbow'. Choose one of: overview, places, styles, subjects, sample/);
});
