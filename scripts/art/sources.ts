/** Which icon of each set draws which subject, and what is changed in it. Heads and busts that become whole figures are in people.ts. */

import { limb } from './figures.ts';
import { ownDrawings } from './own.ts';
import { placed } from './placed.ts';
import { parseSvg, svgText } from './svg.ts';

/** One icon, or what is made of it. Top elements are counted from 0 after flattening. */
export interface IconSource {
  readonly icon: string;
  /** Top elements to leave out: backdrops, water, stars around, spokes thinner than a codec can hold. */
  readonly without?: readonly number[];
  /** Elements that are made thicker by some units: what is thinner than a codec can hold. */
  readonly thicker?: { readonly elements: readonly number[] | 'all'; readonly by: number };
  readonly recolour?: Readonly<Record<string, string>>;
  /** Drawn over it, in the icon's own units. */
  readonly before?: string;
  /** Put beside its mirror image: half a rainbow. */
  readonly mirrored?: true;
}

/** A drawing of our own, in a view box of 128 units. */
export interface OwnSource {
  readonly own: string;
}

export type Source = string | IconSource | OwnSource;

/** The windows of a ship that shares its path with the water. */
const portholes = '<circle cx="13" cy="18.5" r="1" fill="#00a6ed"/><circle cx="17" cy="18.5" r="1" fill="#00a6ed"/><circle cx="21" cy="18.5" r="1" fill="#00a6ed"/>';

/** A leg in trousers and shoe. @param scale  of one unit of a Fluent icon in units of the icon */
function hangingLeg(scale: number, trousers: string, shoe: string): string {
  const shapes = `<path fill="${shoe}" d="M14.7 26.5v2.6q0 .7-.8.7H9.8q-.6 0-.6-.8q0-1.4 1.8-1.7l.6-.8z"/>${limb(trousers, 3.5, [[16, 19.8], [12.4, 22.8], [13, 26.5]])}<path fill="${trousers}" d="M12.8 15.8h6.4v4.3q0 1.2-1.2 1.2h-4q-1.2 0-1.2-1.2z"/>`;
  return svgText(placed(parseSvg(shapes), { scale, move: [0, 0] }, 50));
}

/** What makes a horse a unicorn. */
const horn = {
  noto: '<path fill="#ffca28" d="M14.5 35L4 5.5l17.5 21z"/><path fill="#ffe082" d="M12 27.5l-5-12l8 10z"/>',
  fluent: '<path fill="#ffc83d" d="M5 7.6L2.8.6l4.7 5.4z"/>',
} as const;

