/** Which fills of a drawing carry its colour: those of the hue that covers most of it. Tyres, glass and leaves are left alone. */

import { parseHex, type Rgb } from '../../src/worlds/colour.ts';
import type { Icon } from '../../src/worlds/art/icon.ts';
import { draw, fillAreas } from './measure.ts';

/** Greys have less chroma (0..1) than this. */
const GREY = 0.12;
/** How far hues of one colour lie apart, in degrees: yellow has orange shadows. */
const HUE_SPREAD = 32;

/** Hue in degrees and chroma 0..1. */
function hueAndChroma([red, green, blue]: Rgb): { readonly hue: number; readonly chroma: number } {
  const [most, least] = [Math.max(red, green, blue), Math.min(red, green, blue)];
  const range = most - least;
  if (range === 0) return { hue: 0, chroma: 0 };
  const sector = most === red ? (green - blue) / range : most === green ? 2 + (blue - red) / range : 4 + (red - green) / range;
  return { hue: (sector * 60 + 360) % 360, chroma: range / 255 };
}

/** Those fills, the one with the largest area first. @param side  pixels of the drawing in which areas are measured */
export async function paintOf(icon: Icon, side: number): Promise<string[]> {
  const areas = fillAreas(await draw(icon.body, icon.width, icon.height, side), icon.fills);
  const colourful = areas.filter(([fill]) => hueAndChroma(parseHex(fill)).chroma >= GREY);
  const whole = areas.reduce((sum, [, area]) => sum + area, 0);
  const coloured = colourful.reduce((sum, [, area]) => sum + area, 0);
  const largestFirst = (fills: readonly string[]): string[] => [...areas.map(([fill]) => fill).filter((fill) => fills.includes(fill)), ...fills.filter((fill) => !areas.some(([seen]) => seen === fill))];
  if (coloured < whole * 0.25) return largestFirst(icon.fills.filter((fill) => hueAndChroma(parseHex(fill)).chroma < GREY && Math.max(...parseHex(fill)) > 90));
  const main = colourful[0]?.[0] as string;
  const near = (fill: string): boolean => {
    const [one, other] = [hueAndChroma(parseHex(fill)), hueAndChroma(parseHex(main))];
    const apart = Math.abs(one.hue - other.hue);
    return one.chroma >= GREY && Math.min(apart, 360 - apart) <= HUE_SPREAD;
  };
  return largestFirst(icon.fills.filter(near));
}
