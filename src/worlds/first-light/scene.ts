/** Scenes: what is where, as plain data. Nothing here knows words, colours or pixels. */

import { DarkroomError } from '../../base/errors.ts';
import type { Random } from '../../base/random.ts';
import type { Split } from '../world.ts';
import type { Inventory } from './inventory.ts';
import { splitOf } from './split.ts';
import { positions, type LightId, type PlaceId, type PositionId, type SubjectId, type TintId } from './vocabulary.ts';

/** One thing in a scene. */
export interface SceneObject {
  readonly subject: SubjectId;
  readonly tint: TintId;
  readonly position: PositionId;
  /** Side of its box as a fraction of the picture's side. */
  readonly size: number;
  /** Offset of its centre from the position, as fractions of the picture's side. */
  readonly offset: readonly [number, number];
}

/** A whole scene. Objects are painted in order, the last one on top. */
export interface Scene {
  readonly place: PlaceId;
  readonly light: LightId;
  /** Height of the horizon relative to the place's usual one, as a fraction of the picture's side. */
  readonly horizonShift: number;
  readonly objects: readonly SceneObject[];
}

/** The five choices of a one-subject scene. */
export interface Combination {
  readonly subject: SubjectId;
  readonly tint: TintId;
  readonly place: PlaceId;
  readonly light: LightId;
  readonly position: PositionId;
}

const largestHorizonShift = 0.02;

function medianSize(inventory: Inventory): number {
  return (inventory.subjectSize[0] + inventory.subjectSize[1]) / 2;
}

/** The scene of a combination in its plainest form: middle size, no offsets. */
export function plainScene(inventory: Inventory, choice: Combination): Scene {
  const { subject, tint, place, light, position } = choice;
  return { place, light, horizonShift: 0, objects: [{ subject, tint, position, size: medianSize(inventory), offset: [0, 0] }] };
}

/** Every combination of the world in class-id order (positions fastest), as plain scenes; only those of `split` if it is given. */
export function enumerateScenes(inventory: Inventory, split?: Split): Scene[] {
  const scenes: Scene[] = [];
  for (const subject of inventory.subjects)
    for (const tint of inventory.tints)
      for (const place of inventory.places)
        for (const light of inventory.lights)
          for (const position of inventory.positions) scenes.push(plainScene(inventory, { subject, tint, place, light, position }));
  return split === undefined ? scenes : scenes.filter((scene) => splitOf(scene) === split);
}

/** What `sampleScene` keeps fixed. */
export interface SampleSceneOptions extends Partial<Combination> {
  /** Draw until the scene lies in this split. */
  readonly split?: Split;
}

function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random.uniform();
}

function drawScene(inventory: Inventory, random: Random, fixed: Partial<Combination>): Scene {
  const [smallest, largest] = inventory.subjectSize;
  const jitter = inventory.positionJitter;
  const subject = fixed.subject ?? random.pick(inventory.subjects);
  const tint = fixed.tint ?? random.pick(inventory.tints);
  const place = fixed.place ?? random.pick(inventory.places);
  const light = fixed.light ?? random.pick(inventory.lights);
  const position = fixed.position ?? random.pick(inventory.positions);
  const size = between(random, smallest, largest);
  const offset = [between(random, -jitter, jitter), between(random, -jitter, jitter)] as const;
  return { place, light, horizonShift: between(random, -largestHorizonShift, largestHorizonShift), objects: [{ subject, tint, position, size, offset }] };
}

/**
 * A random scene: choices uniform, size, offset and horizon jittered.
 * @throws usage when the fixed choices leave no scene in the wanted split
 */
export function sampleScene(inventory: Inventory, random: Random, options: SampleSceneOptions = {}): Scene {
  const { split, ...fixed } = options;
  for (let attempt = 0; attempt < 1000; attempt++) {
    const scene = drawScene(inventory, random, fixed);
    if (split === undefined || splitOf(scene) === split) return scene;
  }
  throw new DarkroomError('usage', `No scene with ${JSON.stringify(fixed)} lies in the split "${split}"; fix fewer choices or take the other split.`, { split, ...fixed });
}

/** The same scene with something changed: place, light, or one object's subject, tint, position, size or offset. For before-and-after pairs. */
export interface SceneChange extends Partial<SceneObject> {
  readonly place?: PlaceId;
  readonly light?: LightId;
  /** Which object changes; the first one when left out. */
  readonly object?: number;
}

/** @throws usage when the scene has no such object */
export function changeScene(scene: Scene, change: SceneChange): Scene {
  const { place = scene.place, light = scene.light, object = 0, ...objectChange } = change;
  if (scene.objects[object] === undefined) {
    throw new DarkroomError('usage', `The scene has ${scene.objects.length} objects; there is no object ${object} to change.`, { object });
  }
  return { ...scene, place, light, objects: scene.objects.map((old, index) => (index === object ? { ...old, ...objectChange } : old)) };
}

/** The first object's centre in the unit square (y points down). */
export function centreOf(object: SceneObject): readonly [number, number] {
  const { x, y } = positions[object.position];
  return [x + object.offset[0], y + object.offset[1]];
}
