/** What a drawn world is to those who train on it, judge by it, or show it. The table of worlds is in `worlds.ts`. */

import { DarkroomError } from '../base/errors.ts';
import type { Random } from '../base/random.ts';
import type { Picture } from '../images/picture.ts';
import type { DisplayList } from './display-list.ts';
import type { Renderer } from './render.ts';

/** `train` scenes may be learned from; scenes of the other splits hold something that training never shows (each world says what). */
export type Split = 'train' | 'held-out' | 'new-pair' | 'new-triple';

/** One thing that a scene can be asked for, and its answers in the order of their class numbers: append, never reorder. */
export interface Factor {
  readonly name: string;
  readonly values: readonly string[];
}

/** A caption with what it says. */
export interface Caption {
  readonly text: string;
  /** The class of each factor, in the order of `factors`; -1 for what is not to be asked: it does not apply, or the caption does not say it. */
  readonly labels: readonly number[];
}

/** What a sheet of a world is drawn by. */
export interface WorldSheetOptions {
  /** Which of the world's `views`; default: the first. */
  readonly view?: string;
  /** Rows for each surrounding, where the world's sheet has such; default 1. */
  readonly rows?: number;
  /** Every pixel becomes a square of this side; default: what brings small pictures to about 96 pixels. */
  readonly scale?: number;
}

/** A drawn world with scenes of kind `S`: plain data, drawn and told by the world alone. */
export interface World<S = unknown> {
  readonly name: string;
  /** One line for people. */
  readonly description: string;
  /** Width and height of a picture in pixels. */
  readonly size: number;
  readonly factors: readonly Factor[];
  /** What evaluation draws from, `train` first, each with its name for people. */
  readonly splits: readonly { readonly id: Split; readonly title: string }[];
  /** A random scene; of the split, if one is given. @throws DarkroomError code 'usage' when the world has no such split */
  sampleScene(random: Random, options?: { readonly split?: Split }): S;
  splitOf(scene: S): Split;
  /** What somebody could write for the scene. */
  captionOf(scene: S, random: Random): Caption;
  /** As `captionOf`, but without slips of the fingers: what vocabularies are made of. Default: no caption has any. */
  wordedCaption?(scene: S, random: Random): string;
  /** What the label map's numbers stand for: for each object the class of each of `regionFactors`, -1 where it does not apply. */
  regionLabels?(scene: S): readonly (readonly number[])[];
  readonly regionFactors?: readonly Factor[];
  /** What names everything in the plainest words. */
  fullCaption(scene: S): string;
  /** The class of each factor; -1 where it does not apply. */
  labels(scene: S): readonly number[];
  displayList(scene: S, size: number): DisplayList;
  /** What its sheets can show; the first is the world at a glance. */
  readonly views: readonly string[];
  /** @throws DarkroomError code 'usage' for a view that the world has not */
  sheet(renderer: Renderer, random: Random, options?: WorldSheetOptions): Promise<Picture>;
}

/** Factors as networks want them. */
export function labelFactors({ factors }: Pick<World, 'factors'>): readonly { readonly name: string; readonly classes: number }[] {
  return factors.map(({ name, values }) => ({ name, classes: values.length }));
}

/** What can be asked for, by kind, in words; what is counted or asked for twice is left out. */
export function vocabularyOf({ factors }: Pick<World, 'factors'>): readonly { readonly kind: string; readonly words: readonly string[] }[] {
  const seen = new Set<string>();
  return factors.flatMap(({ name, values }) => {
    const words = values.map((value) => value.replaceAll('-', ' '));
    const key = words.join();
    if (seen.has(key) || words.every((word) => /^\d+$/.test(word))) return [];
    seen.add(key);
    return [{ kind: name, words }];
  });
}

/** @returns the view, or the world's first. @throws DarkroomError code 'usage' for a view that the world has not */
export function viewOf<View extends string>({ name, views }: { readonly name: string; readonly views: readonly [View, ...View[]] }, view: string | undefined): View {
  const found = views.find((each) => each === (view ?? views[0]));
  if (found === undefined) throw new DarkroomError('usage', `The world '${name}' has no view '${view}'. Choose one of: ${views.join(', ')}.`, { view });
  return found;
}
