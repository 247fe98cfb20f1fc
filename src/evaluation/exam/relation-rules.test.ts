import { describe, expect, it } from 'vitest';
import { createRandom } from '../../base/random.ts';
import { locatedThings } from '../../worlds/storybook/located.ts';
import { sampleScene } from '../../worlds/storybook/sample-scene.ts';
import { relationIds } from '../../worlds/storybook/vocabulary.ts';
import { relationRules } from './relation-rules.ts';

describe('relation rules, on the boxes of scenes as they are laid out', () => {
  const random = createRandom(11);
  const seen = new Map(relationIds.map((kind) => [kind, { right: 0, total: 0 }]));
  for (let i = 0; i < 6000; i++) {
    const scene = sampleScene(random);
    if (scene.relation === undefined) continue;
    const located = locatedThings(scene);
    const boxOf = (thing: number) => (located[scene.depth.indexOf(thing)] as (typeof located)[number]).box;
    const tally = seen.get(scene.relation.kind) as { right: number; total: number };
    tally.total++;
    if (relationRules[scene.relation.kind](boxOf(scene.relation.subject), boxOf(scene.relation.object))) tally.right++;
  }

  it.each(relationIds)('%s holds where it was meant', (kind) => {
    const { right, total } = seen.get(kind) as { right: number; total: number };
    expect(total).toBeGreaterThan(50);
    expect(right / total).toBeGreaterThanOrEqual(0.985);
  });
});
