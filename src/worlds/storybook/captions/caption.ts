/** Captions: what somebody could write for a scene, from everything in one sentence to a heap of key words. */

import type { Random } from '../../../base/random.ts';
import type { Caption } from '../../world.ts';
import { FACTORS, type FactorName, labelsOfGraph } from '../labels.ts';
import type { Scene } from '../scene.ts';
import { graphOf, plainGraph, type SceneGraph } from '../scene-graph.ts';
import { type LightId, type StyleId, subjects } from '../vocabulary.ts';
import { coreOf } from './core.ts';
import { framedCaption, keywordCaption } from './framing.ts';
import { misspelt, styledAsWritten } from './writing.ts';
import { plainVoice, variedVoice, type Voice } from './voice.ts';

export type CaptionKind = 'full' | 'partial' | 'keywords';

/** Of all captions that say something; that some say nothing is the trainer's affair. At least half name everything (Farid et al., arXiv 2510.03075). */
export const captionShares = { full: 0.56, partial: 0.33, keywords: 0.11 } as const satisfies Record<CaptionKind, number>;

/** Parts of a scene that a caption can leave unsaid. */
export interface Said {
  readonly place: boolean;
  readonly light: boolean;
  readonly style: boolean;
  readonly where: boolean;
  readonly tints: boolean;
  readonly relation: boolean;
  /** Called by kind ("an animal") instead of by name. */
  readonly mainByKind: boolean;
  readonly otherByKind: boolean;
}

/** Tokenizers of the house's models read so many. */
const MOST_WORDS = 24;
const ATTEMPTS = 12;

/** Nobody says that something is in the middle, unless it matters. */
const centredSaid = 0.35;

/** How often a partial caption says a part. What is unusual is mostly said: who says nothing expects a plain picture by day. */
const partialShares = { place: { studio: 0.35, other: 0.7 }, where: { centred: 0.1, other: 0.65 }, tints: 0.88, relation: 0.93, byKind: 0.09 } as const;
const lightShares: Readonly<Record<LightId, number>> = { day: 0.2, overcast: 0.55, golden: 0.6, sunset: 0.75, night: 0.85, neon: 0.92, candle: 0.92 };
const styleShares: Readonly<Record<StyleId, number>> = { flat: 0.25, glossy: 0.45, 'paper-cut': 0.75, comic: 0.75, watercolour: 0.8, poster: 0.88, pencil: 0.92, pixel: 0.92, neon: 0.95, silhouette: 0.95 };

const everything: Said = { place: true, light: true, style: true, where: true, tints: true, relation: true, mainByKind: false, otherByKind: false };

function partOf(graph: SceneGraph, voice: Voice): Said {
  return {
    place: voice.chance(partialShares.place[graph.place === 'studio' ? 'studio' : 'other']), light: voice.chance(lightShares[graph.light]),
    style: voice.chance(styleShares[graph.style]), where: voice.chance(partialShares.where[graph.composition === 'centred' ? 'centred' : 'other']),
    tints: voice.chance(partialShares.tints), relation: graph.relation?.kind !== 'next-to' || voice.chance(partialShares.relation),
    mainByKind: voice.chance(partialShares.byKind), otherByKind: voice.chance(partialShares.byKind),
  };
}

function saidBy(kind: CaptionKind, graph: SceneGraph, voice: Voice): Said {
  switch (kind) {
    case 'full': return { ...everything, where: graph.composition !== 'centred' || voice.chance(centredSaid) };
    case 'partial': return partOf(graph, voice);
    case 'keywords': {
      const most = (): boolean => voice.chance(0.85);
      return { ...everything, place: most(), light: most(), style: most(), where: graph.composition === 'centred' ? voice.chance(0.15) : most() };
    }
    default: return kind satisfies never;
  }
}

/** The labels of what is said; -1 for the rest. */
function labelsSaid(graph: SceneGraph, said: Said): readonly number[] {
  const swapped = plainGraph(graph).main !== graph.main;
  const [mainKnown, otherKnown] = [!said.mainByKind || subjects[graph.main.subject].kinds.length === 0, !said.otherByKind || graph.relation === undefined || subjects[graph.relation.other.subject].kinds.length === 0];
  const known: Readonly<Record<FactorName, boolean>> = {
    subject: swapped ? otherKnown : mainKnown, second: swapped ? mainKnown : otherKnown, tint: said.tints, 'second tint': said.tints,
    count: true, relation: said.relation, place: said.place, light: said.light, style: said.style, composition: said.where,
  };
  return labelsOfGraph(graph).map((label, index) => (known[FACTORS[index] as FactorName] ? label : -1));
}

function pickKind(random: Random): CaptionKind {
  const value = random.uniform();
  if (value < captionShares.full) return 'full';
  return value < captionShares.full + captionShares.partial ? 'partial' : 'keywords';
}

/** A random caption of the graph before anybody writes it down: lower case, no slips. At most 24 words. */
export function wordedCaption(graph: SceneGraph, random: Random, kind: CaptionKind = pickKind(random)): Caption {
  const voice = variedVoice(random);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const said = saidBy(kind, graph, voice);
    const text = kind === 'keywords' ? keywordCaption(graph, said, voice) : framedCaption(graph, coreOf(graph, said, voice), said, voice);
    if (text.split(/[^\p{L}\p{N}]+/u).filter(Boolean).length <= MOST_WORDS) return { text, labels: labelsSaid(graph, said) };
  }
  return { text: fullCaptionOfGraph(graph), labels: labelsOfGraph(graph) };
}

/** A random caption of the graph, and the labels that it says; of the given kind, or of a kind drawn by `captionShares`. At most 24 words. */
export function captionOfGraph(graph: SceneGraph, random: Random, kind?: CaptionKind): Caption {
  const { text, labels } = wordedCaption(graph, random, kind);
  return { text: styledAsWritten(misspelt(text, random), random), labels };
}

export function captionOf(scene: Scene, random: Random, kind?: CaptionKind): Caption {
  return captionOfGraph(graphOf(scene), random, kind);
}

/** A caption that says just these parts, in one of the ways to put it; lower case, without slips. */
export function captionSaying(graph: SceneGraph, said: Partial<Said>, random: Random): string {
  const all: Said = { place: false, light: false, style: false, where: false, tints: true, relation: true, mainByKind: false, otherByKind: false, ...said };
  const voice = variedVoice(random);
  return framedCaption(graph, coreOf(graph, all, voice), all, voice);
}

/** Everything in the plainest words: "an astronaut riding a horse on mars at night, in watercolour". The middle goes without saying. */
export function fullCaptionOfGraph(graph: SceneGraph): string {
  const said = { ...everything, where: graph.composition !== 'centred' };
  return framedCaption(graph, coreOf(graph, said, plainVoice), said, plainVoice);
}

export function fullCaption(scene: Scene): string {
  return fullCaptionOfGraph(graphOf(scene));
}
