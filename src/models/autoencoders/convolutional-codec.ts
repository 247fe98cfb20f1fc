/**
 * The convolutional codec: one vector of latents for every 16×16 pixels. Encoder and decoder are each a linear map, found in closed form, plus a
 * network that learns what the map cannot do: training begins at the principal components and can only add.
 */
import * as ops from '../../graph/ops/index.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { fanIn, ones, zeros } from '../../nn/initializers.ts';
import { conv2d } from '../../nn/linear.ts';
import type { Scope } from '../../nn/parameters.ts';

export interface ConvolutionalCodecConfig {
  readonly kind: 'convolutional';
  /** Values of a latent vector. */
  readonly channels: number;
  /** The encoder's network, which works on squares of 8×8 pixels; without blocks the encoder is the linear map alone. */
  readonly encoder: CodecStage;
  /** The decoder's stages, coarsest first: the first works on the latents' grid, each next one on a grid twice as fine. At least one, at most five. */
  readonly decoder: readonly CodecStage[];
}

/** Residual blocks of one width on one grid. */
export interface CodecStage {
  readonly width: number;
  readonly blocks: number;
}

/** Pixels of a side that become one latent vector. */
export const CODEC_PATCH = 16;
/** Pixels of a side that the preview shows of one latent vector. */
export const PREVIEW_PATCH = 4;
const ENCODER_PATCH = 8;
/** Blocks begin as small changes of what goes through. */
const BLOCK_GAIN = 0.3;

/** x + convolution(SiLU(convolution(SiLU(x)))), 3×3, without norms: half the passes over memory. @source He et al. 2016, arXiv 1603.05027 */
function residualBlock(scope: Scope, x: Tensor): Tensor {
  const width = x.shape[1] as number;
  const inner = conv2d(scope.at('first'), ops.silu(x), width, 3, { padding: 1 });
  return ops.add(x, conv2d(scope.at('second'), ops.silu(inner), width, 3, { padding: 1, weight: fanIn(9 * width, BLOCK_GAIN) }));
}

function residualBlocks(scope: Scope, x: Tensor, { blocks }: CodecStage): Tensor {
  let h = x;
  for (let i = 0; i < blocks; i++) h = residualBlock(scope.at('blocks').at(i), h);
  return h;
}

/** Latents before their scale is fixed. @param pictures [B, 3, H, W] in [-1, 1] @returns [B, channels, H / 16, W / 16] */
export function projectPictures(scope: Scope, pictures: Tensor, { channels, encoder }: ConvolutionalCodecConfig): Tensor {
  const linear = conv2d(scope.at('linear'), ops.pixelUnshuffle(pictures, CODEC_PATCH), channels, 1);
  if (encoder.blocks === 0) return linear;
  const first = conv2d(scope.at('in'), ops.pixelUnshuffle(pictures, ENCODER_PATCH), encoder.width, 3, { padding: 1 });
  const h = ops.pixelUnshuffle(ops.silu(residualBlocks(scope, first, encoder)), CODEC_PATCH / ENCODER_PATCH);
  return ops.add(linear, conv2d(scope.at('out'), h, channels, 1, { weight: zeros }));
}

/** @param projected as `projectPictures` gives them @returns [B, 3, H, W]; values may lie outside [-1, 1] */
export function reconstructPictures(scope: Scope, projected: Tensor, { decoder }: ConvolutionalCodecConfig): Tensor {
  const linear = ops.pixelShuffle(conv2d(scope.at('linear'), projected, 3 * CODEC_PATCH ** 2, 3, { padding: 1 }), CODEC_PATCH);
  let h = projected;
  decoder.forEach((stage, i) => {
    const at = scope.at('stages').at(i);
    const entered = i === 0 ? conv2d(at.at('in'), h, stage.width, 3, { padding: 1 }) : ops.pixelShuffle(conv2d(at.at('in'), ops.silu(h), 4 * stage.width, 1), 2);
    h = residualBlocks(at, entered, stage);
  });
  const factor = CODEC_PATCH / 2 ** (decoder.length - 1);
  return ops.add(linear, ops.pixelShuffle(conv2d(scope.at('out'), ops.silu(h), 3 * factor ** 2, 3, { padding: 1, weight: zeros }), factor));
}

/** Mean and deviation of each channel of the projections, measured after training: [1, channels, 1, 1] each. */
function statistics(scope: Scope, channels: number): { mean: Tensor; deviation: Tensor } {
  const perChannel = (x: Tensor): Tensor => ops.reshape(x, [1, channels, 1, 1]);
  return { mean: perChannel(scope.at('latents').parameter('mean', [channels], zeros)), deviation: perChannel(scope.at('latents').parameter('deviation', [channels], ones)) };
}

/** @param pictures [B, 3, H, W] in [-1, 1] @returns [B, channels, H / 16, W / 16], each channel of mean 0 */
export function encodeConvolutional(scope: Scope, pictures: Tensor, config: ConvolutionalCodecConfig): Tensor {
  const { mean, deviation } = statistics(scope, config.channels);
  return ops.div(ops.sub(projectPictures(scope.at('encoder'), pictures, config), mean), deviation);
}

const projected = (scope: Scope, latents: Tensor, { channels }: ConvolutionalCodecConfig): Tensor => {
  const { mean, deviation } = statistics(scope, channels);
  return ops.add(ops.mul(latents, deviation), mean);
};

/** @param latents [B, channels, h, w] @returns pictures [B, 3, 16·h, 16·w]; values may lie outside [-1, 1] */
export function decodeConvolutional(scope: Scope, latents: Tensor, config: ConvolutionalCodecConfig): Tensor {
  return reconstructPictures(scope.at('decoder'), projected(scope, latents, config), config);
}

/** A quarter of the size, by a linear map alone: [B, channels, h, w] → [B, 3, 4·h, 4·w]. */
export function previewConvolutional(scope: Scope, latents: Tensor, config: ConvolutionalCodecConfig): Tensor {
  return ops.pixelShuffle(conv2d(scope.at('preview'), projected(scope, latents, config), 3 * PREVIEW_PATCH ** 2, 3, { padding: 1 }), PREVIEW_PATCH);
}
