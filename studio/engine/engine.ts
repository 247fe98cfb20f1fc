/** What the studio asks of the service, in the studio's own words: one small interface, so that tests and a service in the tab fit, too. */
import type { GridChange } from '../../src/recipe/grid.ts';

export interface ModelChoice {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly size: { readonly width: number; readonly height: number };
  /** Draws no other size. */
  readonly fixedSize: boolean;
  readonly sizeMultiple: number;
  readonly defaults: { readonly steps: number; readonly guidance: number; readonly sampler: string };
  /** Ids of the presets that steer it. */
  readonly presets: readonly string[];
  /** Words to leave out mean something to it. */
  readonly negativePrompt: boolean;
  /** Names of the LoRAs that it can take; undefined: it takes none. */
  readonly loras?: readonly string[];
  /** All that it knows, by kind; undefined: it reads any words. */
  readonly vocabulary?: readonly { readonly kind: string; readonly words: readonly string[] }[];
}

/** Words that steer a picture, offered as a chip. */
export interface Preset {
  readonly id: string;
  readonly label: string;
  readonly kind: 'style' | 'lighting' | 'composition';
}

export interface Capabilities {
  readonly models: readonly ModelChoice[];
  readonly presets: readonly Preset[];
  readonly samplers: readonly { readonly name: string; readonly label: string }[];
  /** Lists of words that a prompt can name as __list__. */
  readonly wildcards: readonly string[];
  readonly mostPictures: number;
  readonly mostSteps: number;
}

/** A picture to be made. What is left out is the model's choice. */
export interface StudioRequest {
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly model: string;
  readonly presets: readonly string[];
  readonly count: number;
  /** Absent: as the mode and the model have it. */
  readonly size?: { readonly width: number; readonly height: number };
  readonly seed?: number;
  readonly steps?: number;
  readonly guidance?: number;
  readonly sampler?: string;
  /** Further fields of a recipe, as they stood in it. */
  readonly also?: Readonly<Record<string, unknown>>;
  readonly mode:
    | { readonly kind: 'text-to-image' }
    | { readonly kind: 'image-to-image'; readonly image: Blob; /** 0 keeps it, 1 forgets it. */ readonly strength: number }
    | { readonly kind: 'inpaint'; readonly image: Blob; /** White where to paint. */ readonly mask: Blob; readonly strength: number; /** What the painted part starts from. */ readonly fill: 'original' | 'surroundings' }
    | { readonly kind: 'outpaint'; readonly image: Blob; /** Pixels to be added at each side. */ readonly sides: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number } }
    | { readonly kind: 'vary'; readonly image: Blob; readonly strength: number }
    | { readonly kind: 'upscale'; readonly image: Blob; readonly factor: number; readonly strength: number };
}

/** What a job makes of what: decides how its pictures go onto the canvas. */
export type JobKind = 'generate' | 'refine' | 'fill' | 'upscale';

export type JobState = 'queued' | 'generating' | 'completed' | 'failed' | 'cancelled';

export interface MadePicture {
  /** In the gallery. */
  readonly id: string;
  readonly url: string;
  readonly seed: number;
  readonly width: number;
  readonly height: number;
}

export interface Job {
  readonly id: string;
  readonly state: JobState;
  readonly kind: JobKind;
  readonly prompt: string;
  readonly presets: readonly string[];
  /** Pictures asked for. */
  readonly count: number;
  /** 0 is next. */
  readonly queuePosition?: number;
  /** 0 to 1. */
  readonly progress: number;
  readonly remainingSeconds?: number;
  readonly step?: number;
  readonly steps?: number;
  /** Data or server URLs of what the pictures look like now, one for each. */
  readonly previews: readonly string[];
  readonly pictures: readonly MadePicture[];
  /** What the person should know: words that the model has never seen. */
  readonly warnings: readonly string[];
  readonly error?: string;
}

export interface GalleryPicture extends MadePicture {
  readonly prompt: string;
  readonly model: string;
  readonly favourite: boolean;
  readonly tags: readonly string[];
  /** ISO 8601. */
  readonly madeAt: string;
  /** Everything that made it, to be put back on the knobs. */
  readonly recipe: Readonly<Record<string, unknown>>;
}

export interface GalleryQuery {
  readonly text: string;
  readonly favourites: boolean;
  readonly trashed: boolean;
  readonly cursor?: string;
}

/** A step of a watched run; pictures are URLs. */
export interface LensStep {
  readonly index: number;
  readonly steps: number;
  /** 1 is pure noise. */
  readonly noise: number;
  readonly noisy: string;
  readonly withWords: string;
  readonly withoutWords: string;
  readonly guided: string;
  readonly overGuided: string;
  readonly latentChannels: readonly string[];
  readonly noiseChannels: readonly string[];
  /** Transparent maps to lay over a picture. */
  readonly words: readonly { readonly word: string; readonly map: string }[];
}

export interface LensRequest {
  readonly prompt: string;
  readonly model: string;
  readonly seed: number;
  readonly guidance?: number;
  readonly steps?: number;
}

/** A picture to be put under noise. */
export interface LadderRequest extends Pick<LensRequest, 'prompt' | 'model' | 'seed'> {
  readonly picture: Blob;
}

/** A picture with so much noise, and what the network takes it to be. */
export interface NoiseRung {
  readonly noise: number;
  readonly noisy: string;
  readonly guess: string;
}

/** What the model makes of a prompt. */
export interface PromptReading {
  /** Words that it has never seen. */
  readonly unknown: readonly string[];
  /** Tokens that are too many to be read. */
  readonly cut: number;
}

export interface StudioEngine {
  /** Tells whether the service answers, whenever that changes. @returns stops it */
  onConnection(listener: (online: boolean) => void): () => void;
  /** Resolves when the service answers (again). */
  answering(): Promise<void>;
  capabilities(): Promise<Capabilities>;
  /** @param change made to the recipe at last: a place in a grid */
  submit(request: StudioRequest, change?: GridChange): Promise<Job>;
  /** The job as it changes, to its end. Starts with what it is now, so that a reload goes on watching. */
  watch(id: string, signal: AbortSignal): AsyncIterable<Job>;
  cancel(id: string): Promise<void>;
  /** Of the waiting jobs, this one comes first. */
  putFirst(id: string): Promise<void>;
  /** @param mine those that this browser asked for */
  jobs(options?: { readonly mine: boolean }): Promise<readonly Job[]>;
  readPrompt(request: Pick<StudioRequest, 'prompt' | 'model' | 'presets'>): Promise<PromptReading>;
  gallery(query: GalleryQuery): Promise<{ readonly pictures: readonly GalleryPicture[]; readonly cursor?: string }>;
  /** The file of a picture, as the gallery keeps it. */
  file(picture: Pick<MadePicture, 'url'>): Promise<Blob>;
  setFavourite(id: string, favourite: boolean): Promise<void>;
  setTrashed(id: string, trashed: boolean): Promise<void>;
  /** Deletes for good what is in the trash. @returns how many */
  emptyTrash(): Promise<number>;
  /** Makes one picture and tells of each step. */
  lens(request: LensRequest, signal: AbortSignal): AsyncIterable<LensStep>;
  /** Any picture with more and more noise. */
  noiseLadder(request: LadderRequest, signal: AbortSignal): AsyncIterable<NoiseRung>;
  /** What a dropped picture says of how it was made; undefined when it says nothing. */
  readRecipe(file: Blob): Promise<Readonly<Record<string, unknown>> | undefined>;
}
