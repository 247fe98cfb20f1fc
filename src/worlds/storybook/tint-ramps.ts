/** What a tint means in paint: the ramp that replaces a drawing's own colours. */

import type { Ramp } from '../ramp.ts';
import type { TintId } from './vocabulary.ts';

export const tintRamps: Readonly<Record<TintId, Ramp>> = {
  red: { shadow: '#4a0408', pure: '#e0141e', highlight: '#ffdcd4', outline: '#790a11' },
  orange: { shadow: '#5c2400', pure: '#ff8412', highlight: '#ffeccc', outline: '#924508' },
  yellow: { shadow: '#5a4a00', pure: '#ffe619', highlight: '#fffde0', outline: '#8e7a0a' },
  green: { shadow: '#06360c', pure: '#22b53a', highlight: '#dcf8d0', outline: '#0f5f1d' },
  blue: { shadow: '#04154f', pure: '#1f5df0', highlight: '#d4e6ff', outline: '#0e2d80' },
  purple: { shadow: '#25074f', pure: '#8a35d6', highlight: '#ecdcff', outline: '#45177a' },
  pink: { shadow: '#6a0c40', pure: '#ff86c2', highlight: '#fff0f8', outline: '#9b366d' },
  white: { shadow: '#3c4454', pure: '#f2f3f5', highlight: '#ffffff', outline: '#777d88' },
  black: { shadow: '#000004', pure: '#26262c', highlight: '#b8bcc8', outline: '#08080c' },
  brown: { shadow: '#2a1206', pure: '#8a5230', highlight: '#f0dcc8', outline: '#4a2812' },
  grey: { shadow: '#26282c', pure: '#8c9098', highlight: '#f0f2f4', outline: '#4a4c54' },
};
