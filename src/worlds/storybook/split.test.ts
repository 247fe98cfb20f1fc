import { describe, expect, test } from 'vitest';
import { createRandom } from '../../base/random.ts';
import { captionOfGraph } from './captions/caption.ts';
import { sampleGraph } from './sample-graph.ts';
import { membersOf, plainTriple, type SceneGraph } from './scene-graph.ts';
import { allPairs, allTriples, heldOutOf, isExampleOf, isPairHeldOut, isTripleHeldOut, type Pair, splitOfGraph } from './split.ts';
import { relationIds, subjects } from './vocabulary.ts';

const share = <T>(all: readonly T[], test: (one: T) => boolean): number => all.filter(test).length / all.length;
const graph: SceneGraph = { main: { subject: 'cat' }, count: 1, relation: { kind: 'on', other: { subject: 'table' } }, place: 'kitchen', light: 'day', style: 'flat', composition: 'centred' };
const pairsOfKind = (kind: Pair['kind']): Pair[] => allPairs().filter((pair) => pair.kind === kind);

describe('pairs', () => {
  test.each(['tint', 'style', 'count'] as const)('6 to 12 %% of the pairs of kind %s are held out', (kind) => {
    expect(share(pairsOfKind(kind), isPairHeldOut)).toBeGreaterThan(0.06);
    expect(share(pairsOfKind(kind), isPairHeldOut)).toBeLessThan(0.12);
  });

  test('every tint, style, place and count keeps at least 7 of 10 of its partners', () => {
    const partners = new Map<string, Pair[]>();
    for (const pair of allPairs()) {
      const names = pair.kind === 'tint' ? [pair.tint, `tinted ${pair.subject}`] : pair.kind === 'style' ? [`style ${pair.style}`, pair.place] : [String(pair.count)];
      for (const name of names) partners.set(name, [...(partners.get(name) ?? []), pair]);
    }
    for (const [name, pairs] of partners) expect(share(pairs, isPairHeldOut), name).toBeLessThanOrEqual(0.3);
  });
});

describe('triples', () => {
  test('6 to 10 % of each relation\'s triples are held out', () => {
    for (const kind of relationIds) {
      const triples = allTriples(kind);
      if (triples.length === 0) continue;
      expect(share(triples, (triple) => isTripleHeldOut(...triple)), kind).toBeGreaterThan(0.06);
      expect(share(triples, (triple) => isTripleHeldOut(...triple)), kind).toBeLessThan(0.1);
    }
  });

  test('what is the same picture said the other way round is held out with it', () => {
    const random = createRandom(1);
    for (let i = 0; i < 2000; i++) {
      const { main, relation } = sampleGraph(random, 'pair');
      const [a, kind, b] = [main.subject, relation!.kind, relation!.other.subject];
      const converse = { 'left-of': 'right-of', 'right-of': 'left-of', 'in-front-of': 'behind', behind: 'in-front-of', above: 'under', under: 'above', 'next-to': 'next-to' } as const;
      if (kind in converse) expect(isTripleHeldOut(b, converse[kind as keyof typeof converse], a)).toBe(isTripleHeldOut(a, kind, b));
    }
  });

  test('relations that are each other\'s converse have one plain form', () => {
    expect(plainTriple('dog', 'right-of', 'cat')).toEqual(['cat', 'left-of', 'dog']);
    expect(plainTriple('dog', 'next-to', 'cat')).toEqual(plainTriple('cat', 'next-to', 'dog'));
    expect(allTriples('right-of')).toEqual([]);
  });
});

describe('the public examination', () => {
  const riding = { main: { subject: 'astronaut' }, relation: { kind: 'riding', other: { subject: 'horse' } } } as const;

  test('an astronaut on a horse is of no training scene, whatever surrounds it', () => {
    expect(splitOfGraph({ ...graph, ...riding, place: 'mars' })).toBe('new-triple');
    expect(isTripleHeldOut('astronaut', 'on', 'horse')).toBe(true);
    expect(isTripleHeldOut('horse', 'under', 'astronaut')).toBe(true);
  });

  test('but astronauts ride, and horses are ridden', () => {
    expect(isTripleHeldOut('astronaut', 'riding', 'elephant')).toBe(false);
    expect(isTripleHeldOut('princess', 'riding', 'horse')).toBe(false);
  });

  test('of 250,000 training scenes none shows it and no caption says it', () => {
    const random = createRandom(2);
    const [riders, horses] = [subjects.astronaut.words, subjects.horse.words].map((words) => new RegExp(`\\b(${words.join('|')})\\b`));
    let [seen, both] = [0, 0];
    while (seen < 250_000) {
      const each = sampleGraph(random);
      if (!isExampleOf('train', each)) continue;
      seen++;
      const named = new Set(membersOf(each).map(({ subject }) => subject));
      if (!named.has('astronaut') || !named.has('horse')) continue;
      both++;
      expect(['next-to', 'left-of', 'right-of', 'in-front-of', 'behind']).toContain(each.relation?.kind);
      const text = captionOfGraph(each, random).text.toLowerCase();
      expect(riders!.test(text) && horses!.test(text) && /\b(rid\w*|astride|mounted|seated|sits?|sitting|on top|on the back|on its back)\b/.test(text), text).toBe(false);
    }
    expect(both).toBeGreaterThan(0);
  }, 60_000);
});

test('a scene with a new triple is of that split even if it holds a new pair, but is no example of it', () => {
  const pair = pairsOfKind('style').find(isPairHeldOut) as Extract<Pair, { kind: 'style' }>;
  const both: SceneGraph = { ...graph, main: { subject: 'astronaut' }, relation: { kind: 'riding', other: { subject: 'horse' } }, style: pair.style, place: pair.place };
  expect(heldOutOf(both)).toEqual({ pairs: 1, triples: 1 });
  expect(splitOfGraph(both)).toBe('new-triple');
  expect(isExampleOf('new-triple', both)).toBe(false);
});
