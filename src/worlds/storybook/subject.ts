/** What the storybook world knows about a thing that it can draw: its words, what it is like, and its drawings. */

import type { Icon } from '../art/icon.ts';
import type { Concept } from '../concept.ts';
import type { Kind } from './vocabulary/kinds.ts';

/** The icon sets: two hands that draw the same things. */
export const ART_FAMILIES = ['noto', 'fluent'] as const;
export type ArtFamily = (typeof ART_FAMILIES)[number];

/** The broad kind: decides where a thing is likely, and how it is called by those who do not name it. */
export type Category = 'person' | 'animal' | 'bird' | 'sea-animal' | 'insect' | 'vehicle' | 'aircraft' | 'ship' | 'food' | 'plant' | 'building' | 'furniture' | 'instrument' | 'object' | 'sky-thing';

/** Where a thing can be without looking wrong. `surface`: small enough for a table or the ground. */
export type Habitat = 'ground' | 'surface' | 'sky' | 'water' | 'under-water' | 'space';

/** One thing; the id is its key in the table. The first of `words` is the one that full captions use. */
export interface Subject extends Concept {
  /** The plurals of `words`, one for one. */
  readonly plurals: readonly [string, ...string[]];
  /** What it is called by its kind, nearest first: 'dog' is 'pet', 'animal'. May be empty. */
  readonly kinds: readonly Kind[];
  readonly category: Category;
  /** How tall it looks beside a grown person (1), squeezed so that a mouse (0.3) and a house (2.2) share a picture. */
  readonly stature: number;
  readonly habitats: readonly [Habitat, ...Habitat[]];
  /** Whether a colour word makes sense for it: a red car, but not a red astronaut. */
  readonly tintable: boolean;
  /** People and animals that can sit on a mount. */
  readonly rides?: true;
  /** People and animals that can hold something small. */
  readonly holds?: true;
  /** Small enough to be held. */
  readonly portable?: true;
  /** Can be ridden: its drawings have a seat. */
  readonly mount?: true;
  /** Can carry things: its drawings have a top. */
  readonly platform?: true;
}

/** How one family draws a subject. Points are fractions of the ink box: x from its left, y from its top. */
export interface Drawing {
  readonly icon: Icon;
  /** Where it looks. Mirroring swaps left and right; letters or clocks that must not be mirrored are 'fixed'. */
  readonly faces: 'left' | 'right' | 'front' | 'fixed';
  /** Where a rider's bottom goes, for what can be ridden (horse, bicycle, dragon). */
  readonly seat?: readonly [x: number, y: number];
  /** Where things can be put: the middle of its upper face, for what can be stood on (table, box, roof). */
  readonly top?: readonly [x: number, y: number];
  /** Where something held is: a hand, a paw, a beak. */
  readonly hand?: readonly [x: number, y: number];
  /** For tintable subjects: the fills that a tint replaces, the first of them by its pure colour. The others (tyres, glass, leaves) stay. */
  readonly paint?: readonly string[];
  /** How far down its feet are; default 1, the bottom of the ink. */
  readonly feet?: number;
  /** How it sits on a mount, for what rides: painted over the mount with `bottom` on the mount's seat, in the same scale of view box units as `icon`. */
  readonly riding?: { readonly icon: Icon; readonly bottom: readonly [x: number, y: number] };
}
