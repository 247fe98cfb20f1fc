import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../base/random.ts';
import { FACTORS, factors, labelsOfGraph } from '../labels.ts';
import { sampleGraph } from '../sample-graph.ts';
import type { SceneGraph } from '../scene-graph.ts';
import { relationIds, relations } from '../vocabulary.ts';
import { captionOfGraph, captionShares, fullCaptionOfGraph, wordedCaption } from './caption.ts';
import { one, withArticle } from './nouns.ts';
import { cores, frames, keywordCores, keywordForms, relationCores, unrelatedCores } from './templates.ts';
import { mistyped } from './typos.ts';

const base = { place: 'mars', light: 'night', style: 'watercolour', composition: 'centred' } as const;
const riding: SceneGraph = { ...base, main: { subject: 'astronaut' }, count: 1, relation: { kind: 'riding', other: { subject: 'horse' } } };
const foxes: SceneGraph = { ...base, main: { subject: 'fox' }, count: 3 };
const sides = (kind: 'left-of' | 'right-of'): SceneGraph => ({ ...base, main: { subject: 'cat' }, count: 1, relation: { kind, other: { subject: 'dog' } } });
const wordsOf = (text: string): string[] => text.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
const captions = (graph: SceneGraph, count: number, kind?: 'full' | 'partial' | 'keywords', say = captionOfGraph) => {
  const random = createRandom(3);
  return Array.from({ length: count }, () => say(graph, random, kind));
};

describe('plain captions', () => {
  test('say everything, with the articles and plurals that people use', () => {
    expect(fullCaptionOfGraph(riding)).toBe('an astronaut riding a horse on mars at night, in watercolour');
    expect(fullCaptionOfGraph(foxes)).toBe('three foxes on mars at night, in watercolour');
    expect(fullCaptionOfGraph({ ...base, main: { subject: 'car', tint: 'orange' }, count: 1, composition: 'left-third' })).toBe('an orange car on mars at night, on the left, in watercolour');
    expect(fullCaptionOfGraph({ ...base, main: { subject: 'mouse' }, count: 2 })).toBe('two mice on mars at night, in watercolour');
    expect(fullCaptionOfGraph(sides('right-of'))).toBe('a cat to the right of a dog on mars at night, in watercolour');
  });

  test.each([['unicorn', 'a unicorn'], ['ufo', 'a ufo'], ['umbrella', 'an umbrella'], ['8-bit picture', 'an 8-bit picture'], ['owl', 'an owl'], ['one', 'a one'], ['house', 'a house']])('%s takes its article by sound: %s', (word, phrase) => {
    expect(withArticle(word)).toBe(phrase);
  });

  test('names take none, what there is one of takes "the", coloured or counted things take their own', () => {
    expect(one({ singular: 'santa claus', plural: '' })).toBe('santa claus');
    expect(one({ singular: 'sun', plural: '' })).toBe('the sun');
    expect(one({ singular: 'bread', plural: '', tint: 'red' })).toBe('a red bread');
  });
});

