/** What inpainting and outpainting share: a part of a picture is drawn anew while the rest stays as it is, bit for bit. */
import { normalNoise } from '../../base/random.ts';
import { composited, filledIn, healed, pasted } from '../../images/composite.ts';
import { type Mask, type Region, croppedMask, pooledMask } from '../../images/mask.ts';
import { cropped, flattened, type Picture } from '../../images/picture.ts';
import { resized } from '../../images/resize.ts';
import type { MaskFill } from '../../recipe/recipe.ts';
import type { PictureSize, Pipeline } from '../pipeline.ts';
import { windowedPipeline } from '../windowed-pipeline.ts';
import { encodedFor, repeatedBatch } from './encode.ts';
import type { ModeContext, Pass } from './mode.ts';

/** Apart from the streams of the run's noise. */
const FILL_STREAM = 2 ** 41;
/** Of a window, when the network cannot draw the whole part at once: much, so that most windows see what is known. Seams at 0.5 were a quarter stronger. */
const OVERLAP = 0.75;

export interface PaintTask {
  readonly picture: Picture;
  readonly mask: Mask;
  /** The part of the picture that the model sees and draws. */
  readonly region: Region;
  /** Pixels to draw it with. */
  readonly size: PictureSize;
  readonly fill: MaskFill;
  readonly returns?: Pass['returns'];
}

export async function paint({ pipeline: plain, request, signal }: ModeContext, { picture, mask, region, size, fill, returns }: PaintTask): Promise<Pass> {
  const { seeds, steps, strength } = request;
  const { info } = plain;
  const whole = !info.fixedSize || (size.width === info.size.width && size.height === info.size.height);
  const pipeline = whole ? plain : windowedPipeline(plain, { size, window: info.size, overlap: OVERLAP, rings: { x: false, y: false } });
  const seen = cropped(flattened(picture), region.left, region.top, region.width, region.height);
  const seenMask = croppedMask(mask, region);
  const scaled = resized(seen, size.width, size.height);
  const [channels, rows, columns] = pipeline.latentShape(size);
  const latentMask = pooledMask(seenMask, columns, rows);
  const clean = await encodedFor(pipeline, scaled, seeds.length, signal);
  const begun = fill === 'surroundings' ? await encodedFor(pipeline, resized(filledIn(seen, seenMask), size.width, size.height), seeds.length, signal) : clean;
  const blank = blankLatents(fill, seeds, channels * rows * columns);
  const start = blank === undefined ? begun : clean.map((value, i) => value + (latentMask[i % latentMask.length] as number) * ((blank[i] as number) - value));
  return {
    pipeline, size, steps, start: { clean: start, strength }, known: { clean, mask: latentMask }, ...(returns && { returns }),
    ...(info.inpainting && { inpaint: await inpaintInput(pipeline, scaled, seenMask, latentMask, seeds.length, signal) }),
    finish: (drawn) => drawn.map((each) => putBack(picture, resized(each, region.width, region.height), mask, region, seen, seenMask)),
    show: (previews) => previews.map((each) => composited(picture, pasted(flattened(picture), resized(each, region.width, region.height), region), mask)),
  };
}

/** Into its place: colours led over at the edge, then mixed by the mask. */
function putBack(picture: Picture, drawn: Picture, mask: Mask, region: Region, seen: Picture, seenMask: Mask): Picture {
  const fade = Math.max(4, Math.min(region.width, region.height) / 8);
  return composited(picture, pasted(flattened(picture), healed(seen, drawn, seenMask, fade), region), mask);
}

function blankLatents(fill: MaskFill, seeds: readonly number[], size: number): Float32Array | undefined {
  if (fill === 'nothing') return new Float32Array(seeds.length * size);
  if (fill !== 'noise') return undefined;
  const noise = new Float32Array(seeds.length * size);
  seeds.forEach((seed, i) => noise.set(normalNoise(seed, FILL_STREAM, size), i * size));
  return noise;
}

/** For networks that were trained to fill: they see the mask, and the picture with the mask's part grey. */
async function inpaintInput(pipeline: Pipeline, picture: Picture, mask: Mask, latentMask: Float32Array, count: number, signal?: AbortSignal): Promise<NonNullable<Pass['inpaint']>> {
  const pixels = pooledMask(mask, picture.width, picture.height);
  const data = picture.data.map((value, i) => ((pixels[Math.floor(i / 3)] as number) >= 0.5 ? 128 : value));
  const masked = await encodedFor(pipeline, { ...picture, data }, count, signal);
  return { masked, mask: repeatedBatch(latentMask.map((value) => (value >= 0.5 ? 1 : 0)), count) };
}
