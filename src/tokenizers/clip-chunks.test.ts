import { expect, test } from 'vitest';
import { chunkPrompt } from './clip-chunks.ts';
import type { ClipTokenizer } from './clip-tokenizer.ts';

/** Letters are tokens: a is 1, the comma 50; ten to a window. */
const letters: ClipTokenizer = {
  encode: (text) => [...text].filter((letter) => letter !== ' ').map((letter) => (letter === ',' ? 50 : letter.charCodeAt(0) - 96)),
  textOf: String, startId: 98, endId: 99, padId: 99, commaId: 50, length: 10,
};
const plain = (text: string): { text: string; weight: number }[] => [{ text, weight: 1 }];
const ids = (text: string): number[][] => chunkPrompt(letters, plain(text)).chunks.map((chunk) => [...chunk.ids]);

test('a short prompt is one chunk between start and end, the empty one too', () => {
  expect(ids('abc')).toEqual([[98, 1, 2, 3, 99, 99, 99, 99, 99, 99]]);
  expect(ids('')).toEqual([[98, 99, 99, 99, 99, 99, 99, 99, 99, 99]]);
  expect(chunkPrompt(letters, plain('abc'))).toMatchObject({ length: 3, chunks: [{ end: 4 }] });
  expect(ids('abcdefgh')).toEqual([[98, 1, 2, 3, 4, 5, 6, 7, 8, 99]]);
});

test('another padding begins behind the end', () => {
  const { chunks } = chunkPrompt({ ...letters, padId: 0 }, plain('ab'));
  expect([...chunks[0]!.ids]).toEqual([98, 1, 2, 99, 0, 0, 0, 0, 0, 0]);
});

test('a long prompt goes on in the next chunk, from its last comma on', () => {
  expect(ids('abcdefghij')).toEqual([[98, 1, 2, 3, 4, 5, 6, 7, 8, 99], [98, 9, 10, 99, 99, 99, 99, 99, 99, 99]]);
  expect(ids('abcd,efgh')).toEqual([[98, 1, 2, 3, 4, 50, 99, 99, 99, 99], [98, 5, 6, 7, 8, 99, 99, 99, 99, 99]]);
  expect(ids('abcdefgh,i')).toEqual([[98, 1, 2, 3, 4, 5, 6, 7, 8, 99], [98, 50, 9, 99, 99, 99, 99, 99, 99, 99]]);
});

test('a comma further back than twenty tokens does not part', () => {
  const wide = { ...letters, length: 40 };
  const far = chunkPrompt(wide, plain(`a,${'b'.repeat(40)}`));
  expect(far.chunks.map(({ end }) => end)).toEqual([39, 5]);
  const near = chunkPrompt(wide, plain(`${'b'.repeat(30)},${'c'.repeat(10)}`));
  expect(near.chunks.map(({ end }) => end)).toEqual([32, 11]);
});

test('breaks part the chunks, and weights go with their tokens', () => {
  const { chunks, length } = chunkPrompt(letters, [{ text: 'a', weight: 1.5 }, 'break', { text: 'bc', weight: 0.5 }]);
  expect(chunks.map(({ weights }) => [...weights.subarray(0, 4)])).toEqual([[1, 1.5, 1, 1], [1, 0.5, 0.5, 1]]);
  expect(length).toBe(3);
  expect(chunkPrompt(letters, ['break']).chunks).toHaveLength(1);
});

test('inversions stand in the place of their names, longest name first, and are never cut', () => {
  const inversions = [{ name: 'ab', firstId: 200, count: 2 }, { name: 'abc', firstId: 300, count: 3 }];
  const spliced = (text: string): number[][] => chunkPrompt(letters, plain(text), inversions).chunks.map((chunk) => [...chunk.ids]);
  expect(spliced('xabyabc')[0]).toEqual([98, 24, 200, 201, 25, 300, 301, 302, 99, 99]);
  expect(spliced('xxxxxxabc').map((row) => row.slice(0, 8))).toEqual([[98, 24, 24, 24, 24, 24, 24, 99], [98, 300, 301, 302, 99, 99, 99, 99]]);
});

test('an end token within the text ends it', () => {
  const odd: ClipTokenizer = { ...letters, encode: () => [1, 99, 2], padId: 0 };
  expect(chunkPrompt(odd, plain('')).chunks[0]).toEqual({ ids: Int32Array.of(98, 1, 99, 0, 0, 0, 0, 0, 0, 0), weights: new Float32Array(10).fill(1), end: 2 });
});
