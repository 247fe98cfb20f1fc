/** Things as drawings: where their ink goes, in which colours. */

import type { Icon } from '../art/icon.ts';
import { edged, recoloured, silhouetted } from '../art/icon-parts.ts';
import { parseHex, toHex } from '../colour.ts';
import type { Drawing as DrawingItem } from '../display-list.ts';
import { boxOf, lookOf } from './geometry.ts';
import { type Light, litThing } from './lights.ts';
import type { Thing } from './scene.ts';
import type { StyleLook, ThingColour } from './style-look.ts';
import type { Drawing } from './subject.ts';
import { tintRamps } from './tint-ramps.ts';
import { tintedFill } from './tinted-fill.ts';

/** How the things of a scene are drawn: the drawing of each in the scene's art family. */
export type DrawingOf = (thing: Thing) => Drawing;

/** One thing of a scene. @param object its index in the scene */
export function thingDrawing(thing: Thing, object: number, drawing: Drawing, light: Light, style: StyleLook): DrawingItem {
  const { icon } = lookOf(drawing, thing.pose);
  const inkBox = boxOf(thing, drawing);
  const { left, top, right, bottom } = inkBox;
  const matrix = thing.flipped ? [left - right, 0, 0, bottom - top, right, top] as const : [right - left, 0, 0, bottom - top, left, top] as const;
  /** Icon units to one picture side. */
  const unit = icon.ink[3] / (bottom - top);
  const shades = [...(style.shades?.(inkBox) ?? []), ...(style.veils ? light.onInk ?? [] : [])];
  return {
    kind: 'drawing', markup: markupOf(thing, drawing, icon, light, style, unit), box: icon.ink, matrix, object,
    ...(shades.length > 0 && { shades }),
    ...(style.cast && { cast: style.cast }),
  };
}

/** @param unit how many units of the icon are one side of the picture */
function markupOf({ tint }: Thing, drawing: Drawing, icon: Icon, light: Light, style: StyleLook, unit: number): string {
  const ramp = tint === undefined ? undefined : tintRamps[tint];
  const litOf = (fill: string): ThingColour => ({ colour: parseHex(litThing(ramp ? tintedFill(fill, drawing, ramp) : fill, light)), ...(ramp && { tint: parseHex(ramp.pure) }) });
  const colourOf = (fill: string): string => toHex(style.thing(litOf(fill)));
  const { outline, partEdge } = style;
  const body = partEdge === undefined ? recoloured(icon, colourOf) : edged(icon, colourOf, (fill) => toHex(partEdge.colour(litOf(fill))), partEdge.width * unit);
  return outline === undefined ? body : silhouetted(icon, outline.colour(light), outline.width * unit) + body;
}
