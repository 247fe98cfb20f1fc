import { describe, expect, test } from 'vitest';
import { presetsFor, withStyles } from './presets.ts';
import { hasChoices, resolvePrompt } from './prompt-template.ts';

describe('choices in prompts', () => {
  test('the seed makes them, the same ones each time', () => {
    const texts = Array.from({ length: 200 }, (_, seed) => resolvePrompt('a {red|blue} {fox|{grey|white} owl}', seed));
    expect(new Set(texts)).toEqual(new Set(['a red fox', 'a blue fox', 'a red grey owl', 'a red white owl', 'a blue grey owl', 'a blue white owl']));
    expect(resolvePrompt('a {red|blue} {fox|{grey|white} owl}', 17)).toBe(texts[17]);
  });

  test('weights count, empty choices are choices', () => {
    const texts = Array.from({ length: 1000 }, (_, seed) => resolvePrompt('{9::often|seldom|0::never|}', seed));
    const share = (text: string): number => texts.filter((each) => each === text).length / 1000;
    expect(share('often')).toBeCloseTo(9 / 11, 1);
    expect(share('never')).toBe(0);
    expect(share('')).toBeGreaterThan(0.03);
  });

  test('lists are named by underscores, and may hold choices', () => {
    expect(['red', 'dark blue', 'light blue']).toContain(resolvePrompt('__colour__', 5, { colour: ['red', '{dark|light} blue'] }));
    expect(() => resolvePrompt('__animal__', 5, { colour: ['red'] })).toThrow(/no list 'animal' for __animal__; there are: colour/);
    expect(() => resolvePrompt('__a__', 1, { a: ['__a__'] })).toThrow(/does a list name itself/);
    expect(() => resolvePrompt('__constructor__', 1)).toThrow(/no list/);
  });

  test.each(['plain', 'a {b} c', '{', '}', 'a|b', '\\{a|b\\}', '{unclosed|', '__', 'snake_case__', '(a:1.2) [b|c]'])('%j has none and stays', (text) => {
    expect(resolvePrompt(text, 3)).toBe(text);
  });

  test('hostile texts end soon', () => {
    const began = performance.now();
    for (const text of ['{'.repeat(20_000), '{a|'.repeat(10_000), '{a|b}'.repeat(20_000), '_'.repeat(50_000)]) {
      try {
        resolvePrompt(text, 1);
      } catch (error) {
        expect(error).toMatchObject({ code: 'usage' });
      }
      hasChoices(text);
    }
    expect(performance.now() - began).toBeLessThan(3000);
  });
});

describe('presets', () => {
  test('each model has the words that it knows', () => {
    expect(presetsFor('first-light').map(({ name }) => name)).toEqual(['day', 'night', 'centred', 'left', 'right', 'top', 'bottom']);
    expect(presetsFor().length).toBeGreaterThan(20);
    expect(presetsFor('somebody-elses')).toEqual([]);
    expect(withStyles('a fox', ['night', 'left'], 'first-light')).toBe('a fox, at night, on the left');
    expect(withStyles('', ['night'], 'first-light')).toBe('at night');
    expect(() => withStyles('a fox', ['oil'], 'first-light')).toThrow(/It has: day, night/);
  });
});
