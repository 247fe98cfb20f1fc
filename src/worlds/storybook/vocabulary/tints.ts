/** Colour words; each tint has a ramp in tint-ramps.ts. */

import type { Concept } from '../../concept.ts';

export const tintTable = {
  red: { words: ['red', 'scarlet', 'crimson', 'bright red', 'ruby', 'ruby red', 'cherry red', 'vermilion'] },
  orange: { words: ['orange', 'tangerine', 'bright orange', 'amber', 'pumpkin orange', 'vivid orange'] },
  yellow: { words: ['yellow', 'bright yellow', 'lemon yellow', 'canary yellow', 'sunny yellow', 'golden yellow'] },
  green: { words: ['green', 'emerald', 'bright green', 'grass green', 'emerald green', 'leaf green', 'jade'] },
  blue: { words: ['blue', 'azure', 'bright blue', 'royal blue', 'cobalt blue', 'ultramarine', 'sapphire', 'deep blue'] },
  purple: { words: ['purple', 'violet', 'lilac', 'amethyst', 'bright purple', 'deep purple', 'plum', 'royal purple'] },
  pink: { words: ['pink', 'bright pink', 'hot pink', 'rose pink', 'bubblegum pink', 'candy pink', 'magenta pink'] },
  white: { words: ['white', 'pure white', 'snow-white', 'snowy white', 'chalk white', 'milky white'] },
  black: { words: ['black', 'jet black', 'pitch black', 'coal black', 'pure black', 'ebony'] },
  brown: { words: ['brown', 'chestnut brown', 'chocolate brown', 'dark brown', 'coffee brown', 'russet', 'wood brown'] },
  grey: { words: ['grey', 'gray', 'silver', 'silver-grey', 'ash grey', 'slate grey', 'stone grey'] },
} as const satisfies Record<string, Concept>;
