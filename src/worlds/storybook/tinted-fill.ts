/** The colours of tinted things: only what carries a drawing's colour changes; tyres, glass and leaves stay as they are. */

import { recolour, type Ramp } from '../ramp.ts';
import type { Drawing } from './subject.ts';

/** What a fill of the drawing becomes under a tint's ramp. */
export function tintedFill(fill: string, { icon, paint = icon.fills }: Drawing, ramp: Ramp): string {
  return paint.includes(fill) ? recolour(fill, paint[0] ?? icon.mainFill, ramp) : fill;
}
