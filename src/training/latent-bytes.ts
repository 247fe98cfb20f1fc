/** Latents as bytes: fine steps where most values are, coarse ones far out, so that the rare large values of edges are kept, too. */

/** Values beyond are cut; a latent's deviation is about 1. */
const RANGE = 16;
/** How fast the steps grow. */
const POWER = 1.5;

const values = Float32Array.from({ length: 256 }, (_, code) => {
  const signed = code < 128 ? code : code - 256;
  return Math.sign(signed) * RANGE * (Math.abs(signed) / 127) ** POWER;
});

/** The nearest of the 255 values, in the code's measure: off by less than 0.04 where latents are below 1, below 0.15 everywhere. */
export function latentToByte(value: number): number {
  return (Math.sign(value) * Math.min(127, Math.round(127 * (Math.abs(value) / RANGE) ** (1 / POWER)))) & 255;
}

export function latentFromByte(code: number): number {
  return values[code] as number;
}
