/** The smoke world: one subject in one tint at one place, by day or night, in one of five positions; 32 × 32 pixels. */

import { viewOf, type World } from '../world.ts';
import { captionOf, fullCaption } from './captions.ts';
import { displayList } from './display-list.ts';
import { inventory } from './inventory.ts';
import { FACTORS, factorValues, sceneLabels } from './labels.ts';
import { type Scene, sampleScene } from './scene.ts';
import { splitOf } from './split.ts';
import { worldSheet } from './world-sheet.ts';

const views = ['overview'] as const;

export const firstLight: World<Scene> = {
  name: 'first-light',
  description: 'One subject in one tint at one place, by day or night, in one of five positions.',
  size: 32,
  factors: FACTORS.map((name) => ({ name, values: factorValues(inventory)[name] })),
  splits: [{ id: 'train', title: 'seen combinations' }, { id: 'held-out', title: 'held-out combinations' }],
  sampleScene: (random, options) => sampleScene(inventory, random, options),
  splitOf,
  // What a caption leaves open is asked, too: the answers' likelihood is worth learning where there are few.
  captionOf: (scene, random) => ({ text: captionOf(scene, random), labels: sceneLabels(inventory, scene) }),
  fullCaption,
  labels: (scene) => sceneLabels(inventory, scene),
  displayList,
  views,
  sheet: (renderer, random, options) => {
    viewOf({ name: firstLight.name, views }, options?.view);
    return worldSheet(firstLight, renderer, random, options);
  },
};
