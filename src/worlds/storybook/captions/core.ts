/** The core of a caption: the things, how many, in which colours, and what they have to do with each other. */

import { DarkroomError } from '../../../base/errors.ts';
import type { SceneGraph } from '../scene-graph.ts';
import { type CountId, relations } from '../vocabulary.ts';
import { bare, bareSeveral, counted, nameOf, type Name, one } from './nouns.ts';
import { cores, keywordCores, relationCores, unrelatedCores } from './templates.ts';
import type { Voice } from './voice.ts';

export interface CoreOptions {
  readonly tints: boolean;
  readonly relation: boolean;
  readonly mainByKind: boolean;
  readonly otherByKind: boolean;
}

export interface Core {
  readonly text: string;
  /** A sentence of its own: it cannot follow "a picture of". */
  readonly sentence: boolean;
  readonly plural: boolean;
}

/** How often a pair is put as its relation alone is put, rather than as all are. */
const ownWayShare = 0.3;
const sentenceShare = 0.35;
const inverseShare = 0.22;

/** Templates that fit the graph, and how they are drawn. */
function pickTemplate({ main, count, relation }: SceneGraph, said: CoreOptions, voice: Voice): { readonly template: string; readonly sentence: boolean } {
  const phrase = (template: string) => ({ template, sentence: false });
  const tinted = said.tints && main.tint !== undefined;
  if (relation === undefined) return phrase(voice.choose<string>(count === 1 ? cores[tinted ? 'tinted' : 'single'] : cores[tinted ? 'severalTinted' : 'several']));
  if (!said.relation) return phrase(voice.choose(unrelatedCores));
  const { phrases = [], sentences = [] } = relationCores[relation.kind];
  if (voice.chance(ownWayShare)) {
    if (sentences.length > 0 && (phrases.length === 0 || voice.chance(sentenceShare))) return { template: voice.choose(sentences), sentence: true };
    if (phrases.length > 0) return phrase(voice.choose(phrases));
  }
  return phrase(cores.pair[voice.chance(inverseShare) ? 1 : 0]);
}

/** What each slot stands for, worded when it is needed. */
function slotsOf({ main, count, relation }: SceneGraph, said: CoreOptions, voice: Voice, article: (name: Name) => string): Readonly<Record<string, () => string>> {
  const name = nameOf(main, voice, { byKind: said.mainByKind, tinted: said.tints });
  const plain: Name = { singular: name.singular, plural: name.plural };
  const other = relation && nameOf(relation.other, voice, { byKind: said.otherByKind, tinted: said.tints });
  const bound = relation && relations[relation.kind];
  return {
    a: () => article(name), 'a plain': () => article(plain), b: () => (other ? article(other) : ''), one: () => counted(name, 1, voice),
    n: () => counted(name, count, voice), 'n plain': () => counted(plain, count, voice), number: () => voice.choose(plainNumbers[count]), things: () => bareSeveral(name),
    tint: () => name.tint ?? '', rel: () => voice.choose(bound?.words ?? ['']), inverse: () => voice.choose(bound?.inverse ?? ['']).replace('{a}', article(name)),
  };
}

/** Number words that can stand alone: "foxes, three of them". */
const plainNumbers = { 1: ['one', '1'], 2: ['two', '2'], 3: ['three', '3'], 4: ['four', '4'] } as const satisfies Record<CountId, readonly string[]>;

/** Replaces every `{slot}`. @throws DarkroomError code 'usage' for a slot that there is not */
export function filled(template: string, slots: Readonly<Record<string, () => string>>): string {
  return template.replace(/\{([^}]+)\}/g, (_, slot: string) => {
    const word = slots[slot];
    if (word === undefined) throw new DarkroomError('usage', `The caption template '${template}' has an unknown slot {${slot}}. Known: ${Object.keys(slots).join(', ')}.`, { template, slot });
    return word();
  });
}

/** Words for the things, with articles. */
export function coreOf(graph: SceneGraph, said: CoreOptions, voice: Voice): Core {
  const { template, sentence } = pickTemplate(graph, said, voice);
  return { text: filled(template, slotsOf(graph, said, voice, one)), sentence, plural: graph.count > 1 };
}

/** The same as key words: without articles, and never as a sentence. */
export function keywordsOfThings(graph: SceneGraph, said: CoreOptions, voice: Voice): string {
  const list = graph.relation !== undefined ? (voice.chance(inverseShare) ? keywordCores.pair.slice(1) : keywordCores.pair) : graph.count > 1 ? keywordCores.several : keywordCores.single;
  return filled(graph.relation !== undefined ? list[0] as string : voice.choose<string>(list), slotsOf(graph, said, voice, bare));
}
