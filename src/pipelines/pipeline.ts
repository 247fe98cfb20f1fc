/** What generation asks of any model, own or Stable Diffusion: prompts to a denoiser, pictures to latents and back. */
import type { DenoisePair } from '../diffusion/guidance.ts';
import type { Schedule } from '../diffusion/schedule.ts';
import type { SpacingSettings } from '../diffusion/spacing-rule.ts';
import type { Picture } from '../images/picture.ts';

/** [channels, height, width] of one picture's latents. */
export type LatentShape = readonly [channels: number, height: number, width: number];

export interface PictureSize {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** What a model can do and is best asked with. */
export interface PipelineInfo {
  readonly id: string;
  /**
   * Tells models apart: the first hexadecimal digits of a SHA-256, over all weights of an own model, and over names, types, shapes and the first
   * kilobyte of every tensor of a Stable Diffusion checkpoint.
   */
  readonly hash: string;
  /** The size it was trained at, and the number that widths and heights must be multiples of; `fixedSize` models draw nothing else. */
  readonly size: PictureSize;
  readonly sizeMultiple: number;
  readonly fixedSize: boolean;
  /** The drawn world it was trained on: its words are all that it knows. Absent for models of all kinds of pictures. */
  readonly world?: string;
  /** Pictures of one batch take less time than one by one. */
  readonly batches?: boolean;
  /** The network takes a mask and the masked picture beside the latents (9 channels). */
  readonly inpainting: boolean;
  /** Of the tables of align-your-steps' noise levels the one that was fitted to models like this one. Default 'sd1'. */
  readonly alignedTo?: 'sd1' | 'sdxl';
  /** The network is told the guidance scale, so that one look is enough (LCM). */
  readonly toldGuidance?: boolean;
  /** Opened to be fast: the denoiser computes in 8 bits, and pictures differ from those of the exact one. */
  readonly precision?: 'fast';
  /** Opened to reuse the lower part of the denoiser, which runs every so many looks: pictures differ from those of a whole one. */
  readonly cache?: number;
  readonly defaults: {
    readonly steps: number;
    readonly guidance: number;
    readonly guidanceInterval: readonly [number, number];
    readonly sampler: string;
    /** Name of a spacing of noise levels, see `spaceLevels`. */
    readonly spacing: string;
    /** How that spacing is meant by this model; default as `spaceLevels` has it. */
    readonly spacingSettings?: SpacingSettings;
  };
}

/** What a text comes to: shown to users before and after a run. */
export interface TextReading {
  /** Words or tokens, as the model counts them, and how many it reads at most (undefined: no limit). */
  readonly length: number;
  readonly limit?: number;
  /** Words that the model has never seen. Empty for models that spell. */
  readonly unknown: readonly string[];
  /** How many words or tokens at the end are not read. */
  readonly cut: number;
}

export interface ConditionRequest extends PictureSize {
  /** One text for each picture, or one for all. */
  readonly prompts: readonly string[];
  /** The same of what shall not be seen. */
  readonly negativePrompts: readonly string[];
  /** Pictures in the batch. */
  readonly count: number;
  /** For `inpainting` models: the masked picture's latents [B, C, h, w] and the mask [B, 1, h, w], 1 where to paint. */
  readonly inpaint?: { readonly masked: Float32Array; readonly mask: Float32Array };
  /** For networks that are told the guidance scale. Default: the model's own. */
  readonly guidance?: number;
  /** How many of the text encoder's last layers are left out (A1111's "clip skip" − 1). */
  readonly clipSkip?: number;
  readonly signal?: AbortSignal;
}

/** Where a network looked at a word, over the picture. */
export interface WordMap {
  readonly word: string;
  /** [height, width] in tokens of the network; a place's shares of all words, padding included, add up to 1. */
  readonly map: Float32Array;
  readonly width: number;
  readonly height: number;
}

export interface WordMapRequest extends PictureSize {
  readonly prompt: string;
  /** [1, C, h, w] */
  readonly latents: Float32Array;
  readonly timestep: number;
  readonly signal?: AbortSignal;
}

/** One model in one engine. Owns its sessions; the engine stays when it is closed. */
export interface Pipeline {
  readonly info: PipelineInfo;
  readonly schedule: Schedule;
  /** What the user should know about this model: how its files were read. */
  readonly notes?: readonly string[];
  latentShape(size: PictureSize): LatentShape;
  read(text: string): TextReading;
  /** Reads the texts once; the result runs the network on latents [B, C, h, w] with the prompts and, if asked, without. */
  condition(request: ConditionRequest): Promise<DenoisePair>;
  /** @param pictures [B, 3, H, W] in [-1, 1] @returns [B, C, h, w] in the denoiser's scale (the mean, nothing drawn) */
  encode(pictures: Float32Array, size: PictureSize, signal?: AbortSignal): Promise<Float32Array>;
  decode(latents: Float32Array, size: PictureSize, signal?: AbortSignal): Promise<Picture[]>;
  /** A fast, rough look at latents, at whatever size is cheap. */
  preview(latents: Float32Array, size: PictureSize, signal?: AbortSignal): Promise<Picture[]>;
  /** The words of a prompt as the network looks at them while it denoises; absent for networks that cannot tell. */
  wordMaps?(request: WordMapRequest): Promise<readonly WordMap[]>;
  close(): Promise<void>;
}
