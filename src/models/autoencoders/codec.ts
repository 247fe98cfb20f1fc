/** All codecs behind one interface: pictures to latents and back. A new kind is one file beside this one and one row of the table. */
import { DarkroomError } from '../../base/errors.ts';
import type { Tensor } from '../../graph/tensor.ts';
import type { Scope } from '../../nn/parameters.ts';
import { CODEC_PATCH, type ConvolutionalCodecConfig, decodeConvolutional, encodeConvolutional, previewConvolutional } from './convolutional-codec.ts';
import { type PatchCodecConfig, decodePatches, encodePatches } from './patch-codec.ts';

export type CodecConfig = PatchCodecConfig | ConvolutionalCodecConfig;

interface Codec<C> {
  /** Pixels of a side that become one latent vector. */
  patch(config: C): number;
  /** [B, 3, H, W] in [-1, 1] → [B, channels, H / patch, W / patch] */
  encode(scope: Scope, pictures: Tensor, config: C): Tensor;
  /** The way back; values may lie outside [-1, 1]. */
  decode(scope: Scope, latents: Tensor, config: C): Tensor;
  /** A rough look that costs next to nothing, at a size of its own. */
  preview(scope: Scope, latents: Tensor, config: C): Tensor;
}

const codecs: { readonly [K in CodecConfig['kind']]: Codec<Extract<CodecConfig, { kind: K }>> } = {
  patch: { patch: ({ patch }) => patch, encode: encodePatches, decode: decodePatches, preview: decodePatches },
  convolutional: { patch: () => CODEC_PATCH, encode: encodeConvolutional, decode: decodeConvolutional, preview: previewConvolutional },
};

/** The row of a configuration's kind. TypeScript cannot see that kind and row go together. */
const codecOf = (config: CodecConfig): Codec<CodecConfig> => codecs[config.kind] as Codec<CodecConfig>;

/** Sides of pictures are multiples of this many pixels. */
export const codecPatch = (config: CodecConfig): number => codecOf(config).patch(config);

/** Latents of one picture: [channels, height / patch, width / patch]. @throws DarkroomError code 'usage' when the patch does not divide the sides */
export function codecLatentShape(config: CodecConfig, height: number, width: number): readonly [number, number, number] {
  const patch = codecPatch(config);
  if (height % patch !== 0 || width % patch !== 0) throw new DarkroomError('usage', `The sides of this model's pictures are multiples of ${patch} pixels, not ${width}×${height}.`, { patch, width, height });
  return [config.channels, height / patch, width / patch];
}

export const encode = (scope: Scope, pictures: Tensor, config: CodecConfig): Tensor => codecOf(config).encode(scope, pictures, config);
export const decode = (scope: Scope, latents: Tensor, config: CodecConfig): Tensor => codecOf(config).decode(scope, latents, config);
export const preview = (scope: Scope, latents: Tensor, config: CodecConfig): Tensor => codecOf(config).preview(scope, latents, config);
