/** From what a scene is about to where its things are. */

import type { Random } from '../../../base/random.ts';
import type { Scene, Thing } from '../scene.ts';
import type { SceneGraph } from '../scene-graph.ts';
import type { ArtFamily } from '../subject.ts';
import { terrains } from '../terrain.ts';
import type { CompositionId } from '../vocabulary.ts';
import { alone, type RowSpacing, several } from './crowd.ts';
import { compositionsOf, type Frame, framed } from './frame.ts';
import type { Group, Wardrobe } from './group.ts';
import { mediaOf, type Medium } from './medium.ts';
import { pairLayouts } from './pairs.ts';
import { type Setting, settingOf } from './roles.ts';

/** What a layout needs beside the graph. */
export interface LayoutParts {
  readonly art: ArtFamily;
  readonly wardrobe: Wardrobe;
  readonly random: Random;
}

/** Frames tried with one group, and groups tried, before the composition is given up. */
const FRAMES = 3;
const GROUPS = 6;
/** Variants of a place's picture. */
const VARIANTS = 2 ** 20;

/** Compositions in which a graph's kind of group can be framed at all; at narrow places or with large things some of them fail. */
export function possibleCompositions(graph: Pick<SceneGraph, 'count' | 'relation' | 'main' | 'place'>): readonly CompositionId[] {
  if (graph.count > 1) return compositionsOf('crowd');
  if (graph.relation === undefined) return compositionsOf('one');
  const { kind, other } = graph.relation;
  if (kind === 'next-to' || kind === 'left-of' || kind === 'right-of') return compositionsOf('row');
  return compositionsOf(settingOf(graph.main.subject, kind, other.subject, graph.place)?.tiered ? 'tier' : 'stack');
}

/** A scene of the graph; undefined when its things cannot be at its place, or its composition cannot hold them. */
export function layOut(graph: SceneGraph, { art, wardrobe, random }: LayoutParts): Scene | undefined {
  const { place, light, style, composition, main, relation, count } = graph;
  const setting: Setting | undefined = relation === undefined ? settingAlone(mediaOf(main.subject, place), random) : settingOf(main.subject, relation.kind, relation.other.subject, place);
  if (setting === undefined) return undefined;
  for (let attempt = 0; attempt < GROUPS; attempt++) {
    const group = groupOf(graph, setting, attempt < GROUPS / 2 ? 'roomy' : 'close', wardrobe, random);
    const things = framedSomehow(group, { composition, style, medium: setting.base, terrain: terrains[place] }, wardrobe, random);
    if (things === undefined) continue;
    return {
      place, light, style, composition, art, variant: random.integer(VARIANTS), things, depth: group.depth,
      ...(relation !== undefined && count === 1 && { relation: { kind: relation.kind, subject: 0, object: 1 } }),
    };
  }
  return undefined;
}

/** Who can be in several media is mostly in the first. */
function settingAlone(media: readonly Medium[], random: Random): Setting | undefined {
  const [first] = media;
  if (first === undefined) return undefined;
  return { base: random.uniform() < 0.7 ? first : random.pick(media) };
}

function groupOf({ main, count, relation }: SceneGraph, setting: Setting, spacing: RowSpacing, wardrobe: Wardrobe, random: Random): Group {
  if (relation !== undefined) return pairLayouts[relation.kind]({ main, other: relation.other, setting, wardrobe, random });
  return count === 1 ? alone(main, wardrobe, random) : several(main, count, spacing, setting.base, wardrobe, random);
}

function framedSomehow(group: Group, frame: Frame, wardrobe: Wardrobe, random: Random): readonly Thing[] | undefined {
  for (let attempt = 0; attempt < FRAMES; attempt++) {
    const things = framed(group, frame, wardrobe, random);
    if (things !== undefined) return things;
  }
  return undefined;
}