/** For each family an icon's name or its source; one string stands for both. */
export const sources: Readonly<Record<string, string | readonly [noto: Source, fluent: Source]>> = {
  fairy: 'woman-fairy',
  man: 'man-standing',
  woman: 'woman-standing',
  runner: 'man-running',
  dancer: 'woman-dancing',
  skier: 'skier',
  surfer: 'person-surfing',
  snowman: 'snowman-without-snow',
  ghost: 'ghost',
  horse: 'horse',
  unicorn: [
    { icon: 'horse', recolour: { '#feaf5f': '#fafafa', '#865b52': '#f06292', '#ab7f5c': '#cfd8dc', '#ab7f5b': '#cfd8dc', '#b3875d': '#cfd8dc', '#e49d5c': '#e3e8ec', '#e9a05d': '#e3e8ec', '#eaa15d': '#eceff1', '#523226': '#f48fb1', '#6b4733': '#90a4ae' }, before: horn.noto },
    { icon: 'horse', recolour: { '#a56953': '#f4f4f4', '#6d4534': '#cdc4d6', '#1c1c1c': '#f70a8d', '#e39d89': '#ff8eab' }, before: horn.fluent },
  ],
  cow: 'cow',
  pig: 'pig',
  sheep: 'ewe',
  camel: 'two-hump-camel',
  giraffe: 'giraffe',
  elephant: 'elephant',
  rhinoceros: 'rhinoceros',
  zebra: 'zebra',
  deer: 'deer',
  kangaroo: 'kangaroo',
  tiger: 'tiger',
  monkey: 'monkey',
  cat: 'cat',
  dog: 'dog',
  mouse: [{ icon: 'mouse', without: [11] }, 'mouse'],
  rabbit: 'rabbit',
  squirrel: 'chipmunk',
  hedgehog: 'hedgehog',
  turtle: 'turtle',
  snake: 'snake',
  dragon: 'dragon',
  dinosaur: 't-rex',
  rooster: 'rooster',
  chick: 'baby-chick',
  penguin: 'penguin',
  dove: 'dove',
  duck: 'duck',
  swan: 'swan',
  owl: 'owl',
  flamingo: 'flamingo',
  peacock: 'peacock',
  parrot: 'parrot',
  whale: 'spouting-whale',
  dolphin: 'dolphin',
  seal: 'seal',
  fish: 'fish',
  shark: 'shark',
  octopus: 'octopus',
  jellyfish: [{ icon: 'jellyfish', thicker: { elements: [0, 1, 9, 10], by: 2 } }, 'jellyfish'],
  crab: 'crab',
  butterfly: 'butterfly',
  caterpillar: 'bug',
  bee: 'honeybee',
  ladybird: 'lady-beetle',
  spider: 'spider',
  snail: 'snail',
  car: 'automobile',
  'police-car': 'police-car',
  taxi: 'taxi',
  bus: 'bus',
  ambulance: 'ambulance',
  'fire-engine': 'fire-engine',
  truck: 'delivery-truck',
  tractor: 'tractor',
  'racing-car': 'racing-car',
  motorcycle: 'motorcycle',
  scooter: 'motor-scooter',
  bicycle: [{ icon: 'bicycle', without: [0, 2, 3, 4, 7, 8, 9, 10, 11, 12, 14, 15], thicker: { elements: 'all', by: 2.4 } }, 'bicycle'],
  skateboard: 'skateboard',
  locomotive: 'locomotive',
  sled: 'sled',
  airplane: 'airplane',
  helicopter: [{ icon: 'helicopter', thicker: { elements: [0, 1], by: 1.2 } }, 'helicopter'],
  rocket: [{ icon: 'rocket', without: [0, 1, 2] }, 'rocket'],
  ufo: [{ icon: 'flying-saucer', without: [0, 1, 2] }, 'flying-saucer'],
  sailboat: ['sailboat', { icon: 'sailboat', without: [3] }],
  canoe: ['canoe', { icon: 'canoe', without: [3] }],
  speedboat: ['speedboat', { icon: 'speedboat', without: [5] }],
  ship: ['ship', { icon: 'ship', without: [4], before: portholes }],
  apple: 'red-apple',
  banana: 'banana',
  watermelon: 'watermelon',
  grapes: 'grapes',
  strawberry: 'strawberry',
  cherries: 'cherries',
  pineapple: 'pineapple',
  carrot: 'carrot',
  corn: 'ear-of-corn',
  pumpkin: 'jack-o-lantern',
  bread: 'bread',
  croissant: 'croissant',
  cheese: 'cheese-wedge',
  hamburger: 'hamburger',
  pizza: 'pizza',
  doughnut: 'doughnut',
  'ice-cream': 'soft-ice-cream',
  cake: 'birthday-cake',
  egg: 'egg',
  coffee: 'hot-beverage',
  'pine-tree': 'evergreen-tree',
  tree: 'deciduous-tree',
  'palm-tree': 'palm-tree',
  cactus: 'cactus',
  sunflower: 'sunflower',
  tulip: 'tulip',
  rose: 'rose',
  'potted-plant': 'potted-plant',
  mushroom: 'mushroom',
  sun: 'sun',
  moon: 'crescent-moon',
  star: 'star',
  planet: 'ringed-planet',
  rainbow: [{ icon: 'rainbow', mirrored: true }, { icon: 'rainbow', mirrored: true }],
  cloud: 'cloud',
  house: ['house', { icon: 'house', without: [4] }],
  castle: 'castle',
  church: 'church',
  school: 'school',
  'office-building': 'office-building',
  pagoda: 'japanese-castle',
  temple: 'classical-building',
  tent: ['tent', { icon: 'tent', without: [0] }],
  'circus-tent': 'circus-tent',
  'ferris-wheel': [{ icon: 'ferris-wheel', without: [17, 18, 19, 20, 21, 22, 23, 24], thicker: { elements: [16, 25, 26, 27, 28], by: 2 } }, 'ferris-wheel'],
  fountain: 'fountain',
  table: [{ own: ownDrawings.table.noto }, { own: ownDrawings.table.fluent }],
  chair: 'chair',
  bed: 'bed',
  sofa: [{ icon: 'couch-and-lamp', without: [0, 1, 2] }, { icon: 'couch-and-lamp', without: [3, 4] }],
  television: 'television',
  guitar: 'guitar',
  violin: [{ icon: 'violin', thicker: { elements: [15, 16], by: 1.5 } }, 'violin'],
  trumpet: 'trumpet',
  drum: 'drum',
  book: 'closed-book',
  umbrella: 'umbrella',
  balloon: [{ icon: 'balloon', thicker: { elements: [0], by: 1.5 } }, 'balloon'],
  gift: 'wrapped-gift',
  box: [{ icon: 'package', without: Array.from({ length: 56 }, (_, i) => 9 + i) }, 'package'],
  crown: 'crown',
  'top-hat': 'top-hat',
  lantern: 'red-paper-lantern',
  candle: 'candle',
  'alarm-clock': 'alarm-clock',
  telescope: 'telescope',
  camera: 'camera',
  trophy: 'trophy',
  ball: 'soccer-ball',
  kite: [{ icon: 'kite', thicker: { elements: [0, 5, 6], by: 2 } }, 'kite'],
  'teddy-bear': 'teddy-bear',
  suitcase: 'luggage',
  bucket: 'bucket',
  teapot: 'teapot',
  stump: 'wood',
};

/** How those who are drawn standing look on a mount: without their legs, with one that hangs down the near flank. `bottom` in the icon's units. */
export const riders: Readonly<Record<string, readonly [noto: IconSource & { readonly bottom: readonly [number, number] }, fluent: IconSource & { readonly bottom: readonly [number, number] }]>> = {
  man: [
    { icon: 'man-standing', without: [3, 4, 5], before: hangingLeg(4, '#7c7c7c', '#335599'), bottom: [64, 80] },
    { icon: 'man-standing', without: [2, 3], before: hangingLeg(1, '#9b9b9b', '#533566'), bottom: [16, 20] },
  ],
  woman: [
    { icon: 'woman-standing', without: [0, 4, 5], before: hangingLeg(4, '#7c7c7c', '#335599'), bottom: [64, 80] },
    { icon: 'woman-standing', without: [3, 4], before: hangingLeg(1, '#9b9b9b', '#533566'), bottom: [16, 20] },
  ],
};
