/** CLIP's tokenizer against transformers' CLIPTokenizer; scripts/goldens/clip-tokenizer.py made the vocabulary and the ids. */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createClipTokenizer } from '../../src/tokenizers/clip-tokenizer.ts';
import { readClipVocabulary } from '../../src/tokenizers/clip-vocabulary.ts';
import golden from './clip.golden.json' with { type: 'json' };

const read = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');
const tokenizer = createClipTokenizer(readClipVocabulary({ vocabulary: read('vocab.json'), merges: read('merges.txt') }));
const hashOf = (ids: readonly number[]): string => createHash('sha256').update(JSON.stringify(ids)).digest('hex');

test.each(golden.texts)('$text', ({ text, ids }) => {
  expect(tokenizer.encode(text)).toEqual(ids);
});

const letters = [..."abcdefghijklmnopqrstuvwxyz  ,.'ABC019éßΣ世🦊\n-"];

function randomText(seed: number, length: number): string {
  let state = seed;
  return Array.from({ length }, () => {
    state = (Number(BigInt(state) * 1103515245n % 2n ** 31n) + 12345) % 2 ** 31;
    return letters[(state >>> 16) % letters.length];
  }).join('');
}

test('401 random texts, the longest of 100,000 letters', () => {
  for (const { seed, length, sha256 } of golden.random) expect(hashOf(tokenizer.encode(randomText(seed, length))), `${seed}`).toBe(sha256);
});

const range = (from: number, to: number, step = 1): number[] => Array.from({ length: Math.ceil((to - from) / step) }, (_, i) => from + i * step);

test('23,000 code points of every kind, between letters', () => {
  const points = [range(0, 0x3400), range(0xa000, 0xd7b0, 7), range(0xf900, 0x10000), range(0x10000, 0x11800, 3), range(0x1d400, 0x1d800), range(0x1e900, 0x1e960), range(0x1f000, 0x1fb00)].flat().filter((point) => point < 0xd800 || point >= 0xe000);
  const wrong: string[] = [];
  for (const [i, hash] of golden.blocks.entries()) {
    const block = points.slice(16 * i, 16 * i + 16);
    if (hashOf(tokenizer.encode(block.map((point) => `x${String.fromCodePoint(point)}`).join(''))).slice(0, 8) !== hash) wrong.push(block.map((point) => point.toString(16)).join(' '));
  }
  expect(wrong.filter((block) => !newLetters.has(block.split(' ')[0]!))).toEqual([]);
});

/** Blocks with letters that came with Unicode 16 and 17: newer engines know them as letters, transformers does not yet. */
const newLetters = new Set(['880', 'c50', 'cd0', '10921', '10951', '10ec1']);

const files = { vocabulary: read('vocab.json'), merges: read('merges.txt') };

test('tokenizer.json gives the same vocabulary as vocab.json with merges.txt, in both ways of writing merges', () => {
  const { idOf, ranks } = readClipVocabulary(files);
  const vocab = Object.fromEntries([...idOf].filter(([token]) => !token.startsWith('<|')));
  const added_tokens = ['<|startoftext|>', '<|endoftext|>'].map((content) => ({ content, id: idOf.get(content) }));
  for (const merges of [[...ranks.keys()], [...ranks.keys()].map((merge) => merge.split(' '))]) {
    const again = readClipVocabulary({ tokenizer: JSON.stringify({ model: { type: 'BPE', vocab, merges }, added_tokens }) });
    expect(new Map([...again.idOf].sort())).toEqual(new Map([...idOf].sort()));
    expect(again.ranks).toEqual(ranks);
  }
});

test('the configuration says which token pads: the second tokenizer of SDXL has another than the first', () => {
  const first = createClipTokenizer(readClipVocabulary({ ...files, config: JSON.stringify({ pad_token: { content: '<|endoftext|>' }, model_max_length: 77 }) }));
  const second = createClipTokenizer(readClipVocabulary({ ...files, config: JSON.stringify({ pad_token: '!', model_max_length: 1e30 }) }));
  const mapped = createClipTokenizer(readClipVocabulary({ ...files, specialTokens: JSON.stringify({ pad_token: '!' }) }));
  expect([first.padId, first.length]).toEqual([first.endId, 77]);
  expect([second.padId, second.length]).toEqual([0, 77]);
  expect(mapped.padId).toBe(0);
  expect([first.startId, first.endId]).toEqual([2512, 2513]);
});

test('tokens can be read', () => {
  expect(tokenizer.encode('A red fox, naïve').map((id) => tokenizer.textOf(id)).join('')).toBe('a red fox , naïve ');
  expect(tokenizer.textOf(99_999)).toBe('');
  expect(tokenizer.commaId).toBe(tokenizer.encode(',')[0]);
});

test('files that are damaged or do not belong together are refused by name', () => {
  expect(() => readClipVocabulary({})).toThrow(/neither vocab.json with merges.txt nor tokenizer.json/);
  expect(() => readClipVocabulary({ ...files, vocabulary: '{' })).toThrow(/vocab.json is not JSON/);
  expect(() => readClipVocabulary({ ...files, vocabulary: '[]' })).toThrow(/vocab.json is not an object/);
  expect(() => readClipVocabulary({ ...files, vocabulary: '{"a":-1}' })).toThrow(/gives "a" no whole number but -1/);
  expect(() => readClipVocabulary({ ...files, vocabulary: '{"a":1}' })).toThrow(/no token "<\|startoftext\|>"/);
  expect(() => readClipVocabulary({ ...files, merges: '#version: 0.2\na b c\n' })).toThrow(/a line that is no pair: "a b c"/);
  expect(() => readClipVocabulary({ tokenizer: '{"model":{"type":"WordPiece","vocab":{},"merges":[]}}' })).toThrow(/kind "WordPiece"/);
  expect(() => readClipVocabulary({ tokenizer: '{"model":{"vocab":{}}}' })).toThrow(/no list of merges/);
});
