/** The storybook world: illustrated scenes of one thing, of several alike, or of two that have to do with each other; 256 × 256 pixels. */

import type { Split, World } from '../world.ts';
import { captionOf, fullCaption, wordedCaption } from './captions/caption.ts';
import { displayList } from './display-list.ts';
import { factors, labelsOf, regionFactors, regionLabels } from './labels.ts';
import { sampleScene } from './sample-scene.ts';
import { graphOf } from './scene-graph.ts';
import type { Scene } from './scene.ts';
import { splitOf } from './split.ts';
import { wardrobeOf } from './wardrobe.ts';
import { sheetViews, storybookSheet } from './world-sheet.ts';

export const storybook: World<Scene> = {
  name: 'storybook',
  description: 'Illustrated scenes: a thing, several alike, or two that have to do with each other; somewhere, in some light, in some style.',
  size: 256,
  factors,
  splits: [{ id: 'train', title: 'seen combinations' }, { id: 'new-pair', title: 'one new pair' }, { id: 'new-triple', title: 'a new relation of two things' }] satisfies { id: Split; title: string }[],
  sampleScene,
  splitOf,
  captionOf: (scene, random) => captionOf(scene, random),
  wordedCaption: (scene, random) => wordedCaption(graphOf(scene), random).text,
  regionFactors,
  regionLabels,
  fullCaption,
  labels: labelsOf,
  displayList: (scene, size) => displayList(scene, size, ({ subject }) => wardrobeOf(scene.art)(subject)),
  views: sheetViews,
  sheet: (renderer, random, options) => storybookSheet(storybook, renderer, random, options),
};
