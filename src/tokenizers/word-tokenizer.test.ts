import { describe, expect, test } from 'vitest';
import { PADDING_ID, UNKNOWN_ID, collectWords, createWordTokenizer, idCount, splitWords } from './word-tokenizer.ts';

const config = { words: ['a', 'red', 'fox'], maximumWords: 5, buckets: 64, gramsPerWord: 4 };
const tokenize = createWordTokenizer(config);

describe('word tokenizer', () => {
  test('known words have ids, the others are named but still spelled', () => {
    const { ids, grams, unknown } = tokenize('A red, GIRAFFE-fox!');
    expect([...ids]).toEqual([2, 3, UNKNOWN_ID, 4, PADDING_ID]);
    expect(unknown).toEqual(['giraffe']);
    expect(grams.slice(8, 12).every((gram) => gram > 0 && gram < 64)).toBe(true);
    expect(Array.from(grams.slice(16))).toEqual([0, 0, 0, 0]);
    expect(idCount(config)).toBe(5);
  });

  test('the empty text is all padding', () => {
    expect([...tokenize('  ').ids, ...tokenize('').grams].every((id) => id === 0)).toBe(true);
  });

  test('words beyond the limit are cut and counted', () => {
    expect(tokenize('red red red red red fox a')).toMatchObject({ cut: 2 });
  });

  test('a typo shares trigrams with its word', () => {
    const [right, wrong] = [tokenize('mushroom').grams, tokenize('mushrooom').grams].map((grams) => new Set([...grams].filter(Boolean)));
    expect([...right!].filter((gram) => wrong!.has(gram)).length).toBeGreaterThanOrEqual(3);
  });

  test('a mistyped word is the word that was meant, and not unknown', () => {
    const mushrooms = createWordTokenizer({ ...config, words: ['mushroom'] });
    expect(mushrooms('mushrom mushorom')).toMatchObject({ words: ['mushrom', 'mushorom'], unknown: [] });
    expect([...mushrooms('mushrom mushorom').ids]).toEqual([2, 2, PADDING_ID, PADDING_ID, PADDING_ID]);
    expect(mushrooms('mush').unknown).toEqual(['mush']);
  });

  test('letters of any script are letters', () => {
    expect(splitWords('Ein grüner Fuchs — naïve 狐, ﬁve')).toEqual(['ein', 'grüner', 'fuchs', 'naïve', '狐', 'five']);
  });

  test('words are collected by frequency, ties by alphabet', () => {
    expect(collectWords(['b a c', 'b a', 'b'], 2)).toEqual(['b', 'a']);
  });
});
