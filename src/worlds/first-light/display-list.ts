/** first-light's scenes as display lists: the background, then the subjects in their tints. */

import type { Icon } from '../art/icon.ts';
import type { DisplayList, Drawing } from '../display-list.ts';
import { recolour, type Ramp } from '../ramp.ts';
import { backgroundOf } from './backgrounds.ts';
import { icons } from './icons.ts';
import { rampOf } from './palette.ts';
import { centreOf, type Scene } from './scene.ts';

/** Width of the outline around a drawing as a fraction of its box. */
const outlineWidth = 0.045;
/** At 32 pixels, antialiasing alone is rough. */
const supersampling = 3;

/** An icon with its colours mapped to the ramp, centred in a square box that its ink and outline just fill. */
function recoloured(icon: Icon, ramp: Ramp): Pick<Drawing, 'markup' | 'box'> {
  const [x, y, width, height] = icon.ink;
  const stroke = 2 * outlineWidth * Math.max(width, height);
  const side = Math.max(width, height) + stroke;
  const silhouette = icon.body.replace(/#[0-9a-f]{6}/g, ramp.outline);
  const painted = icon.body.replace(/#[0-9a-f]{6}/g, (fill) => recolour(fill, icon.mainFill, ramp));
  return { markup: `<g stroke="${ramp.outline}" stroke-width="${stroke}" stroke-linejoin="round">${silhouette}</g>${painted}`, box: [x + width / 2 - side / 2, y + height / 2 - side / 2, side, side] };
}

/** 8 subjects × 8 tints × 2 lights: recoloured once each. */
const known = new Map<string, Pick<Drawing, 'markup' | 'box'>>();

function drawings({ objects, light }: Scene): Drawing[] {
  return objects.map(({ subject, tint, size, ...object }, index) => {
    const key = `${subject} ${tint} ${light}`;
    const drawing = known.get(key) ?? recoloured(icons[subject], rampOf(tint, light));
    known.set(key, drawing);
    const [x, y] = centreOf({ subject, tint, size, ...object });
    return { kind: 'drawing', ...drawing, matrix: [size, 0, 0, size, x - size / 2, y - size / 2], object: index };
  });
}

/** The display list of a scene at a picture size: background first, then the objects. */
export function displayList(scene: Scene, size: number): DisplayList {
  return { size, supersampling, items: [...backgroundOf(scene.place, scene.light, scene.horizonShift), ...drawings(scene)], filters: [] };
}
