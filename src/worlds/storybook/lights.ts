/** Lights: what they make of colours of places and things, what stands in the sky, how shadows fall. */

import type { Random } from '../../base/random.ts';
import { inLight, mix, parseHex, saturated, toHex, type Rgb } from '../colour.ts';
import type { Fill } from '../canvas.ts';
import type { DisplayItem } from '../display-list.ts';
import type { LightId } from './vocabulary.ts';

/** How shadows lie on the ground. */
export interface ShadowLight {
  readonly colour: string;
  readonly opacity: number;
  /** Length on the ground of one unit of height; 0 is a soft spot right below. */
  readonly length: number;
  /** How far the shadow leans to the right for one unit of height. */
  readonly lean: number;
}

/** One light. */
export interface Light {
  /** Of an open sky on Earth: zenith, middle and horizon. */
  readonly sky: readonly [top: string, middle: string, low: string];
  /** What white ground looks like. */
  readonly ambient: string;
  /** Vividness of places. */
  readonly saturation: number;
  /** The colour of the air, and how much of it lies over what is far away. */
  readonly haze: string;
  readonly hazeAmount: number;
  /** What a white thing looks like: milder than the ground, so that every colour stays itself. */
  readonly onThings: string;
  /** What shines in an open sky: how high (fraction of the way from horizon to zenith), how large, in which colour. */
  readonly disc?: { readonly kind: 'sun' | 'moon'; readonly x: number; readonly up: number; readonly radius: number; readonly colour: string; readonly halo: string; readonly haloAlpha: number };
  readonly clouds: { readonly colour: string; readonly fewest: number; readonly most: number };
  readonly shadow: ShadowLight;
  /** Painted over things within their ink: the side that the light does not reach, the glow of the side that it does. */
  readonly onInk?: readonly Fill[];
  /** What lies over the whole picture. */
  readonly veil?: 'candle' | 'tubes' | 'sun';
  /** Windows and lamps are lit. */
  readonly lampsLit: boolean;
}

const across = (from: string, middle: string, to: string): Fill => ({ kind: 'linear', from: [0, 0.5], to: [1, 0.5], stops: [[0, from], [0.5, middle], [1, to]] });

export const lightLooks = {
  day: {
    sky: ['#4aa8f0', '#8accf8', '#d6f0fc'], ambient: '#ffffff', saturation: 1, haze: '#cfeafa', hazeAmount: 0.45, onThings: '#ffffff', lampsLit: false,
    disc: { kind: 'sun', x: 0.84, up: 0.78, radius: 0.058, colour: '#fff6c4', halo: '#fff8dc', haloAlpha: 0.75 }, clouds: { colour: '#ffffff', fewest: 1, most: 3 },
    shadow: { colour: '#16243c', opacity: 0.3, length: 0.22, lean: -0.3 },
  },
  sunset: {
    sky: ['#4c3a8c', '#d0568c', '#ffa050'], ambient: '#e89a8c', saturation: 1, haze: '#ff9a68', hazeAmount: 0.55, onThings: '#ffdfca', lampsLit: true,
    disc: { kind: 'sun', x: 0.3, up: 0.1, radius: 0.1, colour: '#ffe890', halo: '#ffd070', haloAlpha: 0.85 }, clouds: { colour: '#f08a94', fewest: 1, most: 3 },
    shadow: { colour: '#2c1034', opacity: 0.4, length: 0.42, lean: 0.75 },
  },
  night: {
    sky: ['#080e2c', '#14225a', '#30468c'], ambient: '#667ac0', saturation: 0.85, haze: '#20316c', hazeAmount: 0.5, onThings: '#c0c8f0', lampsLit: true,
    disc: { kind: 'moon', x: 0.8, up: 0.8, radius: 0.06, colour: '#f6f2d8', halo: '#aebcf4', haloAlpha: 0.5 }, clouds: { colour: '#2c3c74', fewest: 0, most: 1 },
    shadow: { colour: '#04061a', opacity: 0.42, length: 0.24, lean: -0.35 },
  },
  golden: {
    sky: ['#f0b048', '#f8d07c', '#fff0c4'], ambient: '#ffd890', saturation: 1.02, haze: '#ffe4a0', hazeAmount: 0.6, onThings: '#fff2d8', lampsLit: false,
    disc: { kind: 'sun', x: 0.16, up: 0.42, radius: 0.075, colour: '#fffce0', halo: '#fffbe0', haloAlpha: 0.95 }, clouds: { colour: '#fff2d0', fewest: 1, most: 2 },
    shadow: { colour: '#4a2a08', opacity: 0.36, length: 0.34, lean: 0.55 }, veil: 'sun',
  },
  overcast: {
    sky: ['#98a4ae', '#b2bcc3', '#d0d6da'], ambient: '#c4ccd2', saturation: 0.55, haze: '#c6ced4', hazeAmount: 0.6, onThings: '#e2e6ea', lampsLit: false,
    clouds: { colour: '#dde2e6', fewest: 3, most: 4 },
    shadow: { colour: '#1c242c', opacity: 0.26, length: 0, lean: 0 },
  },
  neon: {
    sky: ['#140a38', '#3c1270', '#a02aa0'], ambient: '#8064c8', saturation: 1, haze: '#6a1e98', hazeAmount: 0.5, onThings: '#e2d4ff', lampsLit: true,
    clouds: { colour: '#5a2a94', fewest: 0, most: 2 },
    shadow: { colour: '#08021c', opacity: 0.45, length: 0, lean: 0 },
    onInk: [across('#ff2ea82c', '#ff2ea800', '#16d8ff2c')], veil: 'tubes',
  },
  candle: {
    sky: ['#120a0c', '#241210', '#4a2814'], ambient: '#d88c48', saturation: 0.9, haze: '#3c1e10', hazeAmount: 0.4, onThings: '#ffdcb0', lampsLit: true,
    clouds: { colour: '#3a2018', fewest: 0, most: 1 },
    shadow: { colour: '#100400', opacity: 0.5, length: 0, lean: 0 }, veil: 'candle',
  },
} as const satisfies Record<LightId, Light>;

