/** A model's graphs: text encoder, denoiser, codec, each over the same tree of parameters. Training and generation build on these. */
import { add, input, mul, sub } from '../graph/ops/index.ts';
import type { Tensor } from '../graph/tensor.ts';
import { codecLatentShape, decode, encode, preview } from '../models/autoencoders/codec.ts';
import { diffusionTransformer } from '../models/denoisers/diffusion-transformer.ts';
import { type Denoised, gridTransformer } from '../models/denoisers/grid-transformer.ts';
import { type EncodedText, encodeWords } from '../models/text-encoders/word-text-encoder.ts';
import type { Scope } from '../nn/parameters.ts';
import type { ModelConfig } from './model-config.ts';

/** [channels, height, width] of one picture's latents. */
export function latentShape({ codec, picture }: ModelConfig): readonly [number, number, number] {
  return codecLatentShape(codec, picture.height, picture.width);
}

/** Inputs `ids` [texts, T] and `grams` [texts, T, G]. */
export function textNetwork(parameters: Scope, texts: number, { text }: ModelConfig): EncodedText {
  const { maximumWords, gramsPerWord } = text.tokenizer;
  return encodeWords(parameters.at('text'), input('ids', [texts, maximumWords], 'int32'), input('grams', [texts, maximumWords, gramsPerWord], 'int32'), text);
}

/** The text as inputs `tokens`, `mask` and `summary`: for a denoiser that runs many times on one text. */
export function textInputs(texts: number, { text }: ModelConfig): EncodedText {
  const words = text.tokenizer.maximumWords;
  return {
    tokens: input('tokens', [texts, words, text.width]),
    mask: input('mask', [texts, 1, 1, words]),
    summary: input('summary', [texts, text.summaries, text.width]),
  };
}

/**
 * The prediction that pictures are sampled with; pushed away from that of the lower half where the model's defaults say so.
 * @param latents [texts · K, C, h, w] @param timesteps [texts · K] @returns in the shape of the latents
 * @source the push: Internal Guidance, arXiv 2512.24176
 */
export function denoiserNetwork(parameters: Scope, latents: Tensor, timesteps: Tensor, text: EncodedText, config: ModelConfig): Tensor {
  const { output, middle } = denoiserOutputs(parameters, latents, timesteps, text, config);
  const { internalGuidance = 1 } = config.defaults;
  return middle === undefined || internalGuidance === 1 ? output : add(output, mul(sub(output, middle), internalGuidance - 1));
}

/** All that the network gives, as training sees it. */
export function denoiserOutputs(parameters: Scope, latents: Tensor, timesteps: Tensor, text: EncodedText, { denoiser }: ModelConfig): Partial<Denoised> & Pick<Denoised, 'output'> {
  const scope = parameters.at('denoiser');
  if (denoiser.kind === 'diffusion-transformer') return { output: diffusionTransformer(scope, latents, timesteps, text, denoiser) };
  return gridTransformer(scope, latents, timesteps, text, denoiser);
}

/** Input `pictures` [B, 3, H, W] in [-1, 1]; gives latents. */
export function encoderNetwork(parameters: Scope, batch: number, { codec, picture }: ModelConfig): Tensor {
  return encode(parameters.at('codec'), input('pictures', [batch, 3, picture.height, picture.width]), codec);
}

/** Input `latents` [B, C, h, w]; gives pictures [B, 3, H, W]. */
export function decoderNetwork(parameters: Scope, batch: number, config: ModelConfig): Tensor {
  return decode(parameters.at('codec'), input('latents', [batch, ...latentShape(config)]), config.codec);
}

/** Input `latents` [B, C, h, w]; gives small, rough pictures. */
export function previewNetwork(parameters: Scope, batch: number, config: ModelConfig): Tensor {
  return preview(parameters.at('codec'), input('latents', [batch, ...latentShape(config)]), config.codec);
}
