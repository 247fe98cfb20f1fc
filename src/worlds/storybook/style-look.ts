/** What a style is: how it treats colours, shapes, things and the finished picture. */

import type { Rgb } from '../colour.ts';
import type { Fill } from '../canvas.ts';
import type { Relief } from '../display-list.ts';
import type { Filter } from '../filters/filters.ts';
import type { Box } from './geometry.ts';
import type { Light } from './lights.ts';
import type { Scenery } from './scenery.ts';

/** A colour of a place, already lit. */
export interface SceneryColour {
  readonly colour: Rgb;
  /** 0 the sky, 1 the nearest. */
  readonly depth: number;
  readonly shines: boolean;
  readonly light: Light;
}

/** A colour of a thing, already tinted and lit. */
export interface ThingColour {
  readonly colour: Rgb;
  /** The tint's own colour, if the thing is tinted. */
  readonly tint?: Rgb;
}

/** Colours of a sky at the zenith and at the horizon, before styling. */
export interface SkyColours {
  readonly top: string;
  readonly low: string;
}

export interface Outline {
  colour(light: Light): string;
  /** A fraction of the picture's side; outside the ink. */
  readonly width: number;
}

export interface StyleLook {
  /** 'flat': one colour a shape, gradients of bands in steps. 'soft': as places paint them. 'rich': every shape shaded from above. */
  readonly gradients: 'flat' | 'soft' | 'rich';
  scenery(at: SceneryColour): Rgb;
  thing(at: ThingColour): Rgb;
  /** Around and under each shape of a place, but those that are `plain`. */
  sceneryRelief?(at: SceneryColour): Relief;
  /** Around each thing. */
  readonly outline?: Outline;
  /** A line around every part of a thing, in its colour. */
  readonly partEdge?: { colour(at: ThingColour): Rgb; readonly width: number };
  readonly cast?: NonNullable<Relief['cast']>;
  /** Painted over a thing within its ink. */
  shades?(box: Box): readonly Fill[];
  /** Whether coloured light and darkness may lie over the whole picture. */
  readonly veils: boolean;
  /** Multiplies the opacity of shadows; 0 draws none. */
  readonly shadows: number;
  /** Shapes over an open sky, behind everything else. */
  overSky?(sky: SkyColours, horizon: number): readonly Scenery[];
  /** Shapes before everything: frames. */
  inFront?(light: Light): readonly Scenery[];
  /** On the finished picture; `turn` is a small whole number that differs between variants. */
  filters(light: Light, turn: number): readonly Filter[];
}
