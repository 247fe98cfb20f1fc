/** How well a codec gives pictures back: PSNR and SSIM over all, and kind by kind. */
import { float32, type TensorData } from '../../base/tensor-data.ts';
import { type Picture, pictureFromPlanes, planesFromPicture } from '../../images/picture.ts';
import { psnr, ssim } from '../../images/similarity.ts';
import * as ops from '../../graph/ops/index.ts';
import { type CodecConfig, decode, encode } from '../../models/autoencoders/codec.ts';
import { createParameters } from '../../nn/parameters.ts';
import { emitWithWeights, type Model } from '../../pipelines/model.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import type { PictureSource } from './picture-source.ts';

/** Means over pictures. */
export interface Fidelity {
  /** Decibels. */
  readonly psnr: number;
  /** At most 1. */
  readonly ssim: number;
  readonly pictures: number;
}

export interface CodecExam {
  readonly all: Fidelity;
  /** By kind, in alphabetical order; empty where the source knows no kinds. */
  readonly kinds: Readonly<Record<string, Fidelity>>;
  /** The first of each kind (or the first few) with its reconstruction. */
  readonly examples: readonly { readonly label: string; readonly pictures: readonly [Picture, Picture] }[];
}

const BATCH = 4;
/** Equal pictures have no finite PSNR: one wrong step in a hundred bytes is as good as none. */
const MOST_DECIBELS = 68;
const MOST_EXAMPLES = 10;

/** @param model the description and the tensors of the codec at least @param count pictures of the source, from its first */
export async function examineCodec(runtime: Runtime, model: { readonly config: { readonly codec: CodecConfig }; readonly tensors: Model['tensors'] }, source: PictureSource, count: number): Promise<CodecExam> {
  const { codec } = model.config;
  const scope = createParameters();
  const pictures = ops.input('pictures', [BATCH, 3, source.size, source.size]);
  const output = decode(scope.at('codec'), encode(scope.at('codec'), pictures, codec), codec);
  const session = await runtime.load({ bytes: emitWithWeights({ output }, model, 'codec') }, { name: 'codec' });
  const rows: { kind: string; psnr: number; ssim: number; pictures: readonly [Picture, Picture] }[] = [];
  const area = 3 * source.size ** 2;
  try {
    for (let first = 0; first < count; first += BATCH) {
      // The last batch is filled up with repeats, so that one graph serves all.
      const originals = await Promise.all(Array.from({ length: BATCH }, (_, i) => source.picture(Math.min(first + i, count - 1))));
      const planes = new Float32Array(BATCH * area);
      originals.forEach((picture, i) => planes.set(planesFromPicture(picture), i * area));
      const values = ((await session.run({ pictures: float32(planes, pictures.shape) }))['output'] as TensorData<'float32'>).data;
      originals.slice(0, count - first).forEach((original, i) => {
        const back = pictureFromPlanes(values.subarray(i * area, (i + 1) * area), source.size, source.size);
        rows.push({ kind: source.kind?.(first + i) ?? '', psnr: Math.min(psnr(original, back), MOST_DECIBELS), ssim: ssim(original, back), pictures: [original, back] });
      });
    }
  } finally {
    await session.close();
  }
  const kinds = [...new Set(rows.map(({ kind }) => kind))].sort();
  const examples = kinds.length > 1 ? kinds.map((kind) => rows.find((row) => row.kind === kind) as (typeof rows)[number]) : rows.slice(0, MOST_EXAMPLES);
  return {
    all: meanOf(rows),
    kinds: kinds.length > 1 ? Object.fromEntries(kinds.map((kind) => [kind, meanOf(rows.filter((row) => row.kind === kind))])) : {},
    examples: examples.map((row) => ({ label: `${row.kind} ${row.psnr.toFixed(1)} dB`.trim(), pictures: row.pictures })),
  };
}

function meanOf(rows: readonly { readonly psnr: number; readonly ssim: number }[]): Fidelity {
  const mean = (of: (row: { psnr: number; ssim: number }) => number): number => rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
  return { psnr: mean((row) => row.psnr), ssim: mean((row) => row.ssim), pictures: rows.length };
}
