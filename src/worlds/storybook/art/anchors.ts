/** What one must look at a drawing to know: where it faces, where one sits on it, what can stand on it, where it holds things. Points are fractions of the ink box. */

import type { Drawing } from '../subject.ts';
import type { SubjectId } from '../vocabulary.ts';

type Faces = Drawing['faces'];
type Point = readonly [x: number, y: number];
type Both<Value> = readonly [noto: Value, fluent: Value];

/** Those that do not look to the viewer in both families. */
export const facing: Readonly<Partial<Record<SubjectId, Faces | Both<Faces>>>> = {
  runner: 'left', skier: 'left', surfer: 'left', snowman: ['front', 'right'],
  horse: 'left', unicorn: 'left', cow: 'left', pig: 'left', sheep: 'left', camel: 'left', giraffe: 'left', elephant: 'left', rhinoceros: 'left', zebra: 'left',
  deer: 'left', kangaroo: 'left', tiger: 'left', monkey: ['front', 'left'], cat: 'left', dog: ['front', 'left'], mouse: 'left', rabbit: 'left', squirrel: 'left',
  hedgehog: 'left', turtle: 'left', snake: ['left', 'right'], dragon: 'left', dinosaur: 'left',
  rooster: 'left', chick: 'left', penguin: ['left', 'front'], dove: 'left', duck: 'left', swan: 'left', flamingo: 'left', parrot: 'left', peacock: 'left',
  whale: 'left', dolphin: 'left', seal: 'left', fish: 'left', shark: 'left', caterpillar: 'left', bee: 'left', snail: 'left',
  car: 'left', 'police-car': 'left', taxi: 'left', bus: 'left', ambulance: 'left', 'fire-engine': 'left', truck: 'left', tractor: 'left', 'racing-car': 'left',
  motorcycle: 'left', scooter: 'left', bicycle: 'left', locomotive: 'left', sled: 'left',
  airplane: 'right', helicopter: 'left', rocket: 'right', ship: 'left', speedboat: 'left',
  school: 'fixed', 'alarm-clock': 'fixed', telescope: 'left', teapot: 'left',
};

/** Where a rider's bottom goes. */
export const seats: Readonly<Partial<Record<SubjectId, Both<Point>>>> = {
  horse: [[0.62, 0.42], [0.64, 0.56]],
  unicorn: [[0.62, 0.42], [0.64, 0.58]],
  cow: [[0.62, 0.22], [0.6, 0.3]],
  pig: [[0.68, 0.1], [0.66, 0.05]],
  sheep: [[0.68, 0.18], [0.66, 0.4]],
  camel: [[0.68, 0.26], [0.71, 0.36]],
  elephant: [[0.62, 0.2], [0.64, 0.08]],
  rhinoceros: [[0.62, 0.18], [0.66, 0.12]],
  zebra: [[0.62, 0.34], [0.62, 0.45]],
  deer: [[0.74, 0.53], [0.64, 0.44]],
  tiger: [[0.58, 0.28], [0.6, 0.26]],
  turtle: [[0.6, 0.06], [0.52, 0.04]],
  dragon: [[0.68, 0.53], [0.72, 0.55]],
  dinosaur: [[0.6, 0.26], [0.6, 0.52]],
  whale: [[0.56, 0.46], [0.42, 0.3]],
  snail: [[0.6, 0.16], [0.6, 0.13]],
  motorcycle: [[0.62, 0.42], [0.6, 0.3]],
  scooter: [[0.68, 0.46], [0.6, 0.27]],
  bicycle: [[0.7, 0.06], [0.73, 0.14]],
  sled: [[0.6, 0.26], [0.6, 0.04]],
};

/** Where things are put: the middle of the upper face. */
export const tops: Readonly<Partial<Record<SubjectId, Both<Point>>>> = {
  table: [[0.5, 0.16], [0.5, 0.03]],
  chair: [[0.52, 0.48], [0.5, 0.46]],
  bed: [[0.62, 0.44], [0.66, 0.34]],
  sofa: [[0.5, 0.58], [0.5, 0.58]],
  box: [[0.5, 0.19], [0.5, 0.2]],
  stump: [[0.44, 0.11], [0.52, 0.1]],
  mushroom: [[0.5, 0.03], [0.5, 0.02]],
  turtle: [[0.6, 0.04], [0.52, 0.03]],
  car: [[0.54, 0.03], [0.56, 0.02]],
  bus: [[0.5, 0.08], [0.52, 0.02]],
  truck: [[0.72, 0.02], [0.7, 0.02]],
};

/** Where something held is, for those whose hands were not drawn by ourselves. */
export const hands: Readonly<Partial<Record<SubjectId, Both<Point>>>> = {
  man: [[0.1, 0.6], [0.1, 0.56]],
  woman: [[0.1, 0.6], [0.1, 0.56]],
  snowman: [[0.05, 0.56], [0.05, 0.56]],
  ghost: [[0.05, 0.2], [0.07, 0.55]],
  monkey: [[0.26, 0.72], [0.1, 0.88]],
  squirrel: [[0.3, 0.56], [0.26, 0.54]],
  penguin: [[0.12, 0.66], [0.06, 0.62]],
  octopus: [[0.08, 0.14], [0.07, 0.76]],
  'teddy-bear': [[0.12, 0.58], [0.08, 0.56]],
};
