/** Filters: what a style does to a whole picture of finished pixels. */

import { bloom, type Bloom } from './bloom.ts';
import { pencil, type Pencil } from './pencil.ts';
import { pixelArt, type PixelArt } from './pixel-art.ts';
import { watercolour, type Watercolour } from './watercolour.ts';

export type Filter = Bloom | Pencil | PixelArt | Watercolour;

/** Changes size × size RGB bytes in place. */
export function applyFilter(rgb: Uint8Array, size: number, filter: Filter): void {
  switch (filter.kind) {
    case 'bloom': return bloom(rgb, size, filter);
    case 'pencil': return pencil(rgb, size, filter);
    case 'pixel-art': return pixelArt(rgb, size, filter);
    case 'watercolour': return watercolour(rgb, size, filter);
  }
}
