/** Shapes of a place in their final colours: lit, then in the manner of the style. */

import { mix, parseHex, toHex, type Rgb } from '../colour.ts';
import type { Fill } from '../canvas.ts';
import type { Band, DisplayItem, Glow } from '../display-list.ts';
import { type Light, litScenery } from './lights.ts';
import type { Scenery } from './scenery.ts';
import type { SceneryColour, StyleLook } from './style-look.ts';

/** Bands of a flat picture change in steps of this many to the picture's height, two at least. */
const STEPS_TO_HEIGHT = 9;

export function styledScenery(scenery: readonly Scenery[], light: Light, style: StyleLook): DisplayItem[] {
  return scenery.flatMap((each) => styled(each, light, style));
}

function styled({ shape, depth, shines = false, plain = false }: Scenery, light: Light, style: StyleLook): DisplayItem[] {
  const litOf = (hex: string): SceneryColour => ({ colour: shines ? parseHex(hex.slice(0, 7)) : litScenery(parseHex(hex.slice(0, 7)), depth, light), depth, shines, light });
  const paint = (hex: string): string => toHex(style.scenery(litOf(hex))) + hex.slice(7);
  if (shape.kind === 'band') return banded({ ...shape, from: paint(shape.from), to: paint(shape.to) }, style);
  if (shape.kind === 'glow') return [haloOf({ ...shape, stops: shape.stops.map(([at, colour]) => [at, paint(colour)] as const) }, style)];
  const relief = plain || style.sceneryRelief === undefined ? {} : style.sceneryRelief(litOf(firstColour(shape.fill)));
  const fill = typeof shape.fill === 'string' ? paint(shape.fill) : { ...shape.fill, stops: shape.fill.stops.map(([at, colour]) => [at, paint(colour)] as const) };
  return [{ ...shape, ...relief, fill: style.gradients === 'rich' && !shines && typeof fill === 'string' ? shaded(fill, shape) : fill }];
}

const firstColour = (fill: Fill): string => (typeof fill === 'string' ? fill : fill.stops[0]![1]);

/** A band, in flat steps where the style has no gradients. */
function banded(band: Band, { gradients }: StyleLook): DisplayItem[] {
  if (gradients !== 'flat' || band.from === band.to) return [band];
  const steps = Math.max(2, Math.round((band.bottom - band.top) * STEPS_TO_HEIGHT));
  const [from, to] = [parseHex(band.from), parseHex(band.to)];
  return Array.from({ length: steps }, (_, i): Band => {
    const colour = toHex(mix(from, to, (i + 0.5) / steps));
    const at = (index: number): number => band.top + (band.bottom - band.top) * index / steps;
    // Reaching under the next step leaves no seam between them.
    return { kind: 'band', top: at(i), bottom: i === steps - 1 ? band.bottom : at(i + 1) + 0.004, from: colour, to: colour };
  });
}

/** Light around a lamp or the sun, as one faint disc where the style has no gradients. */
function haloOf(glow: Glow, { gradients }: StyleLook): DisplayItem {
  if (gradients !== 'flat') return glow;
  const [, colour] = glow.stops[0]!;
  const alpha = Math.round(Number.parseInt(colour.slice(7), 16) * 0.4).toString(16).padStart(2, '0');
  return { kind: 'ellipse', centre: glow.centre, radii: [glow.radii[0] * 0.5, glow.radii[1] * 0.5], fill: colour.slice(0, 7) + alpha };
}

/** The same colour lighter above and darker below. */
function shaded(fill: string, shape: Exclude<Scenery['shape'], Band | Glow>): Fill {
  const heights = shape.kind === 'polygon' ? shape.points.map(([, y]) => y) : [shape.centre[1] - shape.radii[1], shape.centre[1] + shape.radii[1]];
  const [top, bottom] = [Math.min(...heights), Math.min(1, Math.max(...heights))];
  const [colour, alpha] = [parseHex(fill.slice(0, 7)), fill.slice(7)];
  const toward = (other: Rgb, amount: number): string => toHex(mix(colour, other, amount)) + alpha;
  return { kind: 'linear', from: [0, top], to: [0, bottom], stops: [[0, toward([255, 255, 255], 0.38)], [0.4, fill], [1, toward([10, 10, 40], 0.28)]] };
}
