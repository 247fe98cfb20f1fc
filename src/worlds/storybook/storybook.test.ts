import { describe, expect, test } from 'vitest';
import { createRandom } from '../../base/random.ts';
import { nodeCanvases } from '../../node/canvas.ts';
import { Renderer } from '../render.ts';
import { labelFactors } from '../world.ts';
import { worldNamed, worlds } from '../worlds.ts';
import { changeScene } from './change-scene.ts';
import { FACTORS, labelsOfGraph, plainRelationIds } from './labels.ts';
import { kindShares, sampleGraph } from './sample-graph.ts';
import { sampleScene } from './sample-scene.ts';
import type { Scene } from './scene.ts';
import { graphOf, plainGraph, type SceneGraph } from './scene-graph.ts';
import { splitOf } from './split.ts';
import { storybook } from './storybook.ts';
import { lightIds, placeIds, relationIds, styleIds, subjectIds, tintIds } from './vocabulary.ts';

const COUNT = 8000;
const training: readonly Scene[] = (() => {
  const random = createRandom(21);
  return Array.from({ length: COUNT }, () => sampleScene(random, { split: 'train' }));
})();
const graphs = training.map(graphOf);

/** How often each name is drawn, in units of an even share. */
function evenness(names: readonly string[], drawn: readonly (string | undefined)[]): number[] {
  const all = drawn.filter((each) => each !== undefined);
  return names.map((name) => all.filter((each) => each === name).length / all.length * names.length);
}

function expectWithin(shares: readonly number[], low: number, high: number): void {
  expect(Math.min(...shares)).toBeGreaterThan(low);
  expect(Math.max(...shares)).toBeLessThan(high);
}

describe('training scenes', () => {
  test('lie in the training split, and come from the seed alone', () => {
    for (const scene of training) expect(splitOf(scene)).toBe('train');
    expect(Array.from({ length: 20 }, ((random) => () => sampleScene(random))(createRandom(4)))).toEqual(Array.from({ length: 20 }, ((random) => () => sampleScene(random))(createRandom(4))));
  });

  test('are of the three kinds in their shares', () => {
    const share = (test: (graph: SceneGraph) => boolean): number => graphs.filter(test).length / COUNT;
    // Relations lose a little to what is held out.
    expect(Math.abs(share(({ relation }) => relation !== undefined) - kindShares.pair)).toBeLessThan(0.04);
    expect(Math.abs(share(({ count }) => count > 1) - kindShares.several)).toBeLessThan(0.03);
    expectWithin(evenness(['2', '3', '4'], graphs.flatMap(({ count }) => (count > 1 ? [String(count)] : []))), 0.8, 1.2);
  });

  test('show places, lights, styles, tints, relations and families of art about evenly', () => {
    expectWithin(evenness(placeIds, graphs.map(({ place }) => place)), 0.65, 1.3);
    expectWithin(evenness(lightIds, graphs.map(({ light }) => light)), 0.8, 1.2);
    expectWithin(evenness(styleIds, graphs.map(({ style }) => style)), 0.7, 1.2);
    expectWithin(evenness(tintIds, graphs.flatMap(({ main, relation }) => [main.tint, relation?.other.tint])), 0.75, 1.25);
    expectWithin(evenness(relationIds, graphs.map(({ relation }) => relation?.kind)), 0.6, 2);
    expectWithin(evenness(['noto', 'fluent'], training.map(({ art }) => art)), 0.95, 1.05);
  });

  test('show every subject, in its own colours and tinted, facing both ways', () => {
    expectWithin(evenness(subjectIds, graphs.flatMap(({ main, relation }) => (relation === undefined ? [main.subject] : []))), 0.3, 2.2);
    expectWithin(evenness(subjectIds, graphs.flatMap(({ main, relation }) => [main.subject, relation?.other.subject])), 0.3, 3);
    expectWithin(evenness(['true', 'false'], training.flatMap(({ things }) => things.map(({ flipped }) => String(flipped)))), 0.8, 1.2);
  });
});

