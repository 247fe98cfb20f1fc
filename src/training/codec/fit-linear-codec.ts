/**
 * Finds the linear maps of the convolutional codec in closed form: principal components of 16×16 pixels for the encoder, and for the way back the
 * least squares from each latent vector and its eight neighbours, to the pixels and to the small preview.
 */
import { float32, type TensorData } from '../../base/tensor-data.ts';
import * as ops from '../../graph/ops/index.ts';
import { substitute } from '../../graph/substitute.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { planesFromPicture } from '../../images/picture.ts';
import { CODEC_PATCH, PREVIEW_PATCH, type ConvolutionalCodecConfig, projectPictures } from '../../models/autoencoders/convolutional-codec.ts';
import { createParameters } from '../../nn/parameters.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { patchMoments } from '../patch-moments.ts';
import { sumOutputs } from '../sum-outputs.ts';
import { leadingEigenvectors } from './leading-eigenvectors.ts';
import { solveLeastSquares } from './least-squares.ts';
import type { PictureSource } from './picture-source.ts';

export interface FitOptions {
  /** 1: every channel of the latents has the same variance; 0: they keep those of the components; between them, in part. */
  readonly whitening: number;
  readonly signal?: AbortSignal;
}

/** Enough for a covariance of 768 rows: 256 squares each. */
const PICTURES = 480;
const BATCH = 16;
/** Share of the inputs' mean square that is added to them: keeps the weights of what hardly varies small. */
const RIDGE = 1e-4;
const TAPS = 3;

/** @returns `codec.encoder.linear.*`, `codec.decoder.linear.*`, `codec.preview.*` and `codec.latents.*`: a whole codec where no network is added */
export async function fitLinearCodec(runtime: Runtime, source: PictureSource, config: ConvolutionalCodecConfig, { whitening, signal }: FitOptions): Promise<Map<string, TensorData>> {
  const batches = Math.max(1, Math.floor(Math.min(PICTURES, source.count) / BATCH));
  const { mean, covariance } = await patchMoments(runtime, batchesOf(source, batches), { batch: BATCH, size: source.size, patch: CODEC_PATCH }, signal);
  const { values, vectors } = leadingEigenvectors(covariance, mean.length, config.channels);
  const encoder = linearEncoder(mean, vectors, values);
  const linear = new Map([...encoder, ['codec.latents.mean', float32(new Float32Array(config.channels))], ['codec.latents.deviation', float32(latentDeviations(values, whitening))]]);
  return new Map([...linear, ...await fitLinearDecoder(runtime, source, config, linear, batches, signal)]);
}

async function* batchesOf(source: PictureSource, batches: number): AsyncGenerator<Float32Array> {
  const size = 3 * source.size ** 2;
  for (let batch = 0; batch < batches; batch++) {
    const values = new Float32Array(BATCH * size);
    for (let row = 0; row < BATCH; row++) values.set(planesFromPicture(await source.picture((batch * BATCH + row) % source.count)), row * size);
    yield values;
  }
}

/** Each component divided by its deviation, so that projections have unit variance. */
function linearEncoder(mean: Float64Array, vectors: Float64Array, values: Float64Array): Map<string, TensorData> {
  const width = mean.length;
  const weight = vectors.map((x, i) => x / Math.sqrt(Math.max(values[Math.floor(i / width)] as number, 1e-8)));
  const bias = Array.from(values, (_, row) => -mean.reduce((sum, x, i) => sum + x * (weight[row * width + i] as number), 0));
  return new Map([['codec.encoder.linear.weight', float32(Float32Array.from(weight), [values.length, width, 1, 1])], ['codec.encoder.linear.bias', float32(bias)]]);
}

/** What projections are divided by, so that latents have the variances that are left of the components' after whitening, and 1 on average. */
function latentDeviations(values: Float64Array, whitening: number): Float32Array {
  const gains = Array.from(values, (value) => Math.max(value, 1e-8) ** ((1 - whitening) / 2));
  const overall = Math.sqrt(gains.reduce((sum, gain) => sum + gain * gain, 0) / gains.length);
  return Float32Array.from(gains, (gain) => overall / gain);
}

