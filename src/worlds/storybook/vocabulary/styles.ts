/** How a picture is made, and how it is framed. */

import type { ClauseConcept } from '../../concept.ts';

/** Styles and compositions can also stand before the scene: "a close-up of a fox", "a watercolour painting of a fox". */
export interface PictureConcept extends ClauseConcept {
  /** Nouns that take "of a fox" after them, with article. May be empty. */
  readonly pictures: readonly string[];
}

export const styleTable = {
  flat: { words: ['flat design', 'flat illustration', 'flat colours', 'flat vector art'], clauses: ['in flat design', 'in flat colours', 'in a flat style', 'as a flat illustration', 'as flat vector art', 'in flat vector style', 'in simple flat colours', 'in a minimal flat style'], pictures: ['a flat illustration', 'a flat drawing', 'flat vector art', 'a simple flat picture'] },
  glossy: { words: ['glossy', 'shiny', 'glossy 3d look', '3d style'], clauses: ['in a glossy style', 'with a glossy finish', 'in a shiny style', 'in a glossy 3d look', 'with shiny highlights', 'in glossy plastic', 'rendered glossy', 'in a soft 3d style'], pictures: ['a glossy render', 'a shiny picture', 'a glossy illustration', 'a glossy 3d render'] },
  watercolour: { words: ['watercolour', 'watercolor', 'aquarelle', 'watercolour painting'], clauses: ['in watercolour', 'in watercolor', 'as a watercolour', 'as a watercolour painting', 'as an aquarelle', 'in watercolour style', 'painted in watercolour', 'in soft watercolours'], pictures: ['a watercolour', 'a watercolour painting', 'an aquarelle', 'a watercolor painting'] },
  pencil: { words: ['pencil sketch', 'sketch', 'pencil drawing', 'hand-drawn'], clauses: ['as a pencil sketch', 'in pencil', 'as a sketch', 'drawn in pencil', 'as a pencil drawing', 'in sketch style', 'sketched with a pencil', 'as a black and white sketch'], pictures: ['a pencil sketch', 'a sketch', 'a pencil drawing', 'a hand-drawn sketch'] },
  pixel: { words: ['pixel art', 'pixels', '8-bit', '16-bit'], clauses: ['in pixel art', 'as pixel art', 'in pixel art style', 'in 8-bit style', 'in the style of an old video game', 'as an 8-bit sprite', 'in chunky pixels', 'in retro game style'], pictures: ['pixel art', 'a pixel art picture', 'an 8-bit picture', 'a pixelated picture'] },
  'paper-cut': { words: ['paper cut', 'papercut', 'paper cutout', 'paper craft'], clauses: ['in paper cut style', 'as a paper cutout', 'made of paper', 'cut out of paper', 'as papercraft', 'in layered paper', 'as a paper collage', 'made of cut paper'], pictures: ['a paper cutout', 'a papercut', 'a paper collage', 'a layered paper picture'] },
  neon: { words: ['neon sign', 'glowing outlines', 'neon style', 'neon outline'], clauses: ['as a neon sign', 'in neon style', 'in glowing outlines', 'in glowing neon lines', 'drawn in neon tubes', 'as glowing neon lines', 'in neon outlines', 'as a neon drawing'], pictures: ['a neon sign', 'a neon drawing', 'a glowing neon outline', 'neon line art'] },
  silhouette: { words: ['silhouette', 'silhouettes', 'shadow picture', 'shadow play'], clauses: ['in silhouette', 'as a silhouette', 'as a black silhouette', 'as a dark shape against the sky', 'as a shadow picture', 'as shadow play', 'in black silhouette', 'backlit'], pictures: ['a silhouette', 'a black silhouette', 'a shadow picture', 'the dark outline'] },
  poster: { words: ['vintage poster', 'retro poster', 'vintage', 'old print'], clauses: ['as a vintage poster', 'in vintage poster style', 'as a retro poster', 'as an old travel poster', 'in a vintage style', 'in faded retro colours', 'as an old print', 'in retro style'], pictures: ['a vintage poster', 'a retro poster', 'an old travel poster', 'a vintage print'] },
  comic: { words: ['comic', 'comic book', 'cartoon', 'comic style'], clauses: ['as a comic', 'in comic style', 'in comic book style', 'as a cartoon', 'with bold black outlines', 'in cartoon style', 'as a comic panel', 'with thick ink outlines'], pictures: ['a comic drawing', 'a cartoon', 'a comic panel', 'a comic book picture'] },
} as const satisfies Record<string, PictureConcept>;

export const compositionTable = {
  wide: { words: ['wide shot', 'long shot', 'seen from afar', 'wide view'], clauses: ['in a wide shot', 'from far away', 'seen from afar', 'in the distance', 'in a wide view', 'in a long shot', 'tiny in a wide landscape', 'from a distance'], pictures: ['a wide shot', 'a long shot', 'a wide view', 'a distant view'] },
  'close-up': { words: ['close-up', 'closeup', 'close up', 'seen from near'], clauses: ['in close-up', 'up close', 'from close up', 'seen from near', 'filling the picture', 'in a close-up view', 'very close', 'close to the viewer'], pictures: ['a close-up', 'a close up', 'a closeup', 'a close view'] },
  centred: { words: ['centred', 'centered', 'in the middle', 'centre'], clauses: ['in the middle', 'in the centre', 'in the center', 'centred', 'in the middle of the picture', 'at the centre', 'centered in the frame', 'right in the middle'], pictures: ['a centred picture', 'a centered picture'] },
  'left-third': { words: ['left', 'left side', 'on the left'], clauses: ['on the left', 'at the left', 'on the left side', 'on the left of the picture', 'to the left', 'in the left third', 'at the left edge', 'on the left-hand side'], pictures: [] },
  'right-third': { words: ['right', 'right side', 'on the right'], clauses: ['on the right', 'at the right', 'on the right side', 'on the right of the picture', 'to the right', 'in the right third', 'at the right edge', 'on the right-hand side'], pictures: [] },
} as const satisfies Record<string, PictureConcept>;