/** How far sun and moon stray from their usual place. */
const STRAY = { x: 0.06, up: 0.06 };

/** A light as one variant of a scene has it: sun or moon to the left or to the right, shadows away from it. */
export function lightOf(id: LightId, random: Random): Light {
  const light: Light = lightLooks[id];
  if (light.disc === undefined) return light;
  const [mirrored, x, up] = [random.uniform() < 0.5, STRAY.x * (2 * random.uniform() - 1), STRAY.up * (2 * random.uniform() - 1)];
  const disc = { ...light.disc, x: (mirrored ? 1 - light.disc.x : light.disc.x) + x, up: light.disc.up + up };
  return { ...light, disc, shadow: { ...light.shadow, lean: mirrored ? -light.shadow.lean : light.shadow.lean } };
}

/** A place's colour in a light, at a depth: lit, then seen through the air before it. */
export function litScenery(colour: Rgb, depth: number, light: Light): Rgb {
  const lit = inLight(saturated(colour, light.saturation), parseHex(light.ambient));
  return mix(lit, parseHex(light.haze), light.hazeAmount * (1 - depth) ** 1.5);
}

/** A thing's colour in a light. */
export function litThing(colour: string, light: Light): string {
  return toHex(inLight(parseHex(colour), parseHex(light.onThings)));
}

const around = (x: number, y: number, radius: number, stops: readonly (readonly [number, string])[]): DisplayItem => ({
  kind: 'polygon', points: [[0, 0], [1, 0], [1, 1], [0, 1]], fill: { kind: 'radial', centre: [x, y], radius, stops },
});

/** What lies over the whole picture, things included: the dark around a candle, the coloured light of tubes from both sides. */
export function veilsOf({ veil, disc }: Light): DisplayItem[] {
  if (veil === 'candle') return [around(0.5, 0.62, 0.78, [[0, '#ffb45030'], [0.35, '#ffa04010'], [0.62, '#0c040060'], [1, '#080200c8']])];
  if (veil === 'tubes') return [around(0, 0.45, 0.62, [[0, '#ff2ea838'], [1, '#ff2ea800']]), around(1, 0.45, 0.62, [[0, '#16d8ff38'], [1, '#16d8ff00']])];
  if (veil === 'sun') return [around(disc?.x ?? 0.5, 0.3, 0.9, [[0, '#fff0b048'], [1, '#ffd06000']])];
  return [];
}