/** @param encoder all weights of the encoder, its network's too @returns `codec.decoder.linear.*` and `codec.preview.*` */
async function fitLinearDecoder(runtime: Runtime, source: PictureSource, config: ConvolutionalCodecConfig, encoder: ReadonlyMap<string, TensorData>, batches: number, signal?: AbortSignal): Promise<Map<string, TensorData>> {
  const parameters = createParameters();
  const pictures = ops.input('pictures', [BATCH, 3, source.size, source.size]);
  const projected = projectPictures(parameters.at('codec').at('encoder'), pictures, { ...config, encoder: { ...config.encoder, blocks: 0 } });
  const known = new Map([...parameters.all].map(([name, parameter]) => [parameter, ops.constant(encoder.get(name) as TensorData)]));
  const inputs = rowsOf(neighbourhoods(projected)); // [B·h·w, 9·C + 1]
  const pixels = rowsOf(ops.pixelUnshuffle(pictures, CODEC_PATCH)); // [B·h·w, 768]
  const small = rowsOf(ops.pixelUnshuffle(ops.averagePool(pictures, CODEC_PATCH / PREVIEW_PATCH), PREVIEW_PATCH)); // [B·h·w, 48]
  const wanted = ops.concat([pixels, small], 1);
  const [squares, products] = substitute([ops.product(inputs, inputs, true, false), ops.product(inputs, wanted, true, false)], known) as [Tensor, Tensor];
  const feeds = async function* (): AsyncGenerator<Record<string, TensorData>> {
    for await (const values of batchesOf(source, batches)) yield { pictures: float32(values, pictures.shape) };
  };
  const sums = await sumOutputs(runtime, { squares, products }, feeds(), 'linear decoder', signal);
  const rows = inputs.shape[1] as number;
  const solution = solveLeastSquares(sums.squares, sums.products, rows, RIDGE);
  const [large, tiny] = [pixels.shape[1] as number, small.shape[1] as number];
  return new Map([...kernel('codec.decoder.linear', solution, config.channels, 0, large, large + tiny), ...kernel('codec.preview', solution, config.channels, large, tiny, large + tiny)]);
}

const rowsOf = (x: Tensor): Tensor => ops.reshape(ops.transpose(x, [0, 2, 3, 1]), [-1, x.shape[1] as number]);

/** Each latent vector with its neighbours, zeros beyond the edge, tap by tap as a kernel has them; and a one for the bias. @returns [B, 9·C + 1, h, w] */
function neighbourhoods(x: Tensor): Tensor {
  const [batch, , height, width] = x.shape as [number, number, number, number];
  const padded = ops.pad(ops.pad(x, 2, 1, 1), 3, 1, 1);
  const taps = Array.from({ length: TAPS ** 2 }, (_, tap) => ops.slice(ops.slice(padded, 2, Math.floor(tap / TAPS), Math.floor(tap / TAPS) + height), 3, tap % TAPS, (tap % TAPS) + width));
  return ops.concat([...taps, ops.expand(ops.constant(1), [batch, 1, height, width])], 1);
}

/** Columns of the solution as a convolution's weight and bias. */
function kernel(name: string, solution: Float64Array, channels: number, first: number, outputs: number, columns: number): [string, TensorData][] {
  const area = TAPS ** 2;
  const weight = new Float32Array(outputs * channels * area);
  for (let tap = 0; tap < area; tap++) {
    for (let channel = 0; channel < channels; channel++) {
      for (let output = 0; output < outputs; output++) weight[(output * channels + channel) * area + tap] = solution[(tap * channels + channel) * columns + first + output] as number;
    }
  }
  const bias = solution.subarray(area * channels * columns + first, area * channels * columns + first + outputs);
  return [[`${name}.weight`, float32(weight, [outputs, channels, TAPS, TAPS])], [`${name}.bias`, float32(Float32Array.from(bias))]];
}