describe('splits', () => {
  test.each(['new-pair', 'new-triple'] as const)('scenes of %s can be asked for', (split) => {
    const random = createRandom(5);
    for (let i = 0; i < 60; i++) expect(storybook.splitOf(storybook.sampleScene(random, { split }))).toBe(split);
  });

  test('first-light\'s split is none of the storybook\'s', () => {
    expect(() => sampleScene(createRandom(1), { split: 'held-out' })).toThrow(/No scene of the storybook world is of the split 'held-out'/);
  });
});

describe('labels', () => {
  const graph: SceneGraph = { main: { subject: 'dog', tint: 'red' }, count: 1, relation: { kind: 'right-of', other: { subject: 'cat' } }, place: 'beach', light: 'night', style: 'comic', composition: 'wide' };
  const named = (each: SceneGraph) => Object.fromEntries(FACTORS.map((name, i) => [name, storybook.factors[i]!.values[labelsOfGraph(each)[i]!]]));

  test('name what is in a scene; what does not apply has none', () => {
    expect(named({ ...graph, relation: undefined as never, count: 3 })).toMatchObject({ subject: 'dog', tint: 'red', count: '3', relation: undefined, second: undefined, place: 'beach', light: 'night', style: 'comic', composition: 'wide' });
    expect(labelFactors(storybook).map(({ name }) => name)).toEqual(FACTORS);
  });

  test('are the same for a picture that can be told from either side', () => {
    expect(named(graph)).toMatchObject({ subject: 'cat', tint: undefined, relation: 'left-of', second: 'dog', 'second tint': 'red', count: undefined });
    const random = createRandom(6);
    for (let i = 0; i < 500; i++) {
      const plain = plainGraph(sampleGraph(random, 'pair'));
      expect(plainRelationIds).toContain(plain.relation!.kind);
      expect(plainGraph(plain)).toEqual(plain);
    }
  });

  test('of captions are those of the scene, or left out', () => {
    const random = createRandom(7);
    for (const scene of training.slice(0, 800)) {
      const whole = storybook.labels(scene);
      storybook.captionOf(scene, random).labels.forEach((label, i) => expect([whole[i], -1]).toContain(label));
    }
  });
});

describe('pictures', () => {
  const renderer = new Renderer(nodeCanvases);
  const render = (scene: Scene) => renderer.render(storybook.displayList(scene, storybook.size));

  test('are 256 pixels wide, the same for the same scene, with a label for every thing', async () => {
    for (const scene of training.slice(0, 12)) {
      const { rgb, labelMap } = await render(scene);
      expect(rgb).toHaveLength(256 * 256 * 3);
      expect((await render(scene)).rgb).toEqual(rgb);
      for (const [index] of scene.things.entries()) expect(labelMap.filter((label) => label === index + 1).length).toBeGreaterThan(150);
    }
  });

  test('change with every part of a scene', async () => {
    const scene = { ...sampleScene(createRandom(8), { wanted: ({ place, relation }) => place === 'meadow' && relation === undefined }), style: 'flat', light: 'day' } as const;
    const { rgb } = await render(scene);
    for (const changed of [changeScene(scene, { kind: 'style', style: 'comic' }), changeScene(scene, { kind: 'light', light: 'night' }), changeScene(scene, { kind: 'place', place: 'snow' }), changeScene(scene, { kind: 'mirror' }), { ...scene, variant: scene.variant + 1 }]) {
      const other = (await render(changed)).rgb;
      expect(rgb.filter((value, at) => Math.abs(value - other[at]!) > 30).length).toBeGreaterThan(500);
    }
  });
});

test('the storybook is a world by name, after first-light', () => {
  expect(worldNamed('storybook')).toBe(worlds['storybook']);
  expect(Object.keys(worlds)).toEqual(['first-light', 'storybook']);
});
