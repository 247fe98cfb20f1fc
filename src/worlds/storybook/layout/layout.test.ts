import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../base/random.ts';
import { around, type Box, boxOf, pointOf, sharedArea } from '../geometry.ts';
import { sampleScene } from '../sample-scene.ts';
import type { Scene, Thing } from '../scene.ts';
import { graphOf, type SceneGraph } from '../scene-graph.ts';
import type { Drawing } from '../subject.ts';
import { terrains } from '../terrain.ts';
import { placeIds, type RelationId, relationIds, subjectIds } from '../vocabulary.ts';
import { wardrobeOf } from '../wardrobe.ts';
import { facing } from './group.ts';
import { mediaOf } from './medium.ts';
import { partnersAt, settingOf } from './roles.ts';

/** Many scenes, drawn once for all tests. */
const scenes: readonly Scene[] = (() => {
  const random = createRandom(11);
  return Array.from({ length: 2500 }, () => sampleScene(random));
})();
const ofRelation = (...kinds: readonly RelationId[]): readonly Scene[] => scenes.filter(({ relation }) => relation !== undefined && kinds.includes(relation.kind));

const drawingIn = ({ art }: Scene, { subject }: Thing): Drawing => wardrobeOf(art)(subject);
const boxesIn = (scene: Scene): readonly Box[] => scene.things.map((thing) => boxOf(thing, drawingIn(scene, thing)));
const area = ({ left, top, right, bottom }: Box): number => (right - left) * (bottom - top);
const told = (scene: Scene): string => JSON.stringify({ ...graphOf(scene), things: scene.things });

describe('every scene', () => {
  test('has all of its things in the picture, and none lower than 48 pixels of 256, unless it is long', () => {
    for (const scene of scenes) {
      const { left, top, right, bottom } = around(boxesIn(scene));
      const edge = scene.style === 'poster' ? 0.069 : scene.style === 'watercolour' ? 0.049 : 0.029;
      expect(Math.min(left, top, 1 - right, 1 - bottom), told(scene)).toBeGreaterThanOrEqual(edge);
      for (const box of boxesIn(scene)) expect(256 * Math.max(box.bottom - box.top, (box.right - box.left) / 2), told(scene)).toBeGreaterThanOrEqual(40);
      for (const box of boxesIn(scene)) if (box.right - box.left < 1.5 * (box.bottom - box.top)) expect(256 * (box.bottom - box.top), told(scene)).toBeGreaterThanOrEqual(48);
    }
  });

  test('stands on ground or water where the place has them; only what stands casts a shadow', () => {
    for (const scene of scenes) {
      const { ground, water } = terrains[scene.place];
      for (const { foot: [, y], shadow } of scene.things) {
        if (!shadow) continue;
        expect(y, told(scene)).toBeGreaterThanOrEqual(ground![0] - 1e-6);
        expect(y, told(scene)).toBeLessThanOrEqual(ground![1] + 1e-6);
      }
      const swims = scene.things.length === 1 && ground === undefined && mediaOf(scene.things[0]!.subject, scene.place)[0] === 'water' && mediaOf(scene.things[0]!.subject, scene.place).length === 1;
      if (swims) expect(scene.things[0]!.foot[1], told(scene)).toBeGreaterThanOrEqual(water![0] - 1e-6);
    }
  });

  test('paints each thing once, nearer ones later', () => {
    for (const scene of scenes) {
      expect([...scene.depth].sort()).toEqual(scene.things.map((_, index) => index));
      if (scene.relation === undefined) expect(scene.depth.map((index) => scene.things[index]!.foot[1])).toEqual(scene.things.map(({ foot }) => foot[1]).sort((a, b) => a - b));
    }
  });

  test('is framed as its composition says', () => {
    for (const scene of scenes) {
      const { left, right } = around(boxesIn(scene));
      const centre = (left + right) / 2;
      if (scene.composition === 'left-third') expect(centre, told(scene)).toBeLessThanOrEqual(0.371);
      if (scene.composition === 'right-third') expect(centre, told(scene)).toBeGreaterThanOrEqual(0.629);
      if (scene.composition === 'centred' || scene.composition === 'close-up') expect(Math.abs(centre - 0.5), told(scene)).toBeLessThan(0.08);
    }
    // Wide, centred and close-up are told apart by size: of any two of one kind of scene, the nearer view is the larger one.
    const single = scenes.filter(({ things }) => things.length === 1);
    const sizes = (composition: string): number[] => single.filter((scene) => scene.composition === composition).map((scene) => { const { left, top, right, bottom } = boxesIn(scene)[0]!; return Math.max((bottom - top) / 0.9, (right - left) / 0.94); });
    expect(Math.max(...sizes('wide'))).toBeLessThan(Math.min(...sizes('centred')));
    expect(Math.max(...sizes('centred'))).toBeLessThan(Math.min(...sizes('close-up')));
  });
});

describe('several alike', () => {
  test('do not hide each other, and are not on a grid', () => {
    const crowds = scenes.filter(({ relation, things }) => relation === undefined && things.length > 1);
    expect(crowds.length).toBeGreaterThan(250);
    for (const scene of crowds) {
      const boxes = boxesIn(scene);
      boxes.forEach((one, i) => boxes.slice(i + 1).forEach((other) => expect(sharedArea(one, other) / Math.min(area(one), area(other)), told(scene)).toBeLessThanOrEqual(0.15 + 1e-9)));
      expect(new Set(scene.things.map(({ foot }) => foot[0].toFixed(6))).size).toBe(scene.things.length);
      expect(new Set(scene.things.map(({ height }) => height.toFixed(4))).size).toBeGreaterThan(1);
    }
  });
});

