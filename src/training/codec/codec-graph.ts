/** The training step of a convolutional codec as one graph. */
import type { TensorData } from '../../base/tensor-data.ts';
import { countFlops } from '../../graph/flops.ts';
import * as ops from '../../graph/ops/index.ts';
import { substitute } from '../../graph/substitute.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { CODEC_PATCH, type ConvolutionalCodecConfig, projectPictures, reconstructPictures } from '../../models/autoencoders/convolutional-codec.ts';
import { createParameters } from '../../nn/parameters.ts';
import { learningStep, type LearningStep } from '../learn.ts';
import { ruleOf } from '../rule-of.ts';
import type { CodecPhase } from '../training-recipe.ts';

export interface CodecGraph extends LearningStep {
  /** What learns, by name. */
  readonly parameters: ReadonlyMap<string, Tensor>;
  /** Multiplications and additions of one step. */
  readonly flops: number;
}

/** Outputs beside those of every learning step, the one that is told first. */
export const CODEC_LOSSES = ['reconstruction_loss', 'resampled_loss'] as const;

/** The part of a step's crops that is also decoded from resampled latents, and the part of their side that is left of them. */
const RESAMPLED_PART = 2;
const RESAMPLED_SIDE = 2;

/** Crops that are resampled, and the sides of their latents and of their pixels after that. */
export function resampledSizes({ batch, crop }: Pick<CodecPhase, 'batch' | 'crop'>): { readonly rows: number; readonly latents: number; readonly pixels: number } {
  return { rows: Math.ceil(batch / RESAMPLED_PART), latents: crop / CODEC_PATCH / RESAMPLED_SIDE, pixels: crop / RESAMPLED_SIDE };
}

/**
 * Inputs of each run: `pictures` [B, 3, crop, crop]; `noise` [B, C, h, w], already as strong as it shall be; `latent_window` and `picture_window`,
 * the matrices of one resampling for latents and pixels (see resampling.ts).
 * @param given the closed-form maps, and all else that does not learn, by name
 */
export function codecGraph(codec: ConvolutionalCodecConfig, recipe: CodecPhase, given: ReadonlyMap<string, TensorData>): CodecGraph {
  const all = createParameters();
  const scope = all.at('codec');
  const { batch, crop, losses } = recipe;
  const pictures = ops.input('pictures', [batch, 3, crop, crop]);
  const projected = projectPictures(scope.at('encoder'), pictures, codec); // [B, C, h, w]
  const decoded = (latents: Tensor): Tensor => reconstructPictures(scope.at('decoder'), latents, codec);
  const reconstruction = pictureLoss(decoded(ops.add(projected, ops.mul(ops.input('noise', projected.shape), deviations(given)))), pictures, losses);
  const resampled = resampledLoss(pictures, projected, decoded, recipe);
  const loss = ops.add(ops.add(reconstruction, ops.mul(resampled, losses.resampled)), ops.mul(scaleLoss(projected), losses.scale));
  const frozen = new Map([...given].flatMap(([name, value]) => (all.all.has(name) ? [[all.all.get(name) as Tensor, ops.constant(value)] as const] : [])));
  const learned = new Map([...all.all].filter(([name]) => !given.has(name)));
  const [total, main, second] = substitute([loss, reconstruction, resampled], frozen) as [Tensor, Tensor, Tensor];
  const step = learningStep({ loss: total, reconstruction_loss: main, resampled_loss: second }, learned, ruleOf, recipe.optimizer);
  return { ...step, parameters: learned, flops: 3 * countFlops([total]) };
}

/** What the scale of latents is in projections. @returns [1, C, 1, 1] */
function deviations(given: ReadonlyMap<string, TensorData>): Tensor {
  return ops.reshape(ops.constant(given.get('codec.latents.deviation') as TensorData), [1, -1, 1, 1]);
}

const PYRAMID_LEVELS = 3;

/** How far two pictures are apart: absolute and squared differences of pixels, and absolute ones of their Haar details, which weigh edges. */
export function pictureLoss(given: Tensor, wanted: Tensor, { absolute, squared, details }: CodecPhase['losses']): Tensor {
  const difference = ops.sub(given, wanted);
  const parts = [ops.mul(ops.reduceMean(ops.abs(difference)), absolute), ops.mul(ops.reduceMean(ops.square(difference)), squared)];
  let rest = difference;
  const levels = details > 0 ? PYRAMID_LEVELS : 0;
  for (let level = 0; level < levels; level++) {
    const [averages, detail] = ops.split(ops.haar(rest), 1, [3, 9]) as [Tensor, Tensor];
    parts.push(ops.mul(ops.reduceMean(ops.abs(detail)), details));
    rest = ops.mul(averages, 0.5);
  }
  return parts.reduce((sum, part) => ops.add(sum, part));
}

/** Resampled latents must decode to resampled pictures: keeps latents smooth. @source Kouzelis et al. 2025, arXiv 2502.09509 (EQ-VAE) */
function resampledLoss(pictures: Tensor, projected: Tensor, decoded: (latents: Tensor) => Tensor, recipe: CodecPhase): Tensor {
  if (recipe.losses.resampled === 0) return ops.constant(0);
  const { rows, latents, pixels } = resampledSizes(recipe);
  const window = (x: Tensor, matrix: Tensor): Tensor => {
    const across = ops.matmul(ops.slice(x, 0, 0, rows), ops.transpose(matrix));
    return ops.transpose(ops.matmul(ops.transpose(across), ops.transpose(matrix)));
  };
  const fewer = window(projected, ops.input('latent_window', [latents, recipe.crop / CODEC_PATCH]));
  return pictureLoss(decoded(fewer), window(pictures, ops.input('picture_window', [pixels, recipe.crop])), recipe.losses);
}

/** Keeps each channel's mean square near 1: otherwise latents would grow until the noise means nothing. */
function scaleLoss(projected: Tensor): Tensor {
  return ops.reduceMean(ops.square(ops.sub(ops.reduceMean(ops.square(projected), [0, 2, 3]), 1)));
}
