/** Things as drawings: where their ink goes, in which colours. */

import type { Icon } from '../art/icon.ts';
import { parseHex, toHex } from '../colour.ts';
import type { Drawing as DrawingItem } from '../display-list.ts';
import { boxOf, lookOf } from './geometry.ts';
import { type Light, litThing } from './lights.ts';
import type { Thing } from './scene.ts';
import type { StyleLook } from './style-look.ts';
import type { Drawing } from './subject.ts';
import { tintRamps } from './tint-ramps.ts';
import { tintedFill } from './tinted-fill.ts';

/** How the things of a scene are drawn: the drawing of each in the scene's art family. */
export type DrawingOf = (thing: Thing) => Drawing;

/** The icon's body with every colour mapped. */
export function recoloured({ body }: Icon, colourOf: (fill: string) => string): string {
  return body.replace(/#[0-9a-f]{6}/g, colourOf);
}

/** One thing of a scene. @param object its index in the scene */
export function thingDrawing(thing: Thing, object: number, drawing: Drawing, light: Light, style: StyleLook): DrawingItem {
  const { icon } = lookOf(drawing, thing.pose);
  const inkBox = boxOf(thing, drawing);
  const { left, top, right, bottom } = inkBox;
  const matrix = thing.flipped ? [left - right, 0, 0, bottom - top, right, top] as const : [right - left, 0, 0, bottom - top, left, top] as const;
  /** Icon units to one picture side. */
  const unit = icon.ink[3] / (bottom - top);
  const shades = style.shades?.(inkBox) ?? [];
  return {
    kind: 'drawing', markup: markupOf(thing, drawing, icon, light, style, unit), box: icon.ink, matrix, object,
    ...(shades.length + (light.onInk?.length ?? 0) > 0 && { shades: [...shades, ...(light.onInk ?? [])] }),
    ...(style.cast && { cast: style.cast }),
  };
}

function markupOf({ tint }: Thing, drawing: Drawing, icon: Icon, light: Light, style: StyleLook, unit: number): string {
  const ramp = tint === undefined ? undefined : tintRamps[tint];
  const litOf = (fill: string): Parameters<StyleLook['thing']>[0] => ({ colour: parseHex(litThing(ramp ? tintedFill(fill, drawing, ramp) : fill, light)), ...(ramp && { tint: parseHex(ramp.pure) }) });
  let painted = recoloured(icon, (fill) => toHex(style.thing(litOf(fill))));
  if (style.partEdge !== undefined) {
    const edged = recoloured(icon, (fill) => toHex(style.partEdge!(litOf(fill)).colour));
    const { width } = style.partEdge(litOf(icon.mainFill));
    painted = `${painted}<g fill-opacity="0" stroke="#ffffff" stroke-width="${width * unit}" stroke-linejoin="round">${edged.replace(/fill="(#[0-9a-f]{6})"/g, 'fill="none" stroke="$1"')}</g>`;
  }
  if (style.outline === undefined) return painted;
  const { colour, width } = style.outline;
  return `<g stroke="${colour}" stroke-width="${2 * width * unit}" stroke-linejoin="round">${recoloured(icon, () => colour)}</g>${painted}`;
}
