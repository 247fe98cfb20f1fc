/** What a place looks like: where its ground is, and how it is painted in daylight colours. */

import type { Random } from '../../../base/random.ts';
import type { Light } from '../lights.ts';
import { band, between, clouds, countOf, ellipse, glow, type Scenery, shining, unlined } from '../scenery.ts';

/** Where things can be in it says terrain.ts; places are painted so that it is true for every variant. */
export interface PlaceLook {
  /** Where the ground ends and the sky (or a wall) begins. */
  readonly horizon: number;
  /** What falls on its ground: shapes of things where sun and moon reach it, soft spots under a roof, nothing. */
  readonly shadows: 'shapes' | 'spots' | 'none';
  /** From back to front, all of it behind the things. */
  paint(random: Random, light: Light): readonly Scenery[];
  /** Daylight colour of the water at a height, where hulls sink into it. */
  water?(y: number, light: Light): string;
}

/** Sky that turns from zenith to horizon colour at `horizon` and goes on behind the land; its colours are the light's own, so they shine. */
export function skyBands([top, middle, low]: Light['sky'], horizon: number): Scenery[] {
  const half = horizon * 0.55;
  return [shining(band(0, 0, half, top, middle)), shining(band(0, half - 0.002, horizon, middle, low)), shining(band(0, horizon - 0.002, 1, low))];
}

/** Stars over the sky: large enough to survive small pictures, few enough to be drawn. */
export function stars(random: Random, count: number, lowest: number): Scenery[] {
  return Array.from({ length: count }, () => shining(unlined(ellipse(0.02, between(random, 0.02, 0.98), between(random, 0.03, lowest), 0.0085, 0.0085, '#f4f4ff'))));
}

/** Sun or moon with its halo, at its height above the horizon. */
export function skyDisc(light: Light, horizon: number): Scenery[] {
  if (light.disc === undefined) return [];
  const { kind, x, up, radius, colour, halo, haloAlpha } = light.disc;
  const y = horizon * (1 - up);
  const disc = [shining(glow(0.01, x, y, radius * 4.5, radius * 4.5, halo, haloAlpha)), shining(ellipse(0.01, x, y, radius, radius, colour))];
  const craters = [ellipse(0.01, x - radius * 0.3, y - radius * 0.2, radius * 0.22, radius * 0.22, '#dcd6b4'), ellipse(0.01, x + radius * 0.35, y + radius * 0.3, radius * 0.27, radius * 0.27, '#dcd6b4')];
  return kind === 'sun' ? disc : [...disc, ...craters.map((crater) => unlined(shining(crater)))];
}

/** The whole open sky: bands, stars by night, sun or moon, clouds. */
export function openSky(random: Random, light: Light, horizon: number): Scenery[] {
  const night = light.disc?.kind === 'moon';
  return [
    ...skyBands(light.sky, horizon),
    ...(night ? stars(random, 14, horizon * 0.8) : []),
    ...skyDisc(light, horizon),
    ...clouds(random, light.clouds.colour, countOf(random, light.clouds.fewest, light.clouds.most), horizon * 0.5).map(shining),
  ];
}
