/** What a tint of first-light means in paint, by day and by night. */

import { mix, parseHex, toHex, type Rgb } from '../colour.ts';
import type { Ramp } from '../ramp.ts';
import type { LightId, TintId } from './vocabulary.ts';

const ramps = {
  red: { shadow: '#4a0408', pure: '#e0141e', highlight: '#ffdcd4', outline: '#790a11' },
  orange: { shadow: '#5c2400', pure: '#ff8412', highlight: '#ffeccc', outline: '#924508' },
  yellow: { shadow: '#5a4a00', pure: '#ffe619', highlight: '#fffde0', outline: '#8e7a0a' },
  green: { shadow: '#06360c', pure: '#22b53a', highlight: '#dcf8d0', outline: '#0f5f1d' },
  blue: { shadow: '#04154f', pure: '#1f5df0', highlight: '#d4e6ff', outline: '#0e2d80' },
  purple: { shadow: '#25074f', pure: '#8a35d6', highlight: '#ecdcff', outline: '#45177a' },
  pink: { shadow: '#6a0c40', pure: '#ff86c2', highlight: '#fff0f8', outline: '#9b366d' },
  white: { shadow: '#3c4454', pure: '#f2f3f5', highlight: '#ffffff', outline: '#777d88' },
} as const satisfies Record<TintId, Ramp>;

/** Night colours everything a little blue and dark; subjects less than the ground, so that their tint is still plain. */
const nightVeil: Rgb = [18, 22, 74];
const nightVeilOnSubjects = 0.12;

/** The ramp of a tint in a light. */
export function rampOf(tint: TintId, light: LightId): Ramp {
  const ramp = ramps[tint];
  if (light === 'day') return ramp;
  const veiled = (hex: string): string => toHex(mix(parseHex(hex), nightVeil, nightVeilOnSubjects));
  return { shadow: veiled(ramp.shadow), pure: veiled(ramp.pure), highlight: veiled(ramp.highlight), outline: veiled(ramp.outline) };
}
