/** Colour ramps from shadow to highlight that replace a drawing's own colours. */

import { lightness, mix, parseHex, toHex } from './colour.ts';

/** A ramp of `#rrggbb` colours. `pure` takes the place of the drawing's main fill; `outline` surrounds the drawing. */
export interface Ramp {
  readonly shadow: string;
  readonly pure: string;
  readonly highlight: string;
  readonly outline: string;
}

/** How fast lightness differences from the main fill run to the ends of the ramp. */
const contrast = { shadow: 1.1, highlight: 1.6 } as const;

/** The ramp's colour for a fill: as much lighter or darker than `pure` as the fill is than the drawing's main fill. Keeps lightness order. */
export function recolour(fill: string, mainFill: string, ramp: Ramp): string {
  const difference = lightness(parseHex(fill)) - lightness(parseHex(mainFill));
  const end = difference < 0 ? 'shadow' : 'highlight';
  return toHex(mix(parseHex(ramp.pure), parseHex(ramp[end]), Math.min(1, contrast[end] * Math.abs(difference))));
}
