/** Captions: what people would write for a scene, from full sentences to a heap of key words. */

import type { Random } from '../../base/random.ts';
import type { Concept } from '../concept.ts';
import type { Scene, SceneObject } from './scene.ts';
import { lights, places, positions, subjects, tints } from './vocabulary.ts';

/** How much of the scene a caption tells. */
export type CaptionKind = 'full' | 'partial' | 'telegraphic';

/**
 * Templates by kind. `{a red fox}` and `{red fox}` are the subject with and without article, `{a fox}` and `{fox}` leave the tint out;
 * `{on the beach}`, `{at night}`, `{on the left}` are clauses; `{beach}`, `{night}`, `{left}` and `{red}` are bare words.
 */
export const templates = {
  full: [
    '{a red fox} {on the beach} {at night} {on the left}',
    '{a red fox} {on the left} {on the beach} {at night}',
    '{a red fox} {on the left} {at night} {on the beach}',
    '{a red fox} {at night} {on the beach}, {on the left}',
    '{on the left} {a red fox} {on the beach} {at night}',
    '{on the beach} {at night}, {a red fox} {on the left}',
    '{at night} {on the beach}, {a red fox} {on the left}',
    '{at night}, {a red fox} {on the left} {on the beach}',
    '{on the beach}, {a red fox} {on the left}, {at night}',
    'there is {a red fox} {on the left} {on the beach} {at night}',
    'a picture of {a red fox} {on the beach} {at night} {on the left}',
    '{a fox} that is {red}, {on the beach} {at night}, {on the left}',
    'the {fox} is {red} and {on the left}, {on the beach} {at night}',
    '{a red fox}, {on the left}, {on the beach}, {at night}',
  ],
  partial: [
    '{a red fox}',
    '{a red fox} {on the beach}',
    '{a red fox} {at night}',
    '{a red fox} {on the left}',
    '{a red fox} {on the beach} {at night}',
    '{a red fox} {on the beach} {on the left}',
    '{a red fox} {on the left} {at night}',
    '{at night} {on the beach}, {a red fox}',
    '{on the beach}, {a red fox}',
    'a picture of {a red fox}',
    '{a fox} {on the beach} {at night}',
    '{a fox} {on the left}',
    'something {red} {on the beach} {at night}',
  ],
  telegraphic: [
    '{red fox}, {beach}, {night}, {left}',
    '{red fox} {beach} {night} {left}',
    '{night} {beach} {left} {red fox}',
    '{beach}, {night}, {red fox}, {left}',
    '{left} {red fox} {beach} {night}',
    '{fox} {red} {left} {night} {beach}',
    '{red fox} {beach}',
    '{red fox}',
  ],
} as const satisfies Record<CaptionKind, readonly string[]>;

/** Shares of the kinds in training: at least half of all captions must name everything (Farid et al., arXiv 2510.03075). */
export const captionShares = { full: 0.5, partial: 0.35, telegraphic: 0.15 } as const satisfies Record<CaptionKind, number>;

/** How often a concept is called by its first wording instead of any of its wordings. */
const plainWordingShare = 0.5;

/** How often a caption may leave out where the subject stands although it is not in the middle: people who say nothing expect the middle. */
const silentShare = 0.15;

type Choose = (wordings: readonly string[]) => string;

function withArticle(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}

/** Wording of each slot of the templates, for the scene's first object. Slots that a template lacks are not drawn. */
function slotWording(slot: string, scene: Scene, object: SceneObject, choose: Choose): string {
  const noun = (): string => choose((subjects[object.subject] as Concept).words);
  const tint = (): string => choose(tints[object.tint].words);
  switch (slot) {
    case 'a red fox': return withArticle(`${tint()} ${noun()}`);
    case 'red fox': return `${tint()} ${noun()}`;
    case 'a fox': return withArticle(noun());
    case 'fox': return noun();
    case 'red': return tint();
    case 'on the beach': return choose(places[scene.place].clauses);
    case 'beach': return choose(places[scene.place].words);
    case 'at night': return choose(lights[scene.light].clauses);
    case 'night': return choose(lights[scene.light].words);
    case 'on the left': return choose(positions[object.position].clauses);
    case 'left': return choose(positions[object.position].words);
    default: throw new Error(`unknown caption slot {${slot}}`);
  }
}

function fill(template: string, scene: Scene, choose: Choose): string {
  const object = scene.objects[0];
  if (object === undefined) throw new Error('a caption needs a scene with at least one object');
  return template.replace(/\{([^}]+)\}/g, (_, slot: string) => slotWording(slot, scene, object, choose));
}

/** The caption that names everything in the plainest words, as `a red fox on the beach at night on the left`. */
export function fullCaption(scene: Scene): string {
  return fill(templates.full[0], scene, (wordings) => wordings[0] ?? '');
}

function pickKind(random: Random): CaptionKind {
  const value = random.uniform();
  if (value < captionShares.full) return 'full';
  return value < captionShares.full + captionShares.partial ? 'partial' : 'telegraphic';
}

/** A random caption of the scene; of the given kind, or of a kind drawn by `captionShares`. At most 18 words, lower case, no full stop. */
export function captionOf(scene: Scene, random: Random, kind: CaptionKind = pickKind(random)): string {
  const choose: Choose = (wordings) => (random.uniform() < plainWordingShare ? (wordings[0] ?? '') : random.pick(wordings));
  return fill(pickTemplate(scene, random, kind), scene, choose);
}

const saysWhere = (template: string): boolean => /\{(on the )?left\}/.test(template);

function pickTemplate(scene: Scene, random: Random, kind: CaptionKind): string {
  const all: readonly string[] = templates[kind];
  const centred = scene.objects[0]?.position === 'centre';
  return random.pick(centred || random.uniform() < silentShare ? all : all.filter(saysWhere));
}

/** `count` random captions; the first names everything, so that no scene is only ever half described. */
export function captions(scene: Scene, random: Random, count: number): string[] {
  return Array.from({ length: count }, (_, index) => (index === 0 ? captionOf(scene, random, 'full') : captionOf(scene, random)));
}
