/** Box blurs of planes, each pass one walk with a running sum; edges repeat. */

/** Blurs `from` into `to` (both size × size) along rows, then columns; `between` is overwritten. A radius of r averages 2 r + 1 pixels. */
export function boxBlur(from: Float32Array, to: Float32Array, between: Float32Array, size: number, radius: number): void {
  walk(from, between, size, radius, size, 1);
  walk(between, to, size, radius, 1, size);
}

function walk(from: Float32Array, to: Float32Array, size: number, radius: number, lineStep: number, step: number): void {
  const share = 1 / (2 * radius + 1);
  const last = (size - 1) * step;
  for (let line = 0; line < size; line++) {
    const start = line * lineStep;
    let sum = (from[start] as number) * (radius + 1);
    for (let i = 1; i <= radius; i++) sum += from[start + Math.min(i, size - 1) * step] as number;
    for (let i = 0; i < size; i++) {
      to[start + i * step] = sum * share;
      const entering = i + radius + 1;
      const leaving = i - radius;
      sum += (from[start + (entering < size ? entering * step : last)] as number) - (from[start + (leaving > 0 ? leaving * step : 0)] as number);
    }
  }
}

const scratches = new Map<string, readonly Float32Array[]>();

/** `count` planes of size × size to work in, made once; their contents are whatever the last user left. */
export function scratchPlanes(size: number, count: number): readonly Float32Array[] {
  const key = `${size} ${count}`;
  const planes = scratches.get(key) ?? Array.from({ length: count }, () => new Float32Array(size * size));
  scratches.set(key, planes);
  return planes;
}
