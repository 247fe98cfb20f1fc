/** Which busts and heads become whole figures, and what these wear: looked up in the drawings themselves, so that the cut does not show. */

import type { Build, Fur, Outfit } from './figures.ts';

export type Family = 'noto' | 'fluent';

/** One head or bust with its body. */
export interface FigureSource {
  /** The icon's name in its set. */
  readonly icon: string;
  readonly outfit: Outfit | Fur;
  readonly build?: Partial<Build>;
  /** Where a head alone goes: scaled about the middle of its lower edge, then moved down. */
  readonly head?: { readonly scale: number; readonly down: number };
  /** Top elements to leave out, counted from 0 (a backdrop, water, a moon). */
  readonly without?: readonly number[];
}

/** Usual measures of a body under a bust, in 128ths of the bust's box. */
export const builds: Readonly<Record<Family, Build>> = {
  noto: { centre: 64, shoulder: 50, half: 33, arm: 19, top: 112, hip: 156, foot: 198, arms: 'both' },
  fluent: { centre: 64, shoulder: 44, half: 28, arm: 17, top: 112, hip: 142, foot: 190, arms: 'left' },
};

const skin = { noto: '#ffca28', fluent: '#ffc83d' } as const;
const noto = (rest: Omit<Outfit, 'hand'> & { hand?: string }): Outfit => ({ hand: skin.noto, ...rest });
const fluent = (rest: Omit<Outfit, 'hand'> & { hand?: string }): Outfit => ({ hand: skin.fluent, ...rest });
/** Heads that are whole icons: smaller, on a body that begins below the chin. */
const headAlone = { scale: 0.82, down: 0 } as const;
const belowHead = { shoulder: 42, half: 30, arm: 17, top: 108, hip: 158, arms: 'both' } as const;
const animalBody = { half: 42, top: 92, foot: 190, hip: 168 } as const;

