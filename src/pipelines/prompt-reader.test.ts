import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createClipTokenizer } from '../tokenizers/clip-tokenizer.ts';
import { readClipVocabulary } from '../tokenizers/clip-vocabulary.ts';
import { promptReader } from './prompt-reader.ts';

const read = (name: string): string => readFileSync(new URL(`../../test/tokenizers/${name}`, import.meta.url), 'utf8');
const tokenizer = createClipTokenizer(readClipVocabulary({ vocabulary: read('vocab.json'), merges: read('merges.txt') }));

test('a prompt with emphasis, a break and an inversion becomes chunks of 77', () => {
  const { chunks, length } = promptReader(tokenizer, [{ name: 'my-ink', firstId: 5000, count: 2 }])('a (red:1.5) fox BREAK my-ink, [night]');
  expect(chunks.map(({ ids }) => ids.length)).toEqual([77, 77]);
  const [first, second] = chunks.map(({ ids, weights, end }) => [...ids.subarray(1, end)].map((id, i) => `${tokenizer.textOf(id)}${id >= 5000 ? id : ''}*${weights[i + 1]!.toFixed(2)}`));
  expect(first!.filter((token) => token.endsWith('*1.50')).map((token) => token[0])).toContain('r');
  expect(second!.slice(0, 3)).toEqual(['5000*1.00', '5001*1.00', ', *1.00']);
  expect(second!.at(-1)).toMatch(/\*0\.91$/);
  expect(length).toBe(first!.length + second!.length);
});
