/** Training pictures from a drawn world: scenes of the training split, freshly worded captions, exact labels. */
import { throwIfCancelled } from '../base/errors.ts';
import { createRandom } from '../base/random.ts';
import type { CanvasFactory } from '../worlds/canvas.ts';
import { captionOf } from '../worlds/captions.ts';
import { displayList } from '../worlds/display-list.ts';
import { Renderer } from '../worlds/render.ts';
import { type Scene, sampleScene } from '../worlds/scene.ts';
import { sceneFactors, sceneLabels } from '../worlds/labels.ts';
import type { Split } from '../worlds/split.ts';
import type { World } from '../worlds/world.ts';
import type { TrainingPictures } from './training-pictures.ts';

/** Streams of the seed: scenes, and the wordings from which the vocabulary is collected. */
const SCENE_STREAM = 11;
const TEXT_STREAM = 12;
/** Enough for each wording of each concept to turn up. */
const VOCABULARY_CAPTIONS = 20_000;

export interface DrawnScenes {
  readonly scenes: readonly Scene[];
  /** [scenes, size, size, 3] */
  readonly pixels: Uint8Array;
}

/** Draws scenes of one split (default: any), the same for the same seed. */
export async function drawScenes(world: World, canvases: CanvasFactory, options: { readonly count: number; readonly seed: number; readonly split?: Split; readonly signal?: AbortSignal }): Promise<DrawnScenes> {
  const { count, seed, split, signal } = options;
  const random = createRandom(seed, SCENE_STREAM);
  const renderer = new Renderer(canvases);
  const bytes = 3 * world.size ** 2;
  const pixels = new Uint8Array(count * bytes);
  const scenes: Scene[] = [];
  for (let i = 0; i < count; i++) {
    if (i % 256 === 0) throwIfCancelled(signal);
    const scene = sampleScene(world, random, split === undefined ? {} : { split });
    scenes.push(scene);
    pixels.set((await renderer.render(displayList(scene, world.size))).rgb, i * bytes);
  }
  return { scenes, pixels };
}

/** @param count scenes to draw */
export async function worldPictures(world: World, canvases: CanvasFactory, count: number, seed: number, signal?: AbortSignal): Promise<TrainingPictures> {
  const { scenes, pixels } = await drawScenes(world, canvases, { count, seed, split: 'train', ...(signal && { signal }) });
  const random = createRandom(seed, TEXT_STREAM);
  return {
    count, pixels, size: world.size, world: world.name,
    caption: (picture, own) => captionOf(scenes[picture] as Scene, own),
    labels: (picture) => sceneLabels(world, scenes[picture] as Scene),
    factors: sceneFactors(world),
    texts: Array.from({ length: VOCABULARY_CAPTIONS }, () => captionOf(random.pick(scenes), random)),
    summary: `World ${world.name}: ${count.toLocaleString('en')} scenes of ${world.size}×${world.size} pixels.`,
  };
}
