/** Large grids as overlapping windows: cut out, and put together again without seams. Latents and pixels alike; grids may be rings. */

/** Which axes join their ends, as a texture does that repeats. */
export interface Rings {
  readonly x: boolean;
  readonly y: boolean;
}

export interface WindowLayout {
  /** Of the whole grid. */
  readonly width: number;
  readonly height: number;
  /** Of a window. On a ring it may be larger than the grid: then it sees the grid repeat. */
  readonly windowWidth: number;
  readonly windowHeight: number;
  readonly places: readonly { readonly left: number; readonly top: number }[];
  /** How much each cell of a window counts, [windowHeight, windowWidth]; more than 0 in the middle, falling towards the edges. */
  readonly weights: Float32Array;
  readonly rings: Rings;
}

/** @param overlap cells that neighbours share at least */
export function layWindows(size: { readonly width: number; readonly height: number }, window: { readonly width: number; readonly height: number }, overlap: number, rings: Rings): WindowLayout {
  const lefts = placesOf(size.width, window.width, overlap, rings.x);
  const tops = placesOf(size.height, window.height, overlap, rings.y);
  const across = rampOf(window.width, size.width, overlap);
  const down = rampOf(window.height, size.height, overlap);
  return {
    ...size, windowWidth: window.width, windowHeight: window.height, rings,
    places: tops.flatMap((top) => lefts.map((left) => ({ left, top }))),
    weights: Float32Array.from({ length: window.width * window.height }, (_, i) => (across[i % window.width] as number) * (down[Math.floor(i / window.width)] as number)),
  };
}

/** Where windows begin along one axis: evenly spread, each overlapping the next. */
function placesOf(size: number, window: number, overlap: number, ring: boolean): number[] {
  // A window larger than the ring sees its neighbours on both sides alike.
  if (ring && window > size) return [-Math.floor((window - size) / 2)];
  if (!ring && window >= size) return [0];
  const step = Math.max(1, window - overlap);
  const count = ring ? Math.max(2, Math.ceil(size / step)) : Math.ceil((size - window) / step) + 1;
  return Array.from({ length: count }, (_, i) => (ring ? Math.round((i * size) / count) : Math.round((i * (size - window)) / (count - 1))));
}

/** Rises over the overlap, stays, falls: half a cosine each way. Beyond the ring only the middle counts. */
function rampOf(window: number, size: number, overlap: number): Float32Array {
  const margin = Math.max(0, (window - size) / 2);
  return Float32Array.from({ length: window }, (_, i) => {
    const edge = Math.min(i, window - 1 - i) - margin + 0.5;
    if (margin > 0) return edge > 0 ? 1 : 0;
    const reach = Math.max(1, Math.min(overlap, window / 2));
    return edge >= reach ? 1 : (1 - Math.cos((Math.PI * edge) / reach)) / 2;
  });
}

const wrapped = (at: number, size: number): number => ((at % size) + size) % size;

/** One window of a grid [channels, height, width], as [channels, windowHeight, windowWidth]. */
export function cutWindow(grid: Float32Array, { width, height, windowWidth, windowHeight }: WindowLayout, { left, top }: WindowLayout['places'][number]): Float32Array {
  const channels = grid.length / (width * height);
  const out = new Float32Array(channels * windowWidth * windowHeight);
  for (let channel = 0; channel < channels; channel++) {
    for (let y = 0; y < windowHeight; y++) {
      const row = (channel * height + wrapped(top + y, height)) * width;
      const to = (channel * windowHeight + y) * windowWidth;
      for (let x = 0; x < windowWidth; x++) out[to + x] = grid[row + wrapped(left + x, width)] as number;
    }
  }
  return out;
}

/** The whole grid from its windows, each cell the weighted mean of all that hold it. @param windows in the order of the places */
export function joinWindows(windows: readonly Float32Array[], layout: WindowLayout): Float32Array {
  const { width, height, windowWidth, windowHeight, places, weights } = layout;
  const area = width * height;
  const channels = (windows[0] as Float32Array).length / weights.length;
  const sums = new Float64Array(channels * area);
  const totals = new Float64Array(area);
  places.forEach(({ left, top }, k) => {
    const window = windows[k] as Float32Array;
    for (let i = 0; i < weights.length; i++) {
      const weight = weights[i] as number;
      if (weight === 0) continue;
      const to = wrapped(top + Math.floor(i / windowWidth), height) * width + wrapped(left + (i % windowWidth), width);
      totals[to] = (totals[to] as number) + weight;
      for (let channel = 0; channel < channels; channel++) sums[channel * area + to] = (sums[channel * area + to] as number) + weight * (window[channel * windowWidth * windowHeight + i] as number);
    }
  });
  return Float32Array.from(sums, (sum, i) => sum / (totals[i % area] as number));
}

/** The same layout on a grid `factor` times as fine: pixels where the other was latents. */
export function finer(layout: WindowLayout, factor: number): WindowLayout {
  const { windowWidth, windowHeight, weights } = layout;
  const wide = Math.round(windowWidth * factor);
  const high = Math.round(windowHeight * factor);
  return {
    width: Math.round(layout.width * factor), height: Math.round(layout.height * factor), windowWidth: wide, windowHeight: high, rings: layout.rings,
    places: layout.places.map(({ left, top }) => ({ left: Math.round(left * factor), top: Math.round(top * factor) })),
    weights: Float32Array.from({ length: wide * high }, (_, i) => between(weights, windowWidth, windowHeight, ((i % wide) + 0.5) / factor - 0.5, (Math.floor(i / wide) + 0.5) / factor - 0.5)),
  };
}

/** Bilinear. */
function between(grid: Float32Array, width: number, height: number, x: number, y: number): number {
  const [x0, y0] = [Math.min(width - 1, Math.max(0, Math.floor(x))), Math.min(height - 1, Math.max(0, Math.floor(y)))];
  const [x1, y1] = [Math.min(width - 1, x0 + 1), Math.min(height - 1, y0 + 1)];
  const [fx, fy] = [Math.min(1, Math.max(0, x - x0)), Math.min(1, Math.max(0, y - y0))];
  const at = (column: number, row: number): number => grid[row * width + column] as number;
  return (1 - fy) * ((1 - fx) * at(x0, y0) + fx * at(x1, y0)) + fy * ((1 - fx) * at(x0, y1) + fx * at(x1, y1));
}