describe('random captions', () => {
  test('there are more than 60 templates, and no slot of any stays open', () => {
    const own = Object.values(relationCores).flatMap(({ phrases = [], sentences = [] }) => [...phrases, ...sentences]);
    const templates = [...Object.values(cores).flat(), ...own, ...unrelatedCores, ...frames, ...Object.values(keywordCores).flat()];
    expect(new Set(templates).size).toBeGreaterThanOrEqual(100);
    expect(keywordForms.length).toBeGreaterThan(4);
    const random = createRandom(1);
    for (let i = 0; i < 2000; i++) {
      const { text } = wordedCaption(sampleGraph(random), random);
      expect(text).not.toMatch(/[{}]|undefined|\s\s|^\W|[,:;]\s*[,:;]| ,|\b(a|an|the) (a|an|the)\b/);
      expect(wordsOf(text).length).toBeLessThanOrEqual(24);
    }
  });

  test('articles agree with the sound of what follows', () => {
    const random = createRandom(2);
    for (let i = 0; i < 2000; i++) {
      const { text } = wordedCaption(sampleGraph(random), random, 'full');
      for (const [, article, word] of text.matchAll(/\b(an?) (\w+)/g)) expect(`${article} ${word}`).toMatch(/^(an ([aeiou8]|hour)|a ([^aeiou8]|uni|ufo|one))/);
    }
  });

  test('kinds come in their shares, more than half of all captions name everything', () => {
    const random = createRandom(4);
    let complete = 0;
    const asked = FACTORS.indexOf('composition');
    for (let i = 0; i < 2000; i++) {
      const graph = sampleGraph(random);
      const { labels } = captionOfGraph(graph, random);
      // The middle goes without saying.
      const wanted = labelsOfGraph(graph).map((label, index) => (index === asked && graph.composition === 'centred' ? labels[index] : label));
      complete += Number(labels.every((label, index) => label === wanted[index]));
    }
    expect(complete / 2000).toBeGreaterThan(0.56);
    expect(complete / 2000).toBeLessThan(0.75);
    expect(Object.values<number>(captionShares).reduce((a, b) => a + b)).toBeCloseTo(1, 10);
  });

  test('labels are what the words say: a place is labelled exactly when it is named', () => {
    const place = FACTORS.indexOf('place');
    for (const { text, labels } of captions(foxes, 600, 'partial', wordedCaption)) {
      expect(labels[place], text).toBe(/mars|martian|red planet/.test(text) ? factors[place]!.values.indexOf('mars') : -1);
    }
  });

  test('a thing called by its kind has no label for its name', () => {
    const subject = FACTORS.indexOf('subject');
    const called = captions(foxes, 800, 'partial', wordedCaption).filter(({ text }) => /animals/.test(text));
    expect(called.length).toBeGreaterThan(20);
    for (const { labels } of called) expect(labels[subject]).toBe(-1);
  });

  test('left and right are as in the picture, however it is put', () => {
    // A side belongs to the thing that is named before it, or after it where the text begins with a side.
    const sideOfA = (text: string): string => {
      const named = text.split(/\b(A|B|left|right)\b/).filter((word) => /^(A|B|left|right)$/.test(word));
      const at = named.findIndex((word) => word === 'left' || word === 'right');
      const thing = at === 0 ? named[1] : named.slice(0, at).findLast((word) => word === 'A' || word === 'B');
      return thing === 'A' ? (named[at] as string) : named[at] === 'left' ? 'right' : 'left';
    };
    for (const kind of ['left-of', 'right-of'] as const) {
      const { words, inverse } = relations[kind];
      const { phrases = [], sentences = [] } = relationCores[kind];
      const all = [...words.map((word) => `{a} ${word} {b}`), ...inverse.map((wording) => `{b} ${wording}`), ...phrases, ...sentences];
      for (const template of all) expect(sideOfA(template.replace('{a}', 'A').replace('{b}', 'B')), template).toBe(kind === 'left-of' ? 'left' : 'right');
    }
  });

  test('nothing is denied, and every relation is worded in both directions', () => {
    const random = createRandom(6);
    for (const kind of relationIds) {
      const texts = Array.from({ length: 300 }, () => wordedCaption({ ...base, main: { subject: 'cat' }, count: 1, relation: { kind, other: { subject: 'dog' } } }, random, 'full').text);
      const [cat, dog] = ['(cat|kitty|kitten)', '(dog|puppy|hound)'];
      expect(texts.some((text) => new RegExp(`${cat}.*${dog}`).test(text)) && texts.some((text) => new RegExp(`${dog}.*${cat}`).test(text)), kind).toBe(true);
      for (const text of texts) expect(text).not.toMatch(/\b(no|not|without|never)\b/);
    }
  });

  test('the same seed gives the same captions', () => {
    expect(captions(riding, 30)).toEqual(captions(riding, 30));
  });
});

describe('slips', () => {
  test('15 % of captions have one or two mistyped words', () => {
    const words = new Set(captions(foxes, 8000, 'full', wordedCaption).flatMap(({ text }) => wordsOf(text)));
    const slipped = captions(foxes, 4000, 'full').filter(({ text }) => wordsOf(text.toLowerCase()).some((word) => !words.has(word))).length / 4000;
    expect(slipped).toBeGreaterThan(0.12);
    expect(slipped).toBeLessThan(0.18);
  });

  test('change letters of long words only, and make no other word of the world', () => {
    const random = createRandom(5);
    for (let i = 0; i < 500; i++) {
      const text = mistyped('a goat on the moon, boat', random, (word) => ['boat', 'moon', 'goat'].includes(word));
      expect(text.split(' ').filter((_, at) => [0, 2, 3].includes(at))).toEqual(['a', 'on', 'the']);
      expect(text).not.toBe('a goat on the moon, boat');
      expect(text).not.toMatch(/^a boat/);
    }
  });
});
