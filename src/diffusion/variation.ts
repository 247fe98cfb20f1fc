/** Variations: another seed's noise mixed into the start noise. */

/**
 * Between two noises on the sphere they lie on, as A1111's web UI mixes a variation seed in: every column of every channel turns by itself, in the
 * plane of its two vectors of h values, so that the mix has the length of noise again.
 * @param noise [B, C, h, w] @param shape of one picture's latents @param strength 0 is `noise`, 1 is `other`
 * @source Shoemake 1985, Animating Rotation with Quaternion Curves (slerp)
 */
export function mixedNoise(noise: Float32Array, other: Float32Array, [, height, width]: readonly [channels: number, height: number, width: number], strength: number): Float32Array {
  const out = new Float32Array(noise.length);
  for (let plane = 0; plane < noise.length; plane += height * width) {
    for (let x = 0; x < width; x++) {
      const [near, far] = shares(noise, other, plane + x, width, height, strength);
      for (let y = 0, i = plane + x; y < height; y++, i += width) out[i] = near * (noise[i] as number) + far * (other[i] as number);
    }
  }
  return out;
}

/** How much of each vector; vectors that point the same way are mixed in a straight line. */
function shares(a: Float32Array, b: Float32Array, from: number, stride: number, count: number, strength: number): readonly [number, number] {
  let [dot, aa, bb] = [0, 0, 0];
  for (let k = 0, i = from; k < count; k++, i += stride) {
    dot += (a[i] as number) * (b[i] as number);
    aa += (a[i] as number) ** 2;
    bb += (b[i] as number) ** 2;
  }
  const cosine = dot / Math.sqrt(aa * bb);
  if (!(Math.abs(cosine) < 0.9995)) return [1 - strength, strength];
  const angle = Math.acos(cosine);
  return [Math.sin((1 - strength) * angle) / Math.sin(angle), Math.sin(strength * angle) / Math.sin(angle)];
}
