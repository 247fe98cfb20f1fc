import { describe, expect, it } from 'vitest';
import type { SceneGraph } from '../../worlds/storybook/scene-graph.ts';
import { type Fact, factsOf, holds, judge, type Sight } from './judge.ts';

const box = (left: number, top: number, side: number) => ({ left, top, right: left + side, bottom: top + side });
const sight: Sight = {
  things: [{ subject: 'astronaut', box: box(0.4, 0.2, 0.3) }, { subject: 'horse', tint: 'red', box: box(0.3, 0.4, 0.45) }],
  place: 'mars', light: 'day', style: 'flat', composition: 'centred',
};
const graph: SceneGraph = { main: { subject: 'astronaut' }, count: 1, relation: { kind: 'riding', other: { subject: 'horse', tint: 'red' } }, place: 'mars', light: 'day', style: 'flat', composition: 'centred' };

describe('judging', () => {
  it('makes facts of what is said', () => {
    expect(factsOf(graph).map(({ kind }) => kind)).toEqual(['thing', 'thing', 'relation', 'tint', 'place', 'light', 'style', 'composition']);
    expect(factsOf(graph, { style: false, secondTint: false, composition: false }).map(({ kind }) => kind)).toEqual(['thing', 'thing', 'relation', 'place', 'light']);
    const { relation: _relation, ...alone } = graph;
    expect(factsOf({ ...alone, count: 3 })).toContainEqual({ kind: 'count', subject: 'astronaut', count: 3 });
  });

  it('passes a picture in which every fact holds', () => {
    expect(judge(factsOf(graph), sight).right).toBe(true);
  });

  it.each([
    [{ kind: 'thing', subject: 'fox' }], [{ kind: 'count', subject: 'horse', count: 2 }], [{ kind: 'tint', subject: 'horse', tint: 'blue' }], [{ kind: 'tint', subject: 'astronaut', tint: 'red' }],
    [{ kind: 'relation', main: 'horse', relation: 'riding', other: 'astronaut' }], [{ kind: 'relation', main: 'astronaut', relation: 'left-of', other: 'horse' }], [{ kind: 'place', value: 'beach' }], [{ kind: 'style', value: 'comic' }],
  ] satisfies [Fact][])('fails %o', (fact) => {
    expect(holds(fact, sight)).toBe(false);
    expect(judge([...factsOf(graph), fact], sight).right).toBe(false);
  });
});
