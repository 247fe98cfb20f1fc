/** A pipeline for pictures larger than its network draws, and for pictures whose edges meet: the network looks at overlapping windows. */
import type { DenoisePair, Pair } from '../diffusion/guidance.ts';
import { type Picture, pictureFromPlanes, planesFromPicture } from '../images/picture.ts';
import type { ConditionRequest, PictureSize, Pipeline } from './pipeline.ts';
import { type Rings, type WindowLayout, cutWindow, finer, joinWindows, layWindows } from './windows.ts';

export interface WindowOptions {
  /** Of the whole picture, in pixels. */
  readonly size: PictureSize;
  /** Of a window, in pixels. */
  readonly window: PictureSize;
  /** Share of a window that neighbours have in common, 0 to 1. */
  readonly overlap: number;
  readonly rings: Rings;
}

/** Windows that the network is given at once; the last call is filled up, so that one graph serves all. */
const ROWS = 16;

/**
 * Every estimate is the mean of what the network says of each window that holds a place, weighted to the window's middle.
 * @source Bar-Tal et al. 2023, MultiDiffusion, arXiv 2302.08113
 */
export function windowedPipeline(pipeline: Pipeline, { size, window, overlap, rings }: WindowOptions): Pipeline {
  const [channels, cellRows, cellColumns] = pipeline.latentShape(window);
  const cell = window.width / cellColumns;
  const whole = { width: size.width / cell, height: size.height / cell };
  const layout = layWindows(whole, { width: cellColumns, height: cellRows }, Math.round(overlap * Math.min(cellColumns, cellRows)), rings);
  const area = channels * whole.width * whole.height;
  const decoded = async (latents: Float32Array, decode: Pipeline['decode'], signal?: AbortSignal): Promise<Picture[]> => {
    const windows = await inRows(cutAll(latents, area, layout), (batch) => decode(batch, window, signal));
    return joinPictures(windows, layout);
  };
  return {
    info: { ...pipeline.info, size, fixedSize: false },
    schedule: pipeline.schedule,
    latentShape: () => [channels, whole.height, whole.width],
    read: (text) => pipeline.read(text),
    condition: (request) => conditionWindows(pipeline, request, window, layout, area),
    encode: async (pictures, _size, signal) => {
      const pixels = finer(layout, cell);
      const batch = pictures.length / (3 * size.width * size.height);
      const windows = cutAll(pictures, pictures.length / batch, pixels);
      const latentWindow = channels * cellRows * cellColumns;
      const encoded = await inRows(windows, async (rows) => split(await pipeline.encode(rows, window, signal), latentWindow));
      return joinAll(encoded, layout);
    },
    decode: (latents, _size, signal) => decoded(latents, (batch, at) => pipeline.decode(batch, at, signal), signal),
    preview: (latents, _size, signal) => decoded(latents, (batch, at) => pipeline.preview(batch, at, signal), signal),
    close: () => pipeline.close(),
  };
}

/** All windows of all pictures, one behind the other. */
function cutAll(values: Float32Array, each: number, layout: WindowLayout): Float32Array[] {
  return split(values, each).flatMap((grid) => layout.places.map((place) => cutWindow(grid, layout, place)));
}

/** The pictures of a batch from all their windows, as one array. */
function joinAll(windows: readonly Float32Array[], layout: WindowLayout): Float32Array {
  const count = layout.places.length;
  return concatenated(Array.from({ length: windows.length / count }, (_, i) => joinWindows(windows.slice(i * count, (i + 1) * count), layout)));
}

/** Windows may have been decoded at any scale: the layout follows. */
function joinPictures(windows: readonly Picture[], layout: WindowLayout): Picture[] {
  const factor = (windows[0] as Picture).width / layout.windowWidth;
  const pixels = finer(layout, factor);
  const planes = split(joinAll(windows.map(planesFromPicture), pixels), 3 * pixels.width * pixels.height);
  return planes.map((each) => pictureFromPlanes(each, pixels.width, pixels.height));
}

/** Calls with `ROWS` windows at a time. */
async function inRows<T>(windows: readonly Float32Array[], call: (batch: Float32Array) => Promise<readonly T[]>): Promise<T[]> {
  const results: T[] = [];
  for (const rows of chunks(windows.length)) results.push(...(await call(concatenated(rows.map((i) => windows[i] as Float32Array)))).slice(0, Math.min(rows.length, windows.length - results.length)));
  return results;
}

/** Indices for each call, the last one's filled up with repeats. */
function chunks(count: number): number[][] {
  const rows = Math.min(ROWS, count);
  return Array.from({ length: Math.ceil(count / rows) }, (_, chunk) => Array.from({ length: rows }, (_row, i) => Math.min(chunk * rows + i, count - 1)));
}

async function conditionWindows(pipeline: Pipeline, request: ConditionRequest, window: PictureSize, layout: WindowLayout, area: number): Promise<DenoisePair> {
  const { prompts, negativePrompts, count, inpaint } = request;
  const windowsEach = layout.places.length;
  const calls = chunks(count * windowsEach);
  const pairs: DenoisePair[] = [];
  for (const rows of calls) {
    const own = (texts: readonly string[]): readonly string[] => (texts.length === 1 ? texts : rows.map((row) => texts[Math.floor(row / windowsEach)] as string));
    const cut = inpaint && { masked: cutRows(inpaint.masked, count, layout, rows), mask: cutRows(inpaint.mask, count, layout, rows) };
    const { inpaint: _, ...rest } = request;
    // One text for all needs one reading, however many calls follow.
    const shared = prompts.length === 1 && negativePrompts.length === 1 && cut === undefined ? pairs[0] : undefined;
    pairs.push(shared ?? await pipeline.condition({ ...rest, ...window, prompts: own(prompts), negativePrompts: own(negativePrompts), count: rows.length, ...(cut && { inpaint: cut }) }));
  }
  return async (latents, level, both, signal) => {
    const windows = cutAll(latents, area, layout);
    const each = (windows[0] as Float32Array).length;
    const [conditional, unconditional]: [Float32Array[], Float32Array[]] = [[], []];
    for (const [call, rows] of calls.entries()) {
      const pair: Pair = await (pairs[call] as DenoisePair)(concatenated(rows.map((i) => windows[i] as Float32Array)), level, both, signal);
      const fresh = Math.min(rows.length, windows.length - conditional.length);
      conditional.push(...split(pair.conditional, each).slice(0, fresh));
      if (pair.unconditional) unconditional.push(...split(pair.unconditional, each).slice(0, fresh));
    }
    return { conditional: joinAll(conditional, layout), ...(both && { unconditional: joinAll(unconditional, layout) }) };
  };
}

function cutRows(values: Float32Array, count: number, layout: WindowLayout, rows: readonly number[]): Float32Array {
  const windows = cutAll(values, values.length / count, layout);
  return concatenated(rows.map((row) => windows[row] as Float32Array));
}

function split(values: Float32Array, each: number): Float32Array[] {
  return Array.from({ length: values.length / each }, (_, i) => values.subarray(i * each, (i + 1) * each));
}

function concatenated(parts: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
