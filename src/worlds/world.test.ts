import { describe, expect, test } from 'vitest';
import { createRandom } from '../base/random.ts';
import { nodeCanvases } from '../node/canvas.ts';
import { captionOf, captions, fullCaption, templates } from './captions.ts';
import { displayList } from './display-list.ts';
import { FACTORS, sceneFactors, sceneLabels } from './labels.ts';
import { Renderer } from './render.ts';
import { changeScene, enumerateScenes, plainScene, sampleScene } from './scene.ts';
import { splitOf } from './split.ts';
import { lights, places, positions, subjects, tints } from './vocabulary.ts';
import { firstLight, worldNamed } from './world.ts';

const scene = plainScene(firstLight, { subject: 'fox', tint: 'red', place: 'beach', light: 'night', position: 'left' });
const render = async (it: typeof scene) => new Renderer(nodeCanvases).render(displayList(it, firstLight.size));

describe('splits', () => {
  test('a tenth to a third of all combinations is held out, by pairs, never by picture', () => {
    const all = enumerateScenes(firstLight);
    const heldOut = all.filter((each) => splitOf(each) === 'held-out');
    expect(all).toHaveLength(8 * 8 * 4 * 2 * 5);
    expect(heldOut.length / all.length).toBeGreaterThan(0.1);
    expect(heldOut.length / all.length).toBeLessThan(0.35);
    for (const each of heldOut.slice(0, 50)) for (const light of firstLight.lights) expect(splitOf(changeScene(each, { light, position: 'top', size: 0.4 }))).toBe('held-out');
  });

  test('every subject, tint and place is still seen', () => {
    const seen = enumerateScenes(firstLight, 'train');
    for (const [factor, classes] of sceneFactors(firstLight).map(({ classes: count }, i) => [i, count] as const)) expect(new Set(seen.map((each) => sceneLabels(firstLight, each)[factor])).size).toBe(classes);
  });

  test('sampled scenes lie in the split that was asked for, and the same seed draws the same scenes', () => {
    for (const split of ['train', 'held-out'] as const) {
      const draw = () => { const random = createRandom(4); return Array.from({ length: 30 }, () => sampleScene(firstLight, random, { split })); };
      expect(draw().every((each) => splitOf(each) === split)).toBe(true);
      expect(draw()).toEqual(draw());
    }
  });
});

describe('captions', () => {
  test('the full caption names everything', () => {
    expect(fullCaption(scene)).toBe('a red fox on the beach at night on the left');
  });

  test('captions say only what is true', () => {
    const random = createRandom(1);
    const wordsOf = (concept: { words: readonly string[]; clauses?: readonly string[] }): string[] => [...concept.words, ...(concept.clauses ?? [])];
    const others = [
      ...Object.entries(subjects).filter(([id]) => id !== 'fox'), ...Object.entries(tints).filter(([id]) => id !== 'red'),
      ...Object.entries(lights).filter(([id]) => id !== 'night'), ...Object.entries(positions).filter(([id]) => id !== 'left'),
    ].flatMap(([, concept]) => wordsOf(concept));
    const otherPlaces = Object.entries(places).filter(([id]) => id !== 'beach').flatMap(([, concept]) => wordsOf(concept));
    for (const caption of captions(scene, random, 300)) {
      for (const word of [...others, ...otherPlaces]) expect(` ${caption} `.includes(` ${word} `), `'${word}' in '${caption}'`).toBe(false);
    }
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
  test('the same scene gives the same pixels; one thing changed changes only its surroundings', async () => {
    const first = await render(scene);
    expect((await render(scene)).rgb).toEqual(first.rgb);
    const { rgb } = await render(changeScene(scene, { tint: 'green' }));
    const changed = Array.from({ length: 32 * 32 }, (_, i) => rgb.slice(3 * i, 3 * i + 3).some((value, channel) => value !== first.rgb[3 * i + channel]));
    expect(changed.filter(Boolean).length).toBeGreaterThan(50);
    expect(changed.every((differs, i) => !differs || i % 32 < 22)).toBe(true);
  });

  test('the label map marks the subject where it stands', async () => {
    const { labelMap } = await render(scene);
    const marked = [...labelMap.keys()].filter((i) => labelMap[i] === 1);
    const meanX = marked.reduce((sum, i) => sum + (i % 32), 0) / marked.length;
    expect(marked.length).toBeGreaterThan(60);
    expect(Math.abs(meanX / 32 - positions.left.x)).toBeLessThan(0.05);
  });

  test('a subject has its tint by day and by night', async () => {
    for (const light of firstLight.lights) {
      const { rgb, labelMap } = await render(changeScene(scene, { light }));
      const mean = [0, 1, 2].map((channel) => labelMap.reduce((sum, label, i) => sum + (label === 1 ? (rgb[3 * i + channel] as number) : 0), 0));
      expect(mean[0]!).toBeGreaterThan(1.7 * mean[1]!);
      expect(mean[0]!).toBeGreaterThan(1.5 * mean[2]!);
    }
  });
});

test('labels are class numbers in the order of the factors', () => {
  expect(FACTORS).toEqual(['subject', 'tint', 'place', 'light', 'position']);
  expect(sceneLabels(firstLight, scene)).toEqual([0, 0, 0, 1, 0]);
  expect(() => worldNamed('mars')).toThrow(/Choose one of: first-light/);
});
