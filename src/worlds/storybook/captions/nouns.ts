/** Nouns with what stands before them: articles, number words, colours, plurals. */

import type { Count, Member } from '../scene-graph.ts';
import { counts, type SubjectId, subjects, tints } from '../vocabulary.ts';
import { kindPlurals } from '../vocabulary/kinds.ts';
import type { Voice } from './voice.ts';

/** How a member is named: what stands in for "red" and "fox". An absent tint is not said. */
export interface Name {
  readonly tint?: string;
  readonly singular: string;
  readonly plural: string;
}

/** Words that no plain "a" goes before: names and stuffs take nothing, what there is one of takes "the". */
const articles: Readonly<Record<string, string>> = {
  'santa claus': '', santa: '', 'father christmas': '', saturn: '', bread: '', corn: '', sun: 'the', parthenon: 'the',
};

/** Spelled with a vowel but spoken without one, and the other way round. */
const spokenWithConsonant = /^(uni(?!n)|u[fk]o|eu|one\b|ukulele)/;
const spokenWithVowel = /^([aeiou]|8|hour|honest|heir|x-)/;

/** `phrase` with "a" or "an". */
export function withArticle(phrase: string): string {
  return `${spokenWithVowel.test(phrase) && !spokenWithConsonant.test(phrase) ? 'an' : 'a'} ${phrase}`;
}

/** Names that hold a colour of their own: "a blue gold cup" is nobody's wish. */
const coloured = /\b(red|gold|golden|blue|green|white|black|brown|yellow)\b/;

/** Names of which the plural is another word can be counted; of the others, only where a thing has no other kind of name (three sheep). */
function countable(subject: SubjectId): readonly number[] {
  const { words, plurals } = subjects[subject];
  const all = words.map((_, i) => i);
  const changing = all.filter((i) => words[i] !== plurals[i]);
  return words[0] === plurals[0] || changing.length === 0 ? all : changing;
}

/** What a member is called: by its name, or by its kind (a hypernym, that says no more than "an animal"). */
export function nameOf({ subject, tint }: Member, voice: Voice, { byKind = false, tinted = true }: { readonly byKind?: boolean; readonly tinted?: boolean } = {}): Name {
  const { words, plurals, kinds } = subjects[subject];
  const said: { readonly tint?: string } = tint !== undefined && tinted ? { tint: voice.choose(tints[tint].words) } : {};
  if (byKind && kinds.length > 0) {
    const kind = voice.choose(kinds);
    return { ...said, singular: kind, plural: kindPlurals[kind] };
  }
  const uncoloured = countable(subject).filter((i) => said.tint === undefined || !coloured.test(words[i] as string));
  const index = voice.choose(uncoloured.length > 0 ? uncoloured : countable(subject));
  return { ...said, singular: words[index] as string, plural: plurals[index] as string };
}

const colouredBy = (tint: string | undefined, noun: string): string => (tint === undefined ? noun : `${tint} ${noun}`);

/** "red fox". */
export function bare({ tint, singular }: Name): string {
  return colouredBy(tint, singular);
}

/** "red foxes". */
export function bareSeveral({ tint, plural }: Name): string {
  return colouredBy(tint, plural);
}

/** "a red fox", "santa claus", "the sun". */
export function one(name: Name): string {
  const article = name.tint === undefined ? articles[name.singular] : undefined;
  if (article !== undefined) return article === '' ? name.singular : `${article} ${name.singular}`;
  return withArticle(bare(name));
}

/** "three red foxes", "a single red fox". */
export function counted(name: Name, count: Count, voice: Voice): string {
  return `${voice.choose(counts[count].words)} ${count === 1 ? bare(name) : bareSeveral(name)}`;
}
