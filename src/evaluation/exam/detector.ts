/** The examiner's eye: a small network that says which things stand where in a picture, in which colour, and what the whole picture is like. */
import * as ops from '../../graph/ops/index.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { conv2d, linear } from '../../nn/linear.ts';
import { groupNorm } from '../../nn/norms.ts';
import type { Scope } from '../../nn/parameters.ts';
import type { LabelFactor } from '../../training/label-loss.ts';

/** What a detector can tell apart; stored beside its weights. */
export interface DetectorConfig {
  readonly format: 1;
  readonly world: string;
  /** Pixels of a side. */
  readonly size: number;
  readonly subjects: readonly string[];
  /** Class 0 is a thing in its own colours. */
  readonly tints: readonly string[];
  /** What is asked of the whole picture: place, light, style, composition. */
  readonly factors: readonly { readonly name: string; readonly values: readonly string[] }[];
}

/** Pictures are looked at this many times smaller: what matters is at least 24 pixels tall even then. */
export const REDUCTION = 2;
/** Pixels of the reduced picture that make one cell of the map of centres. */
const CELL = 4;
/** Pixels of the picture for a cell. */
export const STRIDE = REDUCTION * CELL;

const WIDTHS = { fine: 64, middle: 128, coarse: 192 } as const;
const FEATURES = 128;
const GROUPS = 8;

/** What the network says of B pictures on a map of N = cells × cells. */
export interface DetectorMaps {
  /** How much a cell is the middle of a thing, before the sigmoid: [B, N]. */
  readonly centre: Tensor;
  /** The box of the thing whose middle is here, [B, N, 4]: offset of the middle in cells (x, y), natural logarithm of width and height in cells. */
  readonly box: Tensor;
  /** What is known of each place: [B, N, 128]. */
  readonly features: Tensor;
  /** Of the whole picture, [B, 192]: also the feature space of distances between sets of pictures. */
  readonly overall: Tensor;
}

/** Two convolutions beside the way through. */
function residual(scope: Scope, x: Tensor): Tensor {
  const width = x.shape[1] as number;
  const once = conv2d(scope.at('conv1'), ops.silu(groupNorm(scope.at('norm1'), x, GROUPS)), width, 3, { padding: 1 });
  return ops.add(x, conv2d(scope.at('conv2'), ops.silu(groupNorm(scope.at('norm2'), once, GROUPS)), width, 3, { padding: 1 }));
}

function stack(scope: Scope, x: Tensor, blocks: number): Tensor {
  let y = x;
  for (let i = 0; i < blocks; i++) y = residual(scope.at(i), y);
  return y;
}

/** [B, C, h, w] → [B, h·w, C] */
const asRows = (x: Tensor): Tensor => ops.transpose(ops.reshape(x, [x.shape[0] as number, x.shape[1] as number, -1]), [0, 2, 1]);

/** @param pictures [B, 3, size, size] in [-1, 1] */
export function detectorNetwork(scope: Scope, pictures: Tensor): DetectorMaps {
  return reducedNetwork(scope, ops.averagePool(pictures, REDUCTION));
}

/**
 * Down to an eighth of the map, for what needs the whole picture in view, and up again, for where things are.
 * @param reduced pictures that were made smaller, [B, 3, size / REDUCTION, size / REDUCTION] in [-1, 1]
 * @source Zhou et al. 2019, arXiv 1904.07850 (objects as points), with a pyramid that is as small as the pictures are simple
 */
export function reducedNetwork(scope: Scope, reduced: Tensor): DetectorMaps {
  const cells = ops.pixelUnshuffle(reduced, CELL); // [B, 48, h, w]
  const fine = stack(scope.at('fine'), conv2d(scope.at('stem'), cells, WIDTHS.fine, 3, { padding: 1 }), 2);
  const middle = stack(scope.at('middle'), conv2d(scope.at('down1'), fine, WIDTHS.middle, 3, { padding: 1, stride: 2 }), 3); // [B, 128, h/2, w/2]
  const coarse = stack(scope.at('coarse'), conv2d(scope.at('down2'), middle, WIDTHS.coarse, 3, { padding: 1, stride: 2 }), 2); // [B, 192, h/4, w/4]
  const up = residual(scope.at('up1'), ops.add(middle, ops.resizeNearest(conv2d(scope.at('narrow1'), coarse, WIDTHS.middle, 1), 2)));
  const joined = ops.add(conv2d(scope.at('widen'), fine, FEATURES, 1), ops.resizeNearest(conv2d(scope.at('narrow2'), up, FEATURES, 1), 2));
  const map = ops.silu(groupNorm(scope.at('map_norm'), conv2d(scope.at('map'), ops.silu(groupNorm(scope.at('joined_norm'), joined, GROUPS)), FEATURES, 3, { padding: 1 }), GROUPS));
  const features = asRows(map); // [B, N, 128]
  const [batch, places] = features.shape as [number, number];
  return {
    // A cell is rarely a middle: to start by saying so keeps the first steps calm.
    centre: ops.sub(ops.reshape(linear(scope.at('centre'), features, 1), [batch, places]), 4),
    box: linear(scope.at('box'), features, 4),
    features,
    overall: ops.silu(linear(scope.at('overall'), ops.reduceMean(ops.silu(groupNorm(scope.at('coarse_norm'), coarse, GROUPS)), [2, 3]), WIDTHS.coarse)),
  };
}

/** What stands at a place, and in which colour. @param features [..., 128] @returns logits [..., subjects] and [..., tints] */
export function thingLogits(scope: Scope, features: Tensor, { subjects, tints }: DetectorConfig): { readonly subject: Tensor; readonly tint: Tensor } {
  return { subject: linear(scope.at('subject'), features, subjects.length), tint: linear(scope.at('tint'), features, tints.length) };
}

/** Logits of each factor of the whole picture, [B, values]. */
export function overallLogits(scope: Scope, overall: Tensor, { factors }: Pick<DetectorConfig, 'factors'>): readonly Tensor[] {
  return factors.map(({ name, values }) => linear(scope.at('factors').at(name), overall, values.length));
}

export const overallFactors = ({ factors }: Pick<DetectorConfig, 'factors'>): readonly LabelFactor[] => factors.map(({ name, values }) => ({ name, classes: values.length }));
