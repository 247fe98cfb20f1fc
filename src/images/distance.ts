/** Exact distances on a grid of pixels: how far it is to the nearest pixel of a set. */

/**
 * Euclidean distance from every pixel to the nearest one for which `inside` holds, in pixels; Infinity when there is none.
 * @returns [height, width]
 * @source Felzenszwalb and Huttenlocher 2012, Distance Transforms of Sampled Functions: lower envelopes of parabolas, first columns, then rows
 */
export function distanceTo(width: number, height: number, inside: (index: number) => boolean): Float32Array {
  const squares = new Float64Array(width * height);
  for (let i = 0; i < squares.length; i++) squares[i] = inside(i) ? 0 : Infinity;
  const line = createLine(Math.max(width, height));
  for (let x = 0; x < width; x++) line.transform(squares, x, width, height);
  for (let y = 0; y < height; y++) line.transform(squares, y * width, 1, width);
  const distances = new Float32Array(squares.length);
  for (let i = 0; i < squares.length; i++) distances[i] = Math.sqrt(squares[i] as number);
  return distances;
}

/** Work space for lines of up to `longest` pixels. */
function createLine(longest: number): { transform(values: Float64Array, start: number, stride: number, length: number): void } {
  const heights = new Float64Array(longest);
  /** Where the parabolas of the envelope stand, and from where on each is the lowest. */
  const places = new Int32Array(longest);
  const begins = new Float64Array(longest + 1);
  const envelope = (length: number): number => {
    let last = -1;
    for (let q = 0; q < length; q++) {
      if (heights[q] === Infinity) continue;
      let from = -Infinity;
      for (; last >= 0; last--) {
        const p = places[last] as number;
        from = ((heights[q] as number) + q * q - (heights[p] as number) - p * p) / (2 * (q - p));
        if (from > (begins[last] as number)) break;
        from = -Infinity;
      }
      last++;
      places[last] = q;
      begins[last] = from;
    }
    return last;
  };
  return {
    transform: (values, start, stride, length) => {
      for (let i = 0; i < length; i++) heights[i] = values[start + i * stride] as number;
      const last = envelope(length);
      if (last < 0) return;
      for (let i = 0, k = 0; i < length; i++) {
        while (k < last && (begins[k + 1] as number) < i) k++;
        const place = places[k] as number;
        values[start + i * stride] = (i - place) ** 2 + (heights[place] as number);
      }
    },
  };
}
