/** Trading pixels for channels: pixel shuffle, and the Haar wavelet built on it. All are re-orderings and small products. */
import { ShapeError } from '../../base/errors.ts';
import { float32 } from '../../base/tensor-data.ts';
import { formatShape } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { matmul } from './matmul.ts';
import { constant } from './source.ts';
import { reshape, transpose } from './structure.ts';

type Size4 = readonly [number, number, number, number];

function sizes(op: string, { shape }: Tensor, { channels, side }: { readonly channels: number; readonly side: number }): Size4 {
  if (shape.length !== 4) throw new ShapeError(`${op}: needs a picture [B, C, H, W], not ${formatShape(shape)}`, { shape });
  const size = shape as unknown as Size4;
  if (size[1] % channels !== 0) throw new ShapeError(`${op}: the ${size[1]} channels of ${formatShape(shape)} do not divide by ${channels}`, { shape, channels });
  if (size[2] % side !== 0 || size[3] % side !== 0) throw new ShapeError(`${op}: ${size[2]}×${size[3]} pixels do not divide into blocks of ${side}×${side}`, { shape, side });
  return size;
}

/**
 * Channels become pixels: channel c·factor² + i·factor + j goes to row i and column j of each block of channel c.
 * (ONNX calls this order DepthToSpace CRD.)
 * @param x [B, C·factor², H, W]
 * @returns [B, C, H·factor, W·factor]
 */
export function pixelShuffle(x: Tensor, factor: number): Tensor {
  const [batch, channels, height, width] = sizes('pixelShuffle', x, { channels: factor ** 2, side: 1 });
  const blocks = reshape(x, [batch, channels / factor ** 2, factor, factor, height, width]);
  return reshape(transpose(blocks, [0, 1, 4, 2, 5, 3]), [batch, channels / factor ** 2, height * factor, width * factor]);
}

/** The inverse of `pixelShuffle`: [B, C, H·factor, W·factor] → [B, C·factor², H, W]. */
export function pixelUnshuffle(x: Tensor, factor: number): Tensor {
  const [batch, channels, height, width] = sizes('pixelUnshuffle', x, { channels: 1, side: factor });
  const blocks = reshape(x, [batch, channels, height / factor, factor, width / factor, factor]);
  return reshape(transpose(blocks, [0, 1, 3, 5, 2, 4]), [batch, channels * factor ** 2, height / factor, width / factor]);
}

/** Rows: average, horizontal, vertical and diagonal detail of a block (top left, top right, bottom left, bottom right). Its own inverse. */
function haarMatrix(): Tensor {
  return constant(float32([1, 1, 1, 1, 1, -1, 1, -1, 1, 1, -1, -1, 1, -1, -1, 1].map((sign) => sign / 2), [4, 4]));
}

/**
 * One level of the orthonormal Haar wavelet: keeps the sum of squares, halves each side.
 * @param x [B, C, H, W] with H and W even
 * @returns [B, 4·C, H / 2, W / 2]: C channels of averages (2 · mean of the block), then of horizontal, vertical and diagonal detail
 * @source Haar 1910; Mallat 1989
 */
export function haar(x: Tensor): Tensor {
  const [batch, channels, height, width] = sizes('haar', x, { channels: 1, side: 2 });
  const blocks = reshape(x, [batch, channels, height / 2, 2, width / 2, 2]);
  const corners = reshape(transpose(blocks, [0, 3, 5, 1, 2, 4]), [batch, 4, -1]);
  return reshape(matmul(haarMatrix(), corners), [batch, 4 * channels, height / 2, width / 2]);
}

/** The inverse of `haar`: [B, 4·C, H, W] → [B, C, 2·H, 2·W]. */
export function inverseHaar(x: Tensor): Tensor {
  const [batch, channels, height, width] = sizes('inverseHaar', x, { channels: 4, side: 1 });
  const corners = reshape(matmul(haarMatrix(), reshape(x, [batch, 4, -1])), [batch, 2, 2, channels / 4, height, width]);
  return reshape(transpose(corners, [0, 3, 4, 1, 5, 2]), [batch, channels / 4, height * 2, width * 2]);
}