export const figureSources: Readonly<Record<string, Readonly<Record<Family, FigureSource>>>> = {
  astronaut: {
    noto: { icon: 'astronaut', outfit: noto({ torso: '#e0e0e0', sleeve: '#e0e0e0', hand: '#9a9a9a', leg: '#e0e0e0', shoe: '#858585', bands: '#5f8fd6' }), build: { centre: 66, shoulder: 52, half: 35, arm: 20 } },
    fluent: { icon: 'astronaut', outfit: fluent({ torso: '#d3d3d3', sleeve: '#e6e6e6', hand: '#9b9b9b', leg: '#d3d3d3', shoe: '#636363', bands: '#5092ff' }), build: { arms: 'both' } },
  },
  farmer: {
    noto: { icon: 'farmer', outfit: noto({ torso: '#5c9ad6', sleeve: '#7cb342', leg: '#5c9ad6', shoe: '#6d4c41' }), build: { centre: 51.5, shoulder: 42, half: 29 } },
    fluent: { icon: 'farmer', outfit: fluent({ torso: '#0074ba', sleeve: '#00d26a', leg: '#0074ba', shoe: '#6d4534' }) },
  },
  cook: {
    noto: { icon: 'cook', outfit: noto({ torso: '#e6e6e6', sleeve: '#e6e6e6', leg: '#607d8b', shoe: '#37474f', buttons: '#bdbdbd' }), build: { centre: 57.5, shoulder: 45, half: 31, arms: 'left' } },
    fluent: { icon: 'cook', outfit: fluent({ torso: '#f4f4f4', sleeve: '#e6e6e6', leg: '#636363', shoe: '#212121', buttons: '#cdc4d6' }) },
  },
  firefighter: {
    noto: { icon: 'firefighter', outfit: noto({ torso: '#d32f2f', sleeve: '#d32f2f', hand: '#424242', leg: '#d32f2f', shoe: '#37474f', bands: '#ffca28' }) },
    fluent: { icon: 'firefighter', outfit: fluent({ torso: '#ca0b4a', sleeve: '#ca0b4a', leg: '#ca0b4a', shoe: '#321b41', bands: '#fcd53f' }) },
  },
  'police-officer': {
    noto: { icon: 'police-officer', outfit: noto({ torso: '#2f47b5', sleeve: '#2f47b5', leg: '#2a3a8f', shoe: '#263238', belt: '#212121' }) },
    fluent: { icon: 'police-officer', outfit: fluent({ torso: '#00a6ed', sleeve: '#00a6ed', leg: '#0074ba', shoe: '#212121', belt: '#321b41' }), build: { arms: 'both', shoulder: 48 } },
  },
  painter: {
    noto: { icon: 'artist', outfit: noto({ torso: '#e0e0e0', sleeve: '#e0e0e0', leg: '#4a6fa5', shoe: '#5d4037' }), build: { centre: 60, shoulder: 42, half: 31, arms: 'left' } },
    fluent: { icon: 'artist', outfit: fluent({ torso: '#f4f4f4', sleeve: '#e6e6e6', leg: '#3f5fff', shoe: '#321b41' }), build: { arms: 'left' } },
  },
  scientist: {
    noto: { icon: 'scientist', outfit: noto({ cut: 'coat', torso: '#f0f0f0', sleeve: '#f0f0f0', leg: '#546e7a', shoe: '#37474f', strip: '#80cbc4' }), build: { centre: 54, shoulder: 48, half: 32, arms: 'left' } },
    fluent: { icon: 'scientist', outfit: fluent({ cut: 'coat', torso: '#f4f4f4', sleeve: '#e6e6e6', leg: '#636363', shoe: '#321b41', strip: '#ff822d' }) },
  },
  pilot: {
    noto: { icon: 'pilot', outfit: noto({ torso: '#333333', sleeve: '#333333', leg: '#3a3a3a', shoe: '#212121', buttons: '#ffd54f' }) },
    fluent: { icon: 'pilot', outfit: fluent({ torso: '#533566', sleeve: '#433b6b', leg: '#433b6b', shoe: '#212121', buttons: '#fcd53f' }), build: { arms: 'both' } },
  },
  mechanic: {
    noto: { icon: 'mechanic', outfit: noto({ torso: '#2f47b5', sleeve: '#2f47b5', leg: '#2f47b5', shoe: '#37474f', belt: '#5d4037' }), build: { centre: 56, shoulder: 48, half: 32, arms: 'left' } },
    fluent: { icon: 'mechanic', outfit: fluent({ torso: '#0084ce', sleeve: '#e6e6e6', leg: '#0074ba', shoe: '#321b41' }), build: { centre: 60 } },
  },
  judge: {
    noto: { icon: 'judge', outfit: noto({ cut: 'robe', torso: '#4a4a4a', sleeve: '#4a4a4a', leg: '#333333', shoe: '#212121' }), build: { centre: 53, shoulder: 46, half: 31 } },
    fluent: { icon: 'judge', outfit: fluent({ cut: 'robe', torso: '#1f1f1f', sleeve: '#1f1f1f', leg: '#212121', shoe: '#533566' }) },
  },
  teacher: {
    noto: { icon: 'teacher', outfit: noto({ torso: '#f57c00', sleeve: '#f57c00', leg: '#5d4037', shoe: '#3e2723' }), without: [0, 1] },
    fluent: { icon: 'teacher', outfit: fluent({ torso: '#6d4534', sleeve: '#6d4534', leg: '#4a506c', shoe: '#321b41' }), without: [0, 1, 2] },
  },
  singer: {
    noto: { icon: 'singer', outfit: noto({ torso: '#e65100', sleeve: '#ffca28', leg: '#7b1fa2', shoe: '#4a148c', belt: '#37474f' }), build: { centre: 63, shoulder: 46, half: 30 } },
    fluent: { icon: 'singer', outfit: fluent({ torso: '#ff6723', sleeve: '#533566', leg: '#533566', shoe: '#321b41' }), build: { top: 104 } },
  },
  detective: {
    noto: { icon: 'detective', outfit: noto({ cut: 'coat', torso: '#616161', sleeve: '#616161', leg: '#424242', shoe: '#212121', belt: '#424242' }), build: { centre: 56, shoulder: 48, half: 33, arms: 'left' } },
    fluent: { icon: 'detective', outfit: fluent({ cut: 'coat', torso: '#8d65c5', sleeve: '#8d65c5', leg: '#433b6b', shoe: '#321b41', strip: '#f4f4f4' }), build: { shoulder: 46 } },
  },
  guard: {
    noto: { icon: 'guard', outfit: noto({ torso: '#e53935', sleeve: '#e53935', hand: '#fafafa', leg: '#37474f', shoe: '#212121', belt: '#fafafa', buttons: '#ffd54f' }), build: { shoulder: 42, half: 30, top: 114 } },
    fluent: { icon: 'guard', outfit: fluent({ torso: '#f8312f', sleeve: '#f8312f', hand: '#f4f4f4', leg: '#321b41', shoe: '#212121', belt: '#f4f4f4' }), build: { arms: 'both', shoulder: 43 } },
  },
  doctor: {
    noto: { icon: 'health-worker', outfit: noto({ cut: 'coat', torso: '#f0f0f0', sleeve: '#f0f0f0', leg: '#4fa8d8', shoe: '#37474f', strip: '#81d4fa' }) },
    fluent: { icon: 'health-worker', outfit: fluent({ cut: 'coat', torso: '#f4f4f4', sleeve: '#e6e6e6', leg: '#46a4fb', shoe: '#4a506c', strip: '#83cbff' }), build: { arms: 'both' } },
  },
  builder: {
    noto: { icon: 'construction-worker', outfit: noto({ torso: '#fb8c00', sleeve: '#4f86e8', leg: '#3b64b8', shoe: '#6d4c41', bands: '#fff176' }) },
    fluent: { icon: 'construction-worker', outfit: fluent({ torso: '#ff822d', sleeve: '#fcd53f', leg: '#0074ba', shoe: '#6d4534', bands: '#fff478' }), build: { arms: 'both', shoulder: 45 } },
  },
  ninja: {
    noto: { icon: 'ninja', outfit: noto({ torso: '#424242', sleeve: '#424242', leg: '#424242', shoe: '#212121', belt: '#b71c1c' }), build: { centre: 67 } },
    fluent: { icon: 'ninja', outfit: fluent({ torso: '#321b41', sleeve: '#321b41', leg: '#402a55', shoe: '#212121', belt: '#8d65c5' }), build: { arms: 'both' } },
  },
  princess: {
    noto: { icon: 'princess', outfit: noto({ cut: 'gown', torso: '#ec407a', sleeve: '#f48fb1', leg: '#ec407a', shoe: '#ad1457' }), build: { shoulder: 40, half: 26, top: 118, arm: 16 } },
    fluent: { icon: 'princess', outfit: fluent({ cut: 'gown', torso: '#8d65c5', sleeve: '#ffc83d', leg: '#8d65c5', shoe: '#533566' }), build: { arms: 'both', shoulder: 44 } },
  },
  wizard: {
    noto: { icon: 'man-mage', outfit: noto({ cut: 'robe', torso: '#607d8b', sleeve: '#607d8b', leg: '#607d8b', shoe: '#37474f' }), build: { centre: 69, shoulder: 44, half: 32, arms: 'right' } },
    fluent: { icon: 'man-mage', outfit: fluent({ cut: 'robe', torso: '#00a6ed', sleeve: '#00a6ed', leg: '#00a6ed', shoe: '#0074ba' }) },
  },
  santa: {
    noto: { icon: 'santa-claus', outfit: noto({ torso: '#d32f2f', sleeve: '#d32f2f', hand: '#fafafa', leg: '#d32f2f', shoe: '#212121', belt: '#212121' }), build: { half: 40 } },
    fluent: { icon: 'santa-claus', outfit: fluent({ torso: '#f8312f', sleeve: '#f8312f', hand: '#f4f4f4', leg: '#f8312f', shoe: '#212121', belt: '#212121' }), head: headAlone, build: { ...belowHead, half: 38, shoulder: 50 } },
  },
  clown: {
    noto: { icon: 'clown-face', outfit: noto({ torso: '#42a5f5', sleeve: '#ffeb3b', hand: '#fafafa', leg: '#42a5f5', shoe: '#e53935', buttons: '#e53935' }), head: headAlone, build: belowHead },
    fluent: { icon: 'clown-face', outfit: fluent({ torso: '#00a6ed', sleeve: '#fcd53f', hand: '#f4f4f4', leg: '#00a6ed', shoe: '#f8312f', buttons: '#f8312f' }), head: headAlone, build: belowHead },
  },
  robot: {
    noto: { icon: 'robot', outfit: noto({ torso: '#90a4ae', sleeve: '#78909c', hand: '#c62828', leg: '#78909c', shoe: '#c62828', buttons: '#ffeb3b' }), head: headAlone, build: { ...belowHead, half: 34, shoulder: 48 } },
    fluent: { icon: 'robot', outfit: fluent({ torso: '#cdc4d6', sleeve: '#998ea4', hand: '#f8312f', leg: '#998ea4', shoe: '#f8312f', buttons: '#00a6ed' }), head: headAlone, build: { ...belowHead, half: 34, shoulder: 48 } },
  },
  alien: {
    noto: { icon: 'alien', outfit: noto({ torso: '#8fa1aa', sleeve: '#b0bec5', hand: '#b0bec5', leg: '#8fa1aa', shoe: '#78909c' }), head: headAlone, build: { ...belowHead, half: 24, shoulder: 34, arm: 12 } },
    fluent: { icon: 'alien', outfit: fluent({ torso: '#6bbf2a', sleeve: '#86d72f', hand: '#86d72f', leg: '#6bbf2a', shoe: '#44911b' }), head: headAlone, build: { ...belowHead, half: 24, shoulder: 34, arm: 12 } },
  },
  lion: {
    noto: { icon: 'lion', outfit: { fur: '#f9b938', belly: '#ffe1a8', paw: '#ffca57', tail: { colour: '#f9b938', tip: '#79554d', shape: 'long' } }, build: animalBody },
    fluent: { icon: 'lion', outfit: { fur: '#e19747', belly: '#ffce7c', paw: '#f3ad61', tail: { colour: '#e19747', tip: '#6d4534', shape: 'long' } }, build: animalBody },
  },
  bear: {
    noto: { icon: 'bear', outfit: { fur: '#795548', belly: '#a1887f', paw: '#5d4037' }, build: animalBody },
    fluent: { icon: 'bear', outfit: { fur: '#a56953', belly: '#d3883e', paw: '#6d4534' }, build: animalBody },
  },
  panda: {
    noto: { icon: 'panda', outfit: { fur: '#424242', belly: '#fafafa', paw: '#333333' }, build: animalBody },
    fluent: { icon: 'panda', outfit: { fur: '#433b6b', belly: '#f4f4f4', paw: '#321b41' }, build: animalBody },
  },
  koala: {
    noto: { icon: 'koala', outfit: { fur: '#9e9e9e', belly: '#e0e0e0', paw: '#757575' }, build: animalBody },
    fluent: { icon: 'koala', outfit: { fur: '#9b9b9b', belly: '#d3d3d3', paw: '#636363' }, build: animalBody },
  },
  fox: {
    noto: { icon: 'fox', outfit: { fur: '#ff6011', belly: '#fee9c9', paw: '#4a4a4c', tail: { colour: '#ff6011', tip: '#ffffff', shape: 'bushy' } }, build: animalBody },
    fluent: { icon: 'fox', outfit: { fur: '#ff822d', belly: '#fff1e0', paw: '#4a3b3b', tail: { colour: '#ff822d', tip: '#ffffff', shape: 'bushy' } }, build: animalBody },
  },
  frog: {
    noto: { icon: 'frog', outfit: { fur: '#9cb617', belly: '#e6ee9c', paw: '#7cb342' }, build: animalBody },
    fluent: { icon: 'frog', outfit: { fur: '#00a05a', belly: '#c6f5a0', paw: '#008463' }, build: animalBody },
  },
};
