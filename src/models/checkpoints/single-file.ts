/** Single-file checkpoints in the original naming: the architecture is told from the names and shapes of the tensors. */
import { DarkroomError } from '../../base/errors.ts';
import { type LocatedTensor, type LocatedWeights, rowsOf } from '../../weights/located.ts';
import type { AutoencoderKlConfig } from '../autoencoders/kl-config.ts';
import type { UnetConfig } from '../denoisers/unet-config.ts';
import type { ClipTextConfig } from '../text-encoders/clip-config.ts';
import { findInDiffusers } from './diffusers-names.ts';
import type { FindTensor } from './fit-weights.ts';
import { openClipName, originalAutoencoderName, originalUnetName } from './original-names.ts';

const UNET = 'model.diffusion_model.';
const AUTOENCODER = 'first_stage_model.';

/** A network as the file describes it, and how to find its tensors there. */
export interface FoundNetwork<Config> {
  readonly config: Config;
  readonly find: FindTensor;
}

export interface SingleFileNetworks {
  readonly denoiser: FoundNetwork<UnetConfig>;
  readonly autoencoder: FoundNetwork<AutoencoderKlConfig>;
  readonly textEncoders: readonly FoundNetwork<ClipTextConfig>[];
}

/** Tensors below a prefix, by the rest of their names. */
class Shapes {
  readonly path: string;
  readonly #weights: LocatedWeights;
  readonly #prefix: string;

  constructor(path: string, weights: LocatedWeights, prefix: string) {
    this.path = path;
    this.#weights = weights;
    this.#prefix = prefix;
  }

  find(name: string): LocatedTensor | undefined {
    return this.#weights.get(this.#prefix + name);
  }

  has(name: string): boolean {
    return this.find(name) !== undefined;
  }

