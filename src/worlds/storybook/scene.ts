/** Scenes of the storybook world: what is where, as plain data. Nothing here knows words, colours or pixels. */

import type { CompositionId, LightId, PlaceId, RelationId, StyleId, SubjectId, TintId } from './vocabulary.ts';
import type { ArtFamily } from './subject.ts';

/** One thing in a scene. Lengths are fractions of the picture's side, y points down. */
export interface Thing {
  readonly subject: SubjectId;
  /** Absent: its own colours. */
  readonly tint?: TintId;
  /** Where it touches the ground (or its lowest point, when it flies or swims): the middle of its lower edge. */
  readonly foot: readonly [x: number, y: number];
  /** Of its ink box. */
  readonly height: number;
  /** Mirrored against its drawing. */
  readonly flipped: boolean;
  /** Drawn as it sits on a mount, where its drawing has that: `foot` is then where its `bottom` is. */
  readonly pose?: 'riding';
  /** The colour of the light around it and its shadow on the ground are the place's; things in the air cast none. */
  readonly shadow: boolean;
}

/** What a caption can say about two things: thing `subject` is `kind` thing `object`. */
export interface Relation {
  readonly kind: RelationId;
  /** Indices into `things`. */
  readonly subject: number;
  readonly object: number;
}

/** A whole scene. */
export interface Scene {
  readonly place: PlaceId;
  readonly light: LightId;
  readonly style: StyleId;
  readonly composition: CompositionId;
  readonly art: ArtFamily;
  /** Small differences between pictures of one place (hills, clouds, horizon), all drawn from this number. */
  readonly variant: number;
  /** In order of importance, the main one first; of one subject several times where the scene counts 2 to 4. */
  readonly things: readonly Thing[];
  /** Indices into `things`, from back to front: the order of painting. */
  readonly depth: readonly number[];
  /** Between things[0] and the last thing, when there are two kinds of things. */
  readonly relation?: Relation;
}