describe('two with a relation', () => {
  test.each(relationIds)('%s is drawn often enough to look at', (kind) => {
    expect(ofRelation(kind).length).toBeGreaterThan(40);
  });

  test('riders sit on the seat and look the way their mount goes', () => {
    for (const scene of ofRelation('riding')) {
      const [rider, mount] = scene.things as [Thing, Thing];
      const [riding, ridden] = [drawingIn(scene, rider), drawingIn(scene, mount)];
      const seat = pointOf(mount, ridden, ridden.seat!);
      const sunk = rider.pose === 'riding' ? 0 : 0.14 * rider.height;
      expect(Math.hypot(rider.foot[0] - seat[0], rider.foot[1] - sunk - seat[1]), told(scene)).toBeLessThan(1e-6);
      const ways = [facing(riding, rider.flipped), facing(ridden, mount.flipped)];
      if (!ways.includes('front') && riding.faces !== 'fixed') expect(ways[0], told(scene)).toBe(ways[1]);
    }
  });

  test('what is on something has its feet on the top of it', () => {
    for (const scene of ofRelation('on')) {
      const [thing, platform] = scene.things as [Thing, Thing];
      const carrier = drawingIn(scene, platform);
      const top = pointOf(platform, carrier, carrier.top!);
      expect(Math.hypot(thing.foot[0] - top[0], thing.foot[1] - top[1]), told(scene)).toBeLessThan(1e-6);
      expect(scene.depth).toEqual([1, 0]);
    }
  });

  test('held things are at the hand, in front of the holder', () => {
    for (const scene of ofRelation('holding')) {
      const [holder, held] = scene.things as [Thing, Thing];
      const owner = drawingIn(scene, holder);
      const hand = pointOf(holder, owner, owner.hand ?? [0.85, 0.6]);
      const { left, top, right, bottom } = boxesIn(scene)[1]!;
      expect(Math.hypot((left + right) / 2 - hand[0], top + held.height / 2 - hand[1]), told(scene)).toBeLessThan(0.02 + (bottom - top) * (1 - (drawingIn(scene, held).feet ?? 1)));
      expect(scene.depth).toEqual([0, 1]);
    }
  });

  test('left is left, right is right, next to is nearer than either', () => {
    const gap = (scene: Scene): number => { const [a, b] = boxesIn(scene) as [Box, Box]; return Math.max(a.left - b.right, b.left - a.right); };
    for (const scene of ofRelation('left-of')) expect(boxesIn(scene)[0]!.right, told(scene)).toBeLessThan(boxesIn(scene)[1]!.left);
    for (const scene of ofRelation('right-of')) expect(boxesIn(scene)[0]!.left, told(scene)).toBeGreaterThan(boxesIn(scene)[1]!.right);
    const relative = (scene: Scene): number => gap(scene) / ((scene.things[0]!.height + scene.things[1]!.height) / 2);
    expect(Math.max(...ofRelation('next-to').map(relative))).toBeLessThan(Math.min(...ofRelation('left-of', 'right-of').map(relative)) / 2);
  });

  test('what is above is higher than the head of what is below', () => {
    for (const scene of ofRelation('above')) expect(boxesIn(scene)[0]!.bottom, told(scene)).toBeLessThan(boxesIn(scene)[1]!.top);
    for (const scene of ofRelation('under')) {
      const [under, over] = boxesIn(scene) as [Box, Box];
      expect(under.top, told(scene)).toBeGreaterThan(over.top);
      if (settingOf(scene.things[0]!.subject, 'under', scene.things[1]!.subject, scene.place)!.tiered) expect(over.bottom, told(scene)).toBeLessThan(under.top);
    }
  });

  test('what is in front is lower, painted later, and hides a part of what is behind it, not most', () => {
    for (const scene of ofRelation('in-front-of', 'behind')) {
      const [near, far] = scene.relation!.kind === 'behind' ? [1, 0] : [0, 1];
      const boxes = boxesIn(scene);
      expect(scene.things[near]!.foot[1], told(scene)).toBeGreaterThan(scene.things[far]!.foot[1]);
      expect(scene.depth).toEqual([far, near]);
      const hidden = sharedArea(boxes[0]!, boxes[1]!) / area(boxes[far]!);
      expect(hidden, told(scene)).toBeLessThan(0.36);
      expect(hidden, told(scene)).toBeGreaterThan(0);
    }
  });
});

describe('who can do what', () => {
  test('every subject can be somewhere, and every place holds many', () => {
    for (const subject of subjectIds) expect(placeIds.filter((place) => mediaOf(subject, place).length > 0).length, subject).toBeGreaterThan(2);
    for (const place of placeIds) expect(subjectIds.filter((subject) => mediaOf(subject, place).length > 0).length, place).toBeGreaterThan(25);
  });

  test('riders ride mounts, hands hold small things, nobody does anything with itself', () => {
    const pair = (main: SceneGraph['main']['subject'], kind: RelationId, other: SceneGraph['main']['subject']) => settingOf(main, kind, other, 'meadow');
    expect(pair('astronaut', 'riding', 'horse')).toEqual({ base: 'ground' });
    expect(pair('horse', 'riding', 'astronaut')).toBeUndefined();
    expect(pair('cat', 'on', 'table')).toEqual({ base: 'ground' });
    expect(pair('house', 'on', 'table')).toBeUndefined();
    expect(pair('cat', 'under', 'cloud')).toEqual({ base: 'ground', tiered: true });
    expect(pair('cat', 'next-to', 'cat')).toBeUndefined();
    for (const place of placeIds) for (const kind of relationIds) for (const [other, mains] of partnersAt(place, kind)) expect(mains, `${kind} ${other}`).not.toContain(other);
  });
});
