import { describe, expect, it } from 'vitest';
import { createRandom } from '../../base/random.ts';
import { locatedThings, tintClasses } from '../../worlds/storybook/located.ts';
import type { Scene } from '../../worlds/storybook/scene.ts';
import { subjectIds, type TintId } from '../../worlds/storybook/vocabulary.ts';
import { sceneShowing } from './expected.ts';
import { thingsOf } from './facts-notation.ts';
import { freePrompts } from './free-prompts.ts';
import { type Fact, factsOf, factText, holds, judge, type Sight } from './judge.ts';
import { examPrompts } from './prompts.ts';

const box = (left: number, top: number, side: number) => ({ left, top, right: left + side, bottom: top + side });
const sight: Sight = {
  things: [{ subject: 'astronaut', box: box(0.4, 0.2, 0.3) }, { subject: 'horse', tint: 'red', box: box(0.3, 0.4, 0.45) }],
  place: 'mars', light: 'day', style: 'flat', composition: 'centred',
};

/** What a detector without fault would see of a scene. */
function perfectSight(scene: Scene): Sight {
  const { place, light, style, composition } = scene;
  const things = locatedThings(scene).map(({ subject, tint, box: where }) => ({ subject: subjectIds[subject] as (typeof subjectIds)[number], ...(tint > 0 && { tint: tintClasses[tint] as TintId }), box: where }));
  return { things, place, light, style, composition };
}

describe('judging', () => {
  it('makes facts of what is asked for', () => {
    expect(factsOf({ ...thingsOf('astronaut riding horse:red'), place: 'mars' }).map(factText)).toEqual(['astronaut', 'horse', 'red horse', 'astronaut riding horse', 'mars']);
    expect(factsOf(thingsOf('3 fox')).map(factText)).toEqual(['fox', '3 fox']);
    expect(factsOf(thingsOf('fox')).map(factText)).toEqual(['fox']);
    expect(factsOf(thingsOf('fox'), true).map(factText)).toEqual(['fox', '1 fox']);
  });

  it('passes a picture in which every fact holds', () => {
    expect(judge(factsOf({ ...thingsOf('astronaut riding horse:red'), place: 'mars', style: 'flat' }), sight).right).toBe(true);
    expect(judge(factsOf(thingsOf('{animal}')), sight).right).toBe(true);
  });

  it.each([
    [{ kind: 'thing', subjects: ['fox'] }], [{ kind: 'count', subjects: ['horse'], count: 2 }], [{ kind: 'tint', subjects: ['horse'], tint: 'blue' }], [{ kind: 'tint', subjects: ['astronaut'], tint: 'red' }],
    [{ kind: 'relation', main: ['horse'], relation: 'riding', other: ['astronaut'] }], [{ kind: 'relation', main: ['astronaut'], relation: 'left-of', other: ['horse'] }], [{ kind: 'place', value: 'beach' }], [{ kind: 'style', value: 'comic' }],
  ] satisfies [Fact][])('fails %o', (fact) => {
    expect(holds(fact, sight)).toBe(false);
    expect(judge([{ kind: 'thing', subjects: ['horse'] }, fact], sight).right).toBe(false);
  });

  it('finds scenes that show what a prompt asks for right, when it sees without fault', () => {
    const random = createRandom(4);
    const tuning = examPrompts({ purpose: 'validation', perTask: 12 }).map(({ expected, task }) => ({ expected, facts: factsOf(expected, task === 'count') }));
    const asked = [...tuning, ...freePrompts.map(({ expected }) => ({ expected, facts: factsOf(expected) }))];
    const wrong = asked.filter(({ facts, expected }) => !judge(facts, perfectSight(sceneShowing(expected, random))).right);
    expect(wrong.length / asked.length).toBeLessThan(0.01);
  });
});
