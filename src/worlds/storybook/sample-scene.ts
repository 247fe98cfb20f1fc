/** Random scenes: what they are about, and where everything is. */

import { DarkroomError } from '../../base/errors.ts';
import type { Random } from '../../base/random.ts';
import type { Split } from '../world.ts';
import { wardrobeOf } from './wardrobe.ts';
import { layOut, possibleCompositions } from './layout/lay-out.ts';
import { sampleGraph, type SceneKind } from './sample-graph.ts';
import type { Scene } from './scene.ts';
import type { SceneGraph } from './scene-graph.ts';
import { isExampleOf } from './split.ts';
import { ART_FAMILIES } from './subject.ts';

export interface SampleSceneOptions {
  /** Default: any. Of `new-pair` and `new-triple`, only scenes with a single new thing. */
  readonly split?: Split;
  readonly kind?: SceneKind;
  /** Draws until what the scene is about is to the caller's liking. */
  readonly wanted?: (graph: SceneGraph) => boolean;
}

const ATTEMPTS = 100_000;

/** @throws DarkroomError code 'usage' when the world has no such scene */
export function sampleScene(random: Random, { split, kind, wanted }: SampleSceneOptions = {}): Scene {
  const attempts = split === 'held-out' ? 0 : ATTEMPTS; // first-light's split: nothing here is of it
  for (let attempt = 0; attempt < attempts; attempt++) {
    const graph = sampleGraph(random, kind);
    if ((split !== undefined && !isExampleOf(split, graph)) || wanted?.(graph) === false) continue;
    const art = random.pick(ART_FAMILIES);
    // Where one composition cannot hold the things, another can: dropping the graph would make large crowds rare.
    for (const composition of [graph.composition, ...random.shuffled(possibleCompositions(graph))]) {
      const scene = layOut({ ...graph, composition }, { art, wardrobe: wardrobeOf(art), random });
      if (scene !== undefined) return scene;
    }
  }
  throw new DarkroomError('usage', `No scene of the storybook world is of the split '${split ?? 'any'}', of the kind '${kind ?? 'any'}'${wanted === undefined ? '' : ', and as wanted'}; ask for less.`, { split, kind });
}
