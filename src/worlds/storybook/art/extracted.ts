/** What scripts/extract-art.ts finds out about a drawing by itself; the rest of a Drawing is in anchors.ts. */

import type { Icon } from '../../art/icon.ts';
import type { Drawing } from '../subject.ts';

export interface Extracted extends Pick<Drawing, 'hand' | 'riding' | 'paint'> {
  readonly icon: Icon;
}
