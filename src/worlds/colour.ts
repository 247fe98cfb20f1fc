/** Colours as 8-bit RGB triples and `#rrggbb` text. */

/** Red, green, blue, each 0..255. */
export type Rgb = readonly [number, number, number];

/** `#rrggbb` to numbers. */
export function parseHex(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** Numbers (rounded) to `#rrggbb`. */
export function toHex(colour: Rgb): string {
  return `#${colour.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
}

/** `from` at 0, `to` at 1, linear in between. */
export function mix(from: Rgb, to: Rgb, amount: number): Rgb {
  const at = (a: number, b: number): number => a + (b - a) * amount;
  return [at(from[0], to[0]), at(from[1], to[1]), at(from[2], to[2])];
}

/** Perceived lightness of sRGB values, 0..1 (Rec. 709 weights on the coded values: good enough to order flat fills). */
export function lightness([red, green, blue]: Rgb): number {
  return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
}

/** What a surface of the colour looks like in light of another colour (white light changes nothing). */
export function inLight([red, green, blue]: Rgb, light: Rgb): Rgb {
  return [(red * light[0]) / 255, (green * light[1]) / 255, (blue * light[2]) / 255];
}

/** 0 is grey of the same lightness, 1 the colour itself, more is more vivid. */
export function saturated(colour: Rgb, amount: number): Rgb {
  const grey = 255 * lightness(colour);
  return clamped(mix([grey, grey, grey], colour, amount));
}

/** Every part within 0..255. */
export function clamped([red, green, blue]: Rgb): Rgb {
  const at = (part: number): number => Math.min(255, Math.max(0, part));
  return [at(red), at(green), at(blue)];
}

/** The same hue and vividness (within what can be shown) at another lightness, 0..1. */
export function withLightness(colour: Rgb, target: number): Rgb {
  const now = lightness(colour);
  if (target <= now) return now === 0 ? colour : mix([0, 0, 0], colour, target / now);
  return mix(colour, [255, 255, 255], (target - now) / (1 - now || 1));
}
