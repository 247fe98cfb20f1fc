/** Networks and all their gradients against PyTorch: made by scripts/goldens/make_torch_goldens.py. */
import { test } from 'vitest';
import { float32 } from '../../src/base/tensor-data.ts';
import * as ops from '../../src/graph/ops/index.ts';
import type { Tensor } from '../../src/graph/tensor.ts';
import { decode, encode, preview, type CodecConfig } from '../../src/models/autoencoders/codec.ts';
import { type Golden, expectGolden, openGolden } from './golden.ts';

const { add, attention, concat, mul, reshape, resizeNearest, rmsNorm, rope, rotaryAngles2d, silu, split, transpose } = ops;
const TOLERANCE = 2e-5;

/** RMS norm of each head by itself. */
function headNorm(x: Tensor, scale: Tensor, heads: number): Tensor {
  const [batch, tokens, width] = x.shape as [number, number, number];
  return reshape(rmsNorm(reshape(x, [batch, tokens, heads, width / heads]), scale), x.shape);
}

function selfAttention(golden: Golden, h: Tensor): Tensor {
  const heads = 3;
  const [q, k, v] = split(golden.linear('qkv', h), 2, [12, 12, 12]) as [Tensor, Tensor, Tensor];
  const angles = rotaryAngles2d({ height: 2, width: 3 }, 4);
  const [query, key] = [rope(headNorm(q, golden.weight('query norm'), heads), angles, { heads }), rope(headNorm(k, golden.weight('key norm'), heads), angles, { heads })];
  return golden.linear('attention out', attention(query, key, v, { heads }));
}

function crossAttention(golden: Golden, x: Tensor): Tensor {
  const mask = new Float32Array(2 * 6 * 4).map((_, i) => (i >= 24 && i % 4 >= 2 ? -1e9 : 0));
  const q = golden.linear('cross query', rmsNorm(x, golden.weight('norm2')));
  const [k, v] = split(golden.linear('cross key value', golden.input('text')), 2, [12, 12]) as [Tensor, Tensor];
  return golden.linear('cross out', attention(q, k, v, { heads: 3, bias: ops.constant(float32(mask, [2, 1, 6, 4])) }));
}

test('a transformer block: modulation, RMS norms, rotary self attention, masked cross attention, SwiGLU', async () => {
  const golden = await openGolden('transformer-block.safetensors');
  const modulation = golden.linear('modulation', silu(golden.input('condition')));
  const [shift1, scale1, gate1, shift2, scale2, gate2] = split(reshape(modulation, [2, 1, 72]), 2, [12, 12, 12, 12, 12, 12]) as [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor];
  let x = golden.input('x');
  x = add(x, mul(gate1, selfAttention(golden, golden.modulate(rmsNorm(x, golden.weight('norm1')), scale1, shift1))));
  x = add(x, crossAttention(golden, x));
  const [gate, value] = split(golden.linear('feed in', golden.modulate(rmsNorm(x, golden.weight('norm3')), scale2, shift2)), 2, [16, 16]) as [Tensor, Tensor];
  await expectGolden(golden, add(x, mul(gate2, golden.linear('feed out', mul(silu(gate), value)))), TOLERANCE);
});

test('a residual block: group norms, SiLU, convolutions, a time embedding', async () => {
  const golden = await openGolden('residual-block.safetensors');
  const x = golden.input('x');
  const h = golden.conv('conv1', silu(golden.groupNorm('norm1', x, 4)), { padding: 1 });
  const timed = add(h, reshape(golden.linear('time', silu(golden.input('time'))), [2, 12, 1, 1]));
  const last = golden.conv('conv2', silu(golden.groupNorm('norm2', timed, 3)), { padding: 1 });
  await expectGolden(golden, add(golden.conv('skip', x), last), TOLERANCE);
});

function middle(golden: Golden, skip: Tensor): Tensor {
  let h = golden.conv('down', skip, { stride: 2, padding: 1 });
  h = add(h, ops.gelu(golden.conv('depthwise', golden.groupNorm('norm', h, 2), { groups: 8, padding: 1 })));
  h = add(h, ops.tanh(golden.conv('grouped', h, { groups: 2, padding: 2, dilation: 2 })));
  const tokens = transpose(reshape(h, [2, 8, 20]));
  return reshape(transpose(ops.layerNorm(tokens, golden.weight('layer norm.scale'), golden.weight('layer norm.bias'))), [2, 8, 4, 5]);
}

test('a U-Net: every kind of convolution, every way down and up, skips', async () => {
  const golden = await openGolden('unet.safetensors');
  const x = golden.input('x');
  const skip = silu(golden.conv('in', x, { padding: 1 }));
  const h = middle(golden, skip);
  const small = ops.resizeBilinear(ops.averagePool(skip, 2), 8, 10);
  const nearest = golden.conv('up', resizeNearest(h, 2), { padding: 1 });
  const transposed = ops.convTranspose2d(h, golden.weight('transposed.weight'), { stride: 2, padding: 1, bias: golden.weight('transposed.bias') });
  const shuffled = ops.pixelShuffle(golden.conv('shuffled', h), 2);
  const y = golden.conv('out', silu(concat([skip, small, add(nearest, transposed), shuffled], 1)), { padding: 1 });
  const gain = reshape(ops.softplus(golden.linear('gain', ops.reduceMean(x, [2, 3]))), [2, 12, 1, 1]);
  await expectGolden(golden, ops.div(ops.pixelUnshuffle(y, 2), add(1, gain)), TOLERANCE);
});

test('the convolutional codec: pictures to latents, back, and to the preview', async () => {
  const golden = await openGolden('convolutional-codec.safetensors');
  const config: CodecConfig = { kind: 'convolutional', channels: 2, encoder: { width: 4, blocks: 1 }, decoder: [{ width: 6, blocks: 1 }, { width: 4, blocks: 1 }] };
  const scope = golden.scope('codec');
  // Changed on the way: else mean and deviation would cancel out.
  const latents = add(mul(encode(scope, golden.input('pictures'), config), 1.5), 0.5);
  await expectGolden(golden, add(decode(scope, latents, config), resizeNearest(preview(scope, latents, config), 4)), TOLERANCE);
});
