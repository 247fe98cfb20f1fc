/** What things take from the light: a soft dark spot below their feet, and their own shape on the ground where the sun or the moon shines. */

import { silhouetted } from '../art/icon-parts.ts';
import { toHex, parseHex } from '../colour.ts';
import type { DisplayItem, Drawing as DrawingItem } from '../display-list.ts';
import { boxOf, lookOf } from './geometry.ts';
import type { Light } from './lights.ts';
import { withAlpha } from './scenery.ts';
import type { Scene, Thing } from './scene.ts';
import type { StyleLook } from './style-look.ts';
import type { DrawingOf } from './things.ts';
import type { Drawing } from './subject.ts';

/** The spot reaches this far beyond the feet, and is this flat. */
const SPOT = { reach: 0.56, flatness: 0.2, smallest: 0.02 };

export function shadowsOf(scene: Scene, drawingOf: DrawingOf, light: Light, style: StyleLook): DisplayItem[] {
  const casting = scene.depth.map((index) => scene.things[index]!).filter(({ shadow }) => shadow);
  return casting.flatMap((thing) => {
    const colour = toHex(style.scenery({ colour: parseHex(light.shadow.colour), depth: 1, shines: true, light }));
    const drawing = drawingOf(thing);
    return [...(light.shadow.length > 0 ? [castShape(thing, drawing, light, colour, style.shadows)] : []), spot(thing, drawing, light, colour, style)];
  });
}

function spot(thing: Thing, drawing: Drawing, { shadow }: Light, colour: string, { shadows, gradients }: StyleLook): DisplayItem {
  const { left, right, bottom } = boxOf(thing, drawing);
  const half = Math.max(SPOT.smallest, (right - left) * SPOT.reach);
  const [centre, radii] = [[(left + right) / 2, Math.min(bottom, thing.foot[1]) - 0.004] as const, [half, Math.min(0.05, half * SPOT.flatness)] as const];
  const alpha = Math.min(0.85, shadow.opacity * shadows * (shadow.length > 0 ? 1.1 : 1.8));
  if (gradients === 'flat') return { kind: 'ellipse', centre, radii: [radii[0] * 0.86, radii[1] * 0.8], fill: withAlpha(colour, alpha * 0.6) };
  return { kind: 'glow', centre, radii: [radii[0] * 1.1, radii[1] * 1.15], stops: [[0, withAlpha(colour, alpha)], [0.5, withAlpha(colour, alpha * 0.75)], [1, withAlpha(colour, 0)]] };
}

/** The thing's own shape, laid on the ground towards the viewer. */
function castShape(thing: Thing, drawing: Drawing, { shadow }: Light, colour: string, strength: number): DrawingItem {
  const { icon } = lookOf(drawing, thing.pose);
  const { left, top, right, bottom } = boxOf(thing, drawing);
  const foot = thing.foot[1];
  // Up in the thing is down (by `length`) and sideways (by `lean`) on the ground; the foot stays where it is.
  const flat = (x: number, y: number): readonly [number, number] => [x + shadow.lean * (foot - y), foot + shadow.length * (foot - y)];
  const [origin, across, down] = thing.flipped
    ? [flat(right, top), flat(left, top), flat(right, bottom)]
    : [flat(left, top), flat(right, top), flat(left, bottom)];
  return {
    kind: 'drawing', markup: silhouetted(icon, colour), box: icon.ink, opacity: Math.min(0.8, shadow.opacity * strength),
    matrix: [across[0] - origin[0], across[1] - origin[1], down[0] - origin[0], down[1] - origin[1], origin[0], origin[1]],
  };
}
