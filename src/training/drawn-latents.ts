/** Latents of a world's scenes: drawn, encoded, and kept as bytes in a file that grows, so that no scene is drawn twice. */
import { throwIfCancelled } from '../base/errors.ts';
import { hashBytes } from '../base/hash-bytes.ts';
import { LatentDiffusion } from '../pipelines/latent-diffusion.ts';
import { latentShape } from '../pipelines/networks.ts';
import type { CanvasFactory } from '../worlds/canvas.ts';
import { Renderer } from '../worlds/render.ts';
import { latentFromByte, latentToByte } from './latent-bytes.ts';
import type { Latents, LatentsRequest } from './training-data.ts';
import type { TrainEvent } from './training-event.ts';
import { REGION_GRID, type TrainingPictures } from './training-pictures.ts';
import type { WorldScenes } from './world-scenes.ts';

/** Bytes that outlive the process: whole records, one behind the other. */
export interface RecordFile {
  /** What is there; a record that was cut off by a crash is not. */
  read(recordBytes: number): Promise<Uint8Array>;
  append(bytes: Uint8Array): Promise<void>;
}

const BATCH = 32;
const EVENT_SECONDS = 1;

/** What latents depend on: another decoder leaves them as they are. */
const DECIDING = /^codec\.(encoder|latents)\./;

export interface DrawnLatentsOptions {
  readonly canvases: CanvasFactory;
  readonly open: (name: string) => RecordFile;
  /** Milliseconds. */
  readonly now: () => number;
  /** Tells files of different scenes apart. */
  readonly name: string;
}

/**
 * Each record: latents [C, h, w] as bytes (see latent-bytes.ts), then which object of the scene fills most of each token's square, 0 for none.
 * The first `request.first` are drawn before it returns, the others when `upTo` asks for them.
 */
export async function* drawnLatents<S>(scenes: WorldScenes<S>, { runtime, model, first = scenes.count, signal }: LatentsRequest, { canvases, open, now, name }: DrawnLatentsOptions): AsyncGenerator<TrainEvent, Latents> {
  const size = latentShape(model.config).reduce((a, b) => a * b, 1);
  const recordBytes = size + REGION_GRID ** 2;
  const { width } = model.config.picture;
  const codec = [...model.tensors].filter(([tensor]) => DECIDING.test(tensor)).map(([, { data }]) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  const file = open(`${name}-${width}-${hashBytes([...codec, new TextEncoder().encode(sceneSample(scenes))])}`);
  const records = new Uint8Array(scenes.count * recordBytes);
  const kept = await file.read(recordBytes);
  records.set(kept.subarray(0, records.length));
  const drawn = { count: Math.min(scenes.count, kept.length / recordBytes) };
  const pipeline = new LatentDiffusion(runtime, model);
  const renderer = new Renderer(canvases);
  const drawMore = async (): Promise<void> => {
    const batch = await drawBatch(scenes, drawn.count, width, renderer, pipeline, size);
    const fresh = batch.subarray(0, Math.min(BATCH, scenes.count - drawn.count) * recordBytes);
    records.set(fresh, drawn.count * recordBytes);
    await file.append(fresh);
    drawn.count += fresh.length / recordBytes;
  };
  const wanted = Math.min(first, scenes.count);
  let toldAt = -Infinity;
  while (drawn.count < wanted) {
    throwIfCancelled(signal);
    if (now() - toldAt > EVENT_SECONDS * 1000) {
      toldAt = now();
      yield { kind: 'preparation', what: `Drawing scenes of ${width}×${width} pixels`, done: drawn.count, total: wanted };
    }
    await drawMore();
  }
  return {
    copy: (picture, target, offset) => { for (let i = 0; i < size; i++) target[offset + i] = latentFromByte(records[picture * recordBytes + i] as number); },
    regions: (picture) => records.subarray(picture * recordBytes + size, (picture + 1) * recordBytes),
    upTo: async (count) => { while (drawn.count < Math.min(count, scenes.count)) await drawMore(); },
    close: () => pipeline.close(),
  };
}

/** Scenes enough to notice that the world lays things out in another way: then what was drawn before tells of other scenes. */
const SAMPLED = 64;

const sceneSample = <S>(scenes: WorldScenes<S>): string => JSON.stringify(Array.from({ length: Math.min(SAMPLED, scenes.count) }, (_, number) => scenes.scene(number)));

/** Enough for a codec in closed form. */
const FITTED = 512;

/** The first scenes, in memory. */
export async function drawnPictures<S>(scenes: WorldScenes<S>, size: number, canvases: CanvasFactory, signal?: AbortSignal): Promise<TrainingPictures> {
  const count = Math.min(FITTED, scenes.count);
  const renderer = new Renderer(canvases);
  const pixels = new Uint8Array(count * 3 * size * size);
  for (let i = 0; i < count; i++) {
    throwIfCancelled(signal);
    pixels.set((await renderer.render(scenes.of.displayList(scenes.scene(i), size))).rgb, i * 3 * size * size);
  }
  return { ...scenes, count, size, pixels };
}

async function drawBatch<S>(scenes: WorldScenes<S>, first: number, width: number, renderer: Renderer, pipeline: LatentDiffusion, size: number): Promise<Uint8Array> {
  const area = width * width;
  const planes = new Float32Array(BATCH * 3 * area);
  const records = new Uint8Array(BATCH * (size + REGION_GRID ** 2));
  // The last batch is filled up with nothing, so that one graph serves all.
  for (let row = 0; row < Math.min(BATCH, scenes.count - first); row++) {
    const rendering = await renderer.render(scenes.of.displayList(scenes.scene(first + row), width));
    for (let i = 0; i < area; i++) for (let channel = 0; channel < 3; channel++) planes[(row * 3 + channel) * area + i] = (rendering.rgb[3 * i + channel] as number) / 127.5 - 1;
    records.set(fillingObjects(rendering.labelMap, width), row * (size + REGION_GRID ** 2) + size);
  }
  const latents = await pipeline.encode(planes, { width, height: width });
  for (let row = 0; row < BATCH; row++) {
    for (let i = 0; i < size; i++) records[row * (size + REGION_GRID ** 2) + i] = latentToByte(latents[row * size + i] as number);
  }
  return records;
}

/** A thing counts more than what is behind it: it fills a square from this share on. */
const FILLED = 0.3;

/** The object that fills each square of the grid, as the label map numbers it. @param labels [width, width] */
export function fillingObjects(labels: Uint8Array, width: number): Uint8Array {
  const side = width / REGION_GRID;
  return Uint8Array.from({ length: REGION_GRID ** 2 }, (_, square) => {
    const counts = new Map<number, number>();
    const [top, left] = [Math.floor(square / REGION_GRID) * side, (square % REGION_GRID) * side];
    for (let y = top; y < top + side; y++) {
      for (let x = left; x < left + side; x++) {
        const label = labels[y * width + x] as number;
        if (label > 0) counts.set(label, (counts.get(label) ?? 0) + 1);
      }
    }
    const [most] = [...counts].sort((a, b) => b[1] - a[1]);
    return most !== undefined && most[1] >= FILLED * side * side ? most[0] : 0;
  });
}
