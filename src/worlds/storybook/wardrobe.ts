/** The drawings of one family. */

import { drawings } from './art/drawings.ts';
import type { Wardrobe } from './layout/group.ts';
import { ART_FAMILIES, type ArtFamily } from './subject.ts';

const wardrobes = Object.fromEntries(ART_FAMILIES.map((art): [ArtFamily, Wardrobe] => [art, (subject) => drawings[subject][art]])) as Record<ArtFamily, Wardrobe>;

export const wardrobeOf = (art: ArtFamily): Wardrobe => wardrobes[art];
