/** Brand colours as words: what a model can be told of them. */

/** The colours that models know by name, as sRGB. */
const named: Readonly<Record<string, readonly [number, number, number]>> = {
  red: [214, 32, 40], orange: [245, 130, 32], yellow: [250, 214, 40], green: [40, 160, 70], blue: [36, 92, 220], purple: [120, 52, 190],
  pink: [245, 130, 185], brown: [120, 76, 44], black: [24, 24, 26], white: [246, 246, 244], grey: [128, 128, 130], gold: [206, 160, 60], turquoise: [48, 190, 186],
};

/** @param hex '#rrggbb' @throws RangeError for anything else */
export function parseColour(hex: string): readonly [number, number, number] {
  if (!/^#[0-9a-f]{6}$/i.test(hex)) throw new RangeError(`A colour is written '#rrggbb', not '${hex}'.`);
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as readonly [number, number, number];
}

const linear = (value: number): number => (value <= 10.31475 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4);

/** Where equal distances look equally far apart. @source Ottosson 2020, "A perceptual color space for image processing" (Oklab) */
export function oklab(colour: readonly [number, number, number]): readonly [number, number, number] {
  const [r, g, b] = colour.map(linear) as [number, number, number];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s, 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s, 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s];
}

/** The nearest word for a colour. */
export function colourWord(hex: string): string {
  const wanted = oklab(parseColour(hex));
  const distance = (colour: readonly [number, number, number]): number => Math.hypot(...oklab(colour).map((value, i) => value - (wanted[i] as number)));
  return Object.entries(named).reduce((best, [word, colour]) => (distance(colour) < best.distance ? { word, distance: distance(colour) } : best), { word: '', distance: Infinity }).word;
}

/** The prompt with the palette's words behind it; as it is when there is no palette. */
export function promptInPalette(prompt: string, palette: readonly string[]): string {
  const colours = [...new Set(palette.map(colourWord))];
  if (colours.length === 0) return prompt;
  const list = colours.length === 1 ? colours[0] : `${colours.slice(0, -1).join(', ')} and ${colours.at(-1)}`;
  return `${prompt.trim()}, in ${list}`;
}
