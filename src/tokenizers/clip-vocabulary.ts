/** The files of a CLIP tokenizer: vocab.json and merges.txt, or tokenizer.json, and what the configuration says of special tokens. */
import { DarkroomError } from '../base/errors.ts';

export interface ClipVocabulary {
  readonly idOf: ReadonlyMap<string, number>;
  /** Place in the list of merges of "left right"; lower is joined first. */
  readonly ranks: ReadonlyMap<string, number>;
  readonly startToken: string;
  readonly endToken: string;
  readonly padToken: string;
  readonly unknownToken: string;
  /** Tokens that the text encoder takes at once. */
  readonly length: number;
}

/** Texts of the files of a tokenizer's folder, as far as they are there. */
export interface ClipTokenizerFiles {
  /** vocab.json */
  readonly vocabulary?: string;
  /** merges.txt */
  readonly merges?: string;
  /** tokenizer.json, read where the two above are missing. */
  readonly tokenizer?: string;
  /** tokenizer_config.json */
  readonly config?: string;
  /** special_tokens_map.json; the configuration counts before it. */
  readonly specialTokens?: string;
}

const defaults = { startToken: '<|startoftext|>', endToken: '<|endoftext|>', padToken: '<|endoftext|>', unknownToken: '<|endoftext|>', length: 77 };

/** More tokens at once than any CLIP takes: files say 1e30 for "no limit". */
const mostTokens = 4096;

/** @throws model, naming the file and what is wrong with it */
export function readClipVocabulary(files: ClipTokenizerFiles): ClipVocabulary {
  const { idOf, merges } = files.vocabulary !== undefined && files.merges !== undefined
    ? { idOf: idsOf(parse('vocab.json', files.vocabulary), 'vocab.json'), merges: mergeLines(files.merges) }
    : fromTokenizerJson(files.tokenizer);
  const config = files.config === undefined ? {} : record(parse('tokenizer_config.json', files.config), 'tokenizer_config.json');
  const map = files.specialTokens === undefined ? {} : record(parse('special_tokens_map.json', files.specialTokens), 'special_tokens_map.json');
  const special = (key: string, otherwise: string): string => tokenText(config[key]) ?? tokenText(map[key]) ?? otherwise;
  const length = config['model_max_length'];
  const vocabulary = {
    idOf, ranks: new Map(merges.map((merge, rank) => [merge, rank])),
    startToken: special('bos_token', defaults.startToken), endToken: special('eos_token', defaults.endToken),
    padToken: special('pad_token', defaults.padToken), unknownToken: special('unk_token', defaults.unknownToken),
    length: typeof length === 'number' && Number.isInteger(length) && length > 2 && length <= mostTokens ? length : defaults.length,
  };
  for (const token of [vocabulary.startToken, vocabulary.endToken, vocabulary.padToken]) {
    if (!idOf.has(token)) throw new DarkroomError('model', `The CLIP tokenizer's vocabulary has no token "${token}". Its files do not belong together.`, { token });
  }
  return vocabulary;
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DarkroomError('model', `The CLIP tokenizer's ${file} is not JSON.`, { file }, error);
  }
}

function record(value: unknown, file: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new DarkroomError('model', `The CLIP tokenizer's ${file} is not an object.`, { file });
  return value as Record<string, unknown>;
}

function idsOf(value: unknown, file: string): Map<string, number> {
  const entries = Object.entries(record(value, file));
  for (const [token, id] of entries) {
    if (typeof id !== 'number' || !Number.isInteger(id) || id < 0) throw new DarkroomError('model', `The CLIP tokenizer's ${file} gives "${token}" no whole number but ${JSON.stringify(id)}.`, { file, token });
  }
  return new Map(entries as [string, number][]);
}

/** One pair a line, below a line with the version. */
function mergeLines(text: string): string[] {
  const lines = text.split(/\r?\n/).filter((line, i) => line !== '' && !(i === 0 && line.startsWith('#version')));
  const bad = lines.find((line) => !/^\S+ \S+$/.test(line));
  if (bad !== undefined) throw new DarkroomError('model', `The CLIP tokenizer's merges.txt has a line that is no pair: "${bad.slice(0, 40)}".`, { line: bad });
  return lines;
}

function fromTokenizerJson(text: string | undefined): { readonly idOf: Map<string, number>; readonly merges: string[] } {
  if (text === undefined) throw new DarkroomError('model', 'The CLIP tokenizer has neither vocab.json with merges.txt nor tokenizer.json.');
  const file = 'tokenizer.json';
  const root = record(parse(file, text), file);
  const { type, vocab, merges } = record(root['model'], file);
  if (type !== undefined && type !== 'BPE') throw new DarkroomError('model', `The CLIP tokenizer's ${file} is of the kind ${JSON.stringify(type)}; byte-pair encoding (BPE) is expected.`, { file, type });
  if (!Array.isArray(merges)) throw new DarkroomError('model', `The CLIP tokenizer's ${file} has no list of merges.`, { file });
  const idOf = idsOf(vocab, file);
  const added = root['added_tokens'];
  for (const token of Array.isArray(added) ? added : []) {
    const { content, id } = record(token, file);
    if (typeof content === 'string' && typeof id === 'number') idOf.set(content, id);
  }
  return { idOf, merges: merges.map((merge) => (Array.isArray(merge) ? merge.join(' ') : String(merge))) };
}

/** Special tokens are written as text or as an object that holds it. */
function tokenText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  const content = typeof value === 'object' && value !== null ? (value as { content?: unknown }).content : undefined;
  return typeof content === 'string' ? content : undefined;
}