  /** @throws DarkroomError code 'weights' when the tensor is missing or has no such axis */
  size(name: string, axis: number): number {
    const size = this.find(name)?.stored.shape[axis];
    if (size === undefined || size < 1) throw new DarkroomError('weights', `${this.path}: the tensor '${this.#prefix}${name}' is missing or empty, so the architecture cannot be told: the file is incomplete or of another kind.`, { path: this.path, tensor: this.#prefix + name });
    return size;
  }

  /** How many n from 0 there are without a gap. */
  count(name: (n: number) => string): number {
    let n = 0;
    while (this.has(name(n))) n += 1;
    return n;
  }
}

/** Whether the file looks like an original Stable Diffusion checkpoint at all. */
export function isSingleFile(weights: LocatedWeights): boolean {
  return weights.has(`${UNET}input_blocks.0.0.weight`);
}

/** @throws DarkroomError code 'weights' when a network is missing or of an unknown form */
export function describeSingleFile(path: string, weights: LocatedWeights): SingleFileNetworks {
  const unetShapes = new Shapes(path, weights, UNET);
  const unetConfig = unetConfigOf(unetShapes);
  const autoencoderShapes = new Shapes(path, weights, AUTOENCODER);
  const autoencoderConfig = autoencoderConfigOf(autoencoderShapes, unetConfig.added === undefined ? 0.18215 : 0.13025);
  return {
    denoiser: { config: unetConfig, find: (name) => unetShapes.find(originalUnetName(name, unetConfig)) },
    autoencoder: { config: autoencoderConfig, find: (name) => autoencoderShapes.find(originalAutoencoderName(name, autoencoderConfig)) },
    textEncoders: textEncodersOf(path, weights, unetConfig),
  };
}

/** Width of an attention head wherever the projections are linear; Stable Diffusion 1 has eight heads of whatever width. */
const HEAD_WIDTH = 64;
const SD1_HEADS = 8;
/** Numbers beside SDXL's text summary become waves of this width. */
const ADDED_WAVES = 256;

function unetConfigOf(shapes: Shapes): UnetConfig {
  const blocks: number[] = [];
  const attentionDown: boolean[] = [];
  const layers: number[] = [];
  const transformerLayers: number[] = [];
  let inBlock = 0;
  for (let n = 1; shapes.has(`input_blocks.${n}.0.in_layers.2.weight`) || shapes.has(`input_blocks.${n}.0.op.weight`); n++) {
    if (shapes.has(`input_blocks.${n}.0.op.weight`)) { inBlock = 0; continue; }
    if (inBlock === 0) blocks.push(shapes.size(`input_blocks.${n}.0.in_layers.2.weight`, 0));
    inBlock += 1;
    layers[blocks.length - 1] = inBlock;
    attentionDown[blocks.length - 1] = shapes.has(`input_blocks.${n}.1.norm.weight`);
    transformerLayers[blocks.length - 1] = Math.max(1, shapes.count((k) => `input_blocks.${n}.1.transformer_blocks.${k}.norm1.weight`));
  }
  // The block in the middle belongs to the last one, which may have no attention of its own.
  transformerLayers[blocks.length - 1] = Math.max(1, shapes.count((k) => `middle_block.1.transformer_blocks.${k}.norm1.weight`));
  const linearProjection = shapes.find('middle_block.1.proj_in.weight')?.stored.shape.length === 2;
  return {
    inputs: shapes.size('input_blocks.0.0.weight', 1), outputs: shapes.size('out.2.weight', 0), sampleSize: undefined, blocks, attentionDown, attentionUp: attentionDown.toReversed(),
    middle: true, layers, groups: 32, epsilon: 1e-5, context: shapes.size('middle_block.1.transformer_blocks.0.attn2.to_k.weight', 1),
    heads: linearProjection ? blocks.map((channels) => channels / HEAD_WIDTH) : SD1_HEADS, transformerLayers, linearProjection,
    added: shapes.has('label_emb.0.0.weight') ? { width: shapes.size('label_emb.0.0.weight', 1), waves: ADDED_WAVES } : undefined,
    guidance: shapes.has('time_embed.cond_proj.weight') ? shapes.size('time_embed.cond_proj.weight', 1) : undefined,
  };
}

function autoencoderConfigOf(shapes: Shapes, scale: number): AutoencoderKlConfig {
  const count = shapes.count((i) => `encoder.down.${i}.block.0.conv1.weight`);
  return {
    kind: 'kl', blocks: Array.from({ length: count }, (_, i) => shapes.size(`encoder.down.${i}.block.0.conv1.weight`, 0)), layers: shapes.count((j) => `encoder.down.0.block.${j}.conv1.weight`),
    latentChannels: shapes.size('decoder.conv_in.weight', 1), groups: 32, scale, shift: 0,
    mixAfterEncoder: shapes.has('quant_conv.weight'), mixBeforeDecoder: shapes.has('post_quant_conv.weight'), middleAttention: shapes.has('decoder.mid.attn_1.q.weight'),
  };
}

function textEncodersOf(path: string, weights: LocatedWeights, denoiser: UnetConfig): FoundNetwork<ClipTextConfig>[] {
  const at = (prefix: string): Shapes => new Shapes(path, weights, prefix);
  const openAi = [at('cond_stage_model.transformer.'), at('conditioner.embedders.0.transformer.')].filter((shapes) => shapes.has('text_model.final_layer_norm.weight') || shapes.has('final_layer_norm.weight'));
  const openClip = [at('cond_stage_model.model.'), at('conditioner.embedders.0.model.'), at('conditioner.embedders.1.model.')].filter((shapes) => shapes.has('ln_final.weight'));
  const found = [...openAi.map(openAiEncoder), ...openClip.map((shapes) => openClipEncoder(shapes, denoiser))];
  if (found.length === 0) throw new DarkroomError('weights', `${path} holds a denoiser but no text encoder: it is a part of a checkpoint, not a whole one.`, { path });
  return found;
}

function openAiEncoder(shapes: Shapes): FoundNetwork<ClipTextConfig> {
  const find = findInDiffusers({ get: (name: string) => shapes.find(name) });
  const size = (name: string, axis: number): number => find(name)?.stored.shape[axis] ?? shapes.size(name, axis);
  const width = size('text_model.final_layer_norm.weight', 0);
  let layers = 0;
  while (find(`text_model.encoder.layers.${layers}.layer_norm1.weight`) !== undefined) layers += 1;
  const config: ClipTextConfig = {
    vocabulary: size('text_model.embeddings.token_embedding.weight', 0), width, hidden: size('text_model.encoder.layers.0.mlp.fc1.weight', 0), layers, heads: width / HEAD_WIDTH,
    tokens: size('text_model.embeddings.position_embedding.weight', 0), activation: 'quick_gelu', epsilon: 1e-5, projection: undefined,
  };
  return { config, find };
}

function openClipEncoder(shapes: Shapes, denoiser: UnetConfig): FoundNetwork<ClipTextConfig> {
  const width = shapes.size('ln_final.weight', 0);
  const inFile = shapes.count((n) => `transformer.resblocks.${n}.ln_1.weight`);
  const config: ClipTextConfig = {
    vocabulary: shapes.size('token_embedding.weight', 0), width, hidden: shapes.size('transformer.resblocks.0.mlp.c_fc.weight', 0), heads: width / HEAD_WIDTH,
    // Stable Diffusion 2 reads the layer before the last; SDXL needs the last one for the summary.
    layers: denoiser.added === undefined ? inFile - 1 : inFile,
    tokens: shapes.size('positional_embedding', 0), activation: 'gelu', epsilon: 1e-5, projection: denoiser.added === undefined ? undefined : shapes.size('text_projection', 1),
  };
  return { config, find: (name) => findInOpenClip(shapes, name, width) };
}

function findInOpenClip(shapes: Shapes, name: string, width: number): LocatedTensor | undefined {
  const { name: theirs, third, transposed } = openClipName(name);
  const found = shapes.find(theirs);
  if (found === undefined || (third === undefined && !transposed)) return found;
  return third === undefined ? { ...found, transposed } : rowsOf(found, third * width, (third + 1) * width);
}
