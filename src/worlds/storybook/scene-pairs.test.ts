import { describe, expect, test } from 'vitest';
import { createRandom } from '../../base/random.ts';
import { changeScene } from './change-scene.ts';
import { around, boxOf } from './geometry.ts';
import { sampleScene } from './sample-scene.ts';
import type { Scene } from './scene.ts';
import { graphOf } from './scene-graph.ts';
import { CHANGE_KINDS, type ChangeKind, type ScenePair, scenePairs } from './scene-pairs.ts';
import { splitOf } from './split.ts';
import { wardrobeOf } from './wardrobe.ts';

function pairs(kind: ChangeKind, count = 24): ScenePair[] {
  const endless = scenePairs(createRandom(3), { kinds: [kind] });
  return Array.from({ length: count }, () => endless.next().value);
}

/** Parts of a scene that may differ for each kind of change; everything else must not. */
const mayDiffer: Readonly<Record<ChangeKind, readonly (keyof Scene)[]>> = {
  style: ['style'], light: ['light'], place: ['place'], position: ['things', 'composition'], mirror: ['things', 'composition', 'relation'], tint: ['things'], count: ['things', 'depth', 'composition'], subject: ['things'],
};

describe('pairs of scenes', () => {
  test.each(CHANGE_KINDS)('differ in their %s and in nothing else', (kind) => {
    for (const { before, after, changed } of pairs(kind)) {
      expect(changed).toBe(kind);
      for (const part of Object.keys({ ...before, ...after }) as (keyof Scene)[]) if (!mayDiffer[kind].includes(part)) expect(after[part], part).toEqual(before[part]);
      expect(after).not.toEqual(before);
    }
  });

  test.each(CHANGE_KINDS)('of kind %s lie in the training split and inside the frame', (kind) => {
    for (const { before, after } of pairs(kind)) for (const scene of [before, after]) {
      expect(splitOf(scene)).toBe('train');
      const { left, top, right, bottom } = around(scene.things.map((thing) => boxOf(thing, wardrobeOf(scene.art)(thing.subject))));
      expect(Math.min(left, top, 1 - right, 1 - bottom)).toBeGreaterThan(0.028);
    }
  });

  test('keep things that are not changed where they are', () => {
    for (const { before, after } of pairs('tint')) expect(after.things.map(({ foot, height, flipped, subject }) => [foot, height, flipped, subject])).toEqual(before.things.map(({ foot, height, flipped, subject }) => [foot, height, flipped, subject]));
    for (const { before, after } of pairs('count')) {
      const [few, many] = [before, after].sort((a, b) => a.things.length - b.things.length) as [Scene, Scene];
      expect(many.things.slice(0, few.things.length)).toEqual(few.things);
      expect(many.things.length).toBeGreaterThan(few.things.length);
    }
    for (const { before, after } of pairs('subject')) {
      expect(graphOf(after).relation?.kind).toBe(graphOf(before).relation?.kind);
      expect(after.things.map(({ foot, height }) => [foot, height])).toEqual(before.things.map(({ foot, height }) => [foot, height]));
    }
  });

  test('turn left into right when mirrored', () => {
    const turned = pairs('mirror', 200).filter(({ before }) => before.relation?.kind === 'left-of' || before.relation?.kind === 'right-of');
    expect(turned.length).toBeGreaterThan(8);
    for (const { before, after } of turned) {
      expect([before.relation!.kind, after.relation!.kind].sort()).toEqual(['left-of', 'right-of']);
      expect(after.things[0]!.foot[0]).toBeCloseTo(1 - before.things[0]!.foot[0], 10);
    }
  });

  test('add as often as they take away, and come from the seed alone', () => {
    const grown = pairs('count', 200).filter(({ before, after }) => after.things.length > before.things.length).length;
    expect(grown).toBeGreaterThan(70);
    expect(grown).toBeLessThan(130);
    expect(pairs('subject', 10)).toEqual(pairs('subject', 10));
  });
});

test('mirroring twice gives the scene back; what cannot be changed is said', () => {
  const random = createRandom(2);
  const scene = sampleScene(random, { kind: 'pair' });
  const twice = changeScene(changeScene(scene, { kind: 'mirror' }), { kind: 'mirror' });
  expect(graphOf(twice)).toEqual(graphOf(scene));
  twice.things.forEach(({ foot, flipped }, i) => {
    expect(foot[0]).toBeCloseTo(scene.things[i]!.foot[0], 10);
    expect(flipped).toBe(scene.things[i]!.flipped);
  });
  expect(() => changeScene(scene, { kind: 'count', count: 1 })).toThrow(/with a relation/);
  expect(() => changeScene(scene, { kind: 'tint', thing: 7, tint: 'red' })).toThrow(/no thing 7/);
});
