/** first-light's scenes as display lists: the background, then the subjects in their tints. */

import { type DisplayList, type IconDraw, scaled } from '../display-list.ts';
import { backgroundOf } from './backgrounds.ts';
import { icons } from './icons.ts';
import { rampOf } from './palette.ts';
import { centreOf, type Scene } from './scene.ts';

function iconDraws(scene: Scene): IconDraw[] {
  return scene.objects.map((thing, object) => {
    const [x, y] = centreOf(thing);
    const matrix = [thing.size, 0, 0, thing.size, x - thing.size / 2, y - thing.size / 2] as const;
    return { kind: 'icon', icon: icons[thing.subject], ramp: rampOf(thing.tint, scene.light), matrix, object };
  });
}

/** The display list of a scene at a picture size: background first, then the objects. */
export function displayList(scene: Scene, size: number): DisplayList {
  const items = [...backgroundOf(scene.place, scene.light, scene.horizonShift), ...iconDraws(scene)];
  return { size, items: items.map((item) => scaled(item, size)) };
}
