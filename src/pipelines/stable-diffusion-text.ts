/** Prompts to what the denoiser reads: chunks through each text encoder, weighted, one behind the other, encoders side by side. */
import { int32, type TensorData } from '../base/tensor-data.ts';
import { constant } from '../graph/ops/index.ts';
import type { StableDiffusionCheckpoint, TextEncoderPart } from '../models/checkpoints/stable-diffusion.ts';
import type { AdaptedNetworks } from '../models/lora/adapt.ts';
import type { ChunkedPrompt, PromptChunk } from '../tokenizers/prompt-chunk.ts';
import type { SessionPool } from './session-pool.ts';
import { textGraph } from './stable-diffusion-graphs.ts';

/** A text as the denoiser reads it. */
export interface TextCondition {
  /** [tokens, E] */
  readonly context: Float32Array;
  readonly tokens: number;
  /** The last encoder's summary of the first chunk, [P]. */
  readonly pooled: Float32Array;
}

/** Makes chunks of a prompt, for one text encoder. */
export type ReadChunks = (prompt: string) => ChunkedPrompt;

/** What texts are encoded with. */
export interface TextNetworks {
  readonly pool: SessionPool;
  readonly checkpoint: StableDiffusionCheckpoint;
  /** One for each text encoder. */
  readonly readers: readonly ReadChunks[];
  readonly adapted: AdaptedNetworks;
  /** Rows that follow the vocabularies, one for each text encoder, [K, width]. */
  readonly extraTokens: readonly (TensorData<'float32'> | undefined)[];
}

export interface TextRequest {
  /** All texts of a run are made as long as its longest. */
  readonly chunks: number;
  readonly clipSkip: number;
  readonly signal?: AbortSignal | undefined;
}

export async function encodeText(networks: TextNetworks, prompt: string, request: TextRequest): Promise<TextCondition> {
  const { textEncoders } = networks.checkpoint;
  const sides: { readonly width: number; readonly values: Float32Array }[] = [];
  let pooled: Float32Array = new Float32Array();
  for (const [i, part] of textEncoders.entries()) {
    const encoded = await encodeChunks(networks, i, padded(networks.readers[i] as ReadChunks, prompt, request.chunks), request);
    sides.push({ width: part.config.width, values: encoded.tokens });
    pooled = encoded.pooled;
  }
  const tokens = request.chunks * (textEncoders[0]?.config.tokens ?? 1);
  return { context: sideBySide(sides, tokens), tokens, pooled };
}

/** A text of zeros: what SDXL was trained with where nothing was said. */
export function emptyText({ tokens, context, pooled }: TextCondition): TextCondition {
  return { tokens, context: new Float32Array(context.length), pooled: new Float32Array(pooled.length) };
}

/** How many chunks the longest reading of these prompts has. */
export function chunkCount(readers: readonly ReadChunks[], prompts: readonly string[]): number {
  return Math.max(1, ...readers.flatMap((read) => prompts.map((prompt) => read(prompt).chunks.length)));
}

function padded(read: ReadChunks, prompt: string, count: number): readonly PromptChunk[] {
  const { chunks } = read(prompt);
  const [empty] = read('').chunks;
  return [...chunks, ...Array.from({ length: count - chunks.length }, () => empty as PromptChunk)];
}

async function encodeChunks({ pool, checkpoint, adapted, extraTokens }: TextNetworks, index: number, chunks: readonly PromptChunk[], { clipSkip, signal }: TextRequest): Promise<{ tokens: Float32Array; pooled: Float32Array }> {
  const part = checkpoint.textEncoders[index] as TextEncoderPart;
  const { tokens: places, width } = part.config;
  // SDXL was trained on the layer before the last, without the last norm; the others on the last, with it.
  const extra = extraTokens[index];
  const xl = checkpoint.denoiser.config.added !== undefined;
  const graph = textGraph(part, index, { skippedLayers: clipSkip + (xl ? 1 : 0), normalized: !xl, ...(extra && { extraTokens: constant(extra) }) }, adapted);
  const all = new Float32Array(chunks.length * places * width);
  let pooled: Float32Array | undefined;
  for (const [i, chunk] of chunks.entries()) {
    const result = await pool.run(graph, { ids: int32(chunk.ids, [1, places]), ends: int32([chunk.end]) }, signal);
    all.set(weighted((result['tokens'] as TensorData<'float32'>).data, chunk.weights), i * places * width);
    pooled ??= (result['pooled'] as TensorData<'float32'>).data;
  }
  return { tokens: all, pooled: pooled as Float32Array };
}

const mean = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Tokens times their weights, then all brought back to their mean. @source AUTOMATIC1111's stable-diffusion-webui, emphasis "Original" */
function weighted(tokens: Float32Array, weights: Float32Array): Float32Array {
  if (weights.every((weight) => weight === 1)) return tokens;
  const width = tokens.length / weights.length;
  const emphasised = tokens.map((value, i) => value * (weights[Math.floor(i / width)] as number));
  const back = mean(tokens) / mean(emphasised);
  return Number.isFinite(back) ? emphasised.map((value) => value * back) : emphasised;
}

/** Each token's vectors of all encoders in one row: [tokens, ΣD]. */
function sideBySide(sides: readonly { readonly width: number; readonly values: Float32Array }[], tokens: number): Float32Array {
  const [only] = sides;
  if (sides.length === 1 && only !== undefined) return only.values;
  const total = sides.reduce((sum, { width }) => sum + width, 0);
  const joined = new Float32Array(tokens * total);
  let offset = 0;
  for (const { width, values } of sides) {
    for (let token = 0; token < tokens; token++) joined.set(values.subarray(token * width, (token + 1) * width), token * total + offset);
    offset += width;
  }
  return joined;
}
