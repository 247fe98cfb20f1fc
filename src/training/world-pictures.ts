/** Training pictures from a drawn world: scenes of the training split, freshly worded captions, exact labels. */
import { throwIfCancelled } from '../base/errors.ts';
import { createRandom } from '../base/random.ts';
import type { CanvasFactory } from '../worlds/canvas.ts';
import { Renderer } from '../worlds/render.ts';
import { labelFactors, type Split, type World } from '../worlds/world.ts';
import type { TrainingPictures, UnseenCaptions } from './training-pictures.ts';

/** Streams of the seed: scenes, and the wordings from which the vocabulary is collected. */
const SCENE_STREAM = 11;
const TEXT_STREAM = 12;
const UNSEEN_STREAM = 13;
/** Captions of each split that a parser is examined with. */
const UNSEEN_CAPTIONS = 512;
/** Far from the seeds that people choose; evaluations and checkers have theirs elsewhere. */
export const VALIDATION_SEED = 3_000_001;
export const VALIDATION_SCENES = 512;
/** Enough for each wording of each concept to turn up. */
const VOCABULARY_CAPTIONS = 20_000;

export interface DrawnScenes<S> {
  readonly scenes: readonly S[];
  /** [scenes, size, size, 3] */
  readonly pixels: Uint8Array;
}

/** Draws scenes of one split (default: any), the same for the same seed. */
export async function drawScenes<S>(world: World<S>, canvases: CanvasFactory, options: { readonly count: number; readonly seed: number; readonly split?: Split; readonly signal?: AbortSignal }): Promise<DrawnScenes<S>> {
  const { count, seed, split, signal } = options;
  const random = createRandom(seed, SCENE_STREAM);
  const renderer = new Renderer(canvases);
  const bytes = 3 * world.size ** 2;
  const pixels = new Uint8Array(count * bytes);
  const scenes: S[] = [];
  for (let i = 0; i < count; i++) {
    if (i % 256 === 0) throwIfCancelled(signal);
    const scene = world.sampleScene(random, split === undefined ? {} : { split });
    scenes.push(scene);
    pixels.set((await renderer.render(world.displayList(scene, world.size))).rgb, i * bytes);
  }
  return { scenes, pixels };
}

/** @param count scenes to draw */
export async function worldPictures<S>(world: World<S>, canvases: CanvasFactory, count: number, seed: number, signal?: AbortSignal): Promise<TrainingPictures> {
  const { scenes, pixels } = await drawScenes(world, canvases, { count, seed, split: 'train', ...(signal && { signal }) });
  const random = createRandom(seed, TEXT_STREAM);
  const pictures: TrainingPictures = {
    count, pixels, size: world.size, world: world.name,
    caption: (picture, own) => world.captionOf(scenes[picture] as S, own),
    factors: labelFactors(world),
    unseen: () => unseenCaptions(world, seed),
    texts: Array.from({ length: VOCABULARY_CAPTIONS }, () => world.captionOf(random.pick(scenes), random).text),
    summary: `World ${world.name}: ${count.toLocaleString('en')} scenes of ${world.size}×${world.size} pixels.`,
  };
  const others = await drawScenes(world, canvases, { count: VALIDATION_SCENES, seed: seed + VALIDATION_SEED, split: 'train', ...(signal && { signal }) });
  return { ...pictures, validation: { ...pictures, count: VALIDATION_SCENES, pixels: others.pixels, caption: (picture, own) => world.captionOf(others.scenes[picture] as S, own) } };
}

/** Captions of scenes of every split, new ones of the training split among them. */
export function unseenCaptions<S>(world: World<S>, seed: number): UnseenCaptions[] {
  return world.splits.map(({ id, title }, place) => {
    const random = createRandom(seed, UNSEEN_STREAM).fork(place);
    return { title, captions: Array.from({ length: UNSEEN_CAPTIONS }, () => world.captionOf(world.sampleScene(random, { split: id }), random)) };
  });
}
