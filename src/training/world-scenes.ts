/** Scenes of a drawn world by number: the same number is the same scene, drawn and told only when it is asked for. */
import { createRandom } from '../base/random.ts';
import type { CanvasFactory } from '../worlds/canvas.ts';
import { drawScene } from '../worlds/draw-scene.ts';
import { Renderer } from '../worlds/render.ts';
import { labelFactors, type Split, type World } from '../worlds/world.ts';
import type { PictureSource } from './codec/picture-source.ts';
import type { TrainingTexts } from './training-pictures.ts';
import { unseenCaptions } from './world-pictures.ts';

const SCENE_STREAM = 11;
const TEXT_STREAM = 12;
/** Enough for each wording of each concept to turn up. */
const VOCABULARY_CAPTIONS = 20_000;

/** Scenes that are known by their numbers, with their captions. */
export interface WorldScenes<S> extends TrainingTexts {
  readonly of: World<S>;
  scene(number: number): S;
}

/** @param count how many there are @param split where they come from; the texts are always those of training */
export function worldScenes<S>(world: World<S>, count: number, seed: number, split: Split = 'train'): WorldScenes<S> {
  const random = createRandom(seed, SCENE_STREAM);
  const scene = (number: number): S => world.sampleScene(random.fork(number), { split });
  return {
    of: world, world: world.name, count, scene,
    caption: (number, own) => world.captionOf(scene(number), own),
    factors: labelFactors(world),
    ...(world.regionLabels && world.regionFactors && { regions: { factors: labelFactors({ factors: world.regionFactors }), labels: (number) => world.regionLabels?.(scene(number)) ?? [] } }),
    unseen: () => unseenCaptions(world, seed),
    texts: vocabularyTexts(world, seed),
    // Not how many: a run may go on with more.
    summary: `World ${world.name}: scenes of ${world.size}×${world.size} pixels, drawn by number.`,
  };
}

/** Wordings without slips of the fingers: a slip is no word. Made when they are first asked for. */
function vocabularyTexts<S>(world: World<S>, seed: number): Iterable<string> {
  let texts: string[] | undefined;
  const make = (): string[] => {
    const random = createRandom(seed, TEXT_STREAM);
    return Array.from({ length: VOCABULARY_CAPTIONS }, () => {
      const scene = world.sampleScene(random, { split: 'train' });
      return world.wordedCaption?.(scene, random) ?? world.captionOf(scene, random).text;
    });
  };
  return { [Symbol.iterator]: () => (texts ??= make())[Symbol.iterator]() };
}

/** The scenes drawn, one at a time; where the world has a factor 'style', that is a picture's kind. */
export function scenePictures<S>({ of, count, scene }: WorldScenes<S>, canvases: CanvasFactory): PictureSource {
  const renderer = new Renderer(canvases);
  const styles = of.factors.findIndex(({ name }) => name === 'style');
  return {
    count, size: of.size,
    picture: (number) => drawScene(of, scene(number), renderer),
    ...(styles >= 0 && { kind: (number) => of.factors[styles]?.values[of.labels(scene(number))[styles] as number] ?? '' }),
  };
}
