/** The lens: a real run, watched from inside. What each step saw, what it guessed with and without the words, and which word drew what. */
import { DarkroomError } from '../../base/errors.ts';
import { type DenoisePair, guided, type Pair, withGuidance } from '../../diffusion/guidance.ts';
import { startNoise, stepNoise } from '../../diffusion/noise.ts';
import { type NoiseLevel, noiseFraction, noiseWithin } from '../../diffusion/noise-level.ts';
import { sample } from '../../diffusion/sample.ts';
import { spaceLevels } from '../../diffusion/spacing.ts';
import type { Picture } from '../../images/picture.ts';
import type { Pipeline, PictureSize } from '../pipeline.ts';
import type { ResolvedRequest } from '../resolve-request.ts';
import { spacingNamed } from '../../diffusion/names.ts';
import { channelPictures, heatPicture } from './latent-pictures.ts';

/** A step of a run as pictures. */
export interface LensStep {
  readonly index: number;
  readonly steps: number;
  /** 1 is pure noise, 0 a clean picture. */
  readonly noise: number;
  /** What the network was given, decoded. */
  readonly noisy: Picture;
  /** The noise that it found in there: each channel of it. */
  readonly noiseChannels: readonly Picture[];
  /** What it was given, as the network sees it: each channel of the latents. */
  readonly latentChannels: readonly Picture[];
  /** What it guesses the clean picture to be: with the words, without them, and with the difference exaggerated, which is what the step goes by. */
  readonly withWords: Picture;
  readonly withoutWords: Picture;
  readonly guided: Picture;
  /** The same with much more guidance than asked for: what too much of it does. */
  readonly overGuided: Picture;
  /** For each word, where the network looked at it: as transparent pictures to lay over the guess. Empty for networks that do not tell. */
  readonly words: readonly { readonly word: string; readonly map: Picture }[];
}

/** How many times the asked-for guidance is too much, and how much that is at least. */
const tooMuch = { times: 3, atLeast: 9 } as const;

/** One picture of the request is watched: the first. */
export async function* lens(pipeline: Pipeline, request: ResolvedRequest, signal?: AbortSignal): AsyncGenerator<LensStep, Picture> {
  const { steps, guidance, guidanceInterval, sampler, width, height } = request;
  const [prompt, negativePrompt, seed] = [request.prompts[0] as string, request.negativePrompts[0] as string, request.seeds[0] as number];
  const size = { width, height };
  const latentSize = pipeline.latentShape(size).reduce((a, b) => a * b, 1);
  const levels = spaceLevels(pipeline.schedule, steps, spacingNamed(request.spacing));
  const cancellable = signal === undefined ? {} : { signal };
  const spy = watched(await pipeline.condition({ ...size, prompts: [prompt], negativePrompts: [negativePrompt], count: 1, ...cancellable }));
  const denoise = withGuidance(spy.pair, { scale: guidance, interval: guidanceInterval });
  const first = levels[0] as NoiseLevel;
  const run = sample({ denoise, latents: startNoise([seed], latentSize).map((x) => x * first.sigma), levels, schedule: pipeline.schedule, sampler, noise: stepNoise([seed], latentSize), ...cancellable });
  for (;;) {
    const next = await run.next();
    if (next.done) return onePicture(await pipeline.decode(next.value, size, signal));
    const { index, from, denoised } = next.value;
    const look = spy.seen();
    yield { index, steps: levels.length - 1, ...(await picturesOf(pipeline, { ...look, guided: denoised, overGuided: guided(look.conditional, look.unconditional, { scale: Math.max(tooMuch.atLeast, tooMuch.times * guidance) }) }, from, prompt, size, signal)) };
  }
}

interface Look extends Required<Pair> {
  readonly latents: Float32Array;
}

/** Keeps what the network was last given and gave; asks for the half without words even where guidance does not need it. */
function watched(pair: DenoisePair): { readonly pair: DenoisePair; readonly seen: () => Look } {
  let last: Look | undefined;
  let at: NoiseLevel | undefined;
  return {
    pair: async (latents, level, both, signal) => {
      const found = await pair(latents, level, true, signal);
      // Rules that look twice look at another level the second time: the first look is the step's.
      if (last === undefined || level !== at) [last, at] = [{ latents: latents.slice(), conditional: found.conditional.slice(), unconditional: (found.unconditional ?? found.conditional).slice() }, level];
      return both ? found : { conditional: found.conditional };
    },
    seen() {
      if (last === undefined) throw new TypeError('a step was told before the network was asked');
      const look = last;
      last = undefined;
      return look;
    },
  };
}

async function picturesOf(pipeline: Pipeline, look: Look & Readonly<Record<'guided' | 'overGuided', Float32Array>>, level: NoiseLevel, prompt: string, size: PictureSize, signal: AbortSignal | undefined): Promise<Omit<LensStep, 'index' | 'steps'>> {
  const shape = pipeline.latentShape(size);
  const decoded: Picture[] = [];
  // One after the other: a session for one picture is there already.
  for (const latents of [look.latents, look.conditional, look.unconditional, look.guided, look.overGuided]) decoded.push(onePicture(await pipeline.decode(latents, size, signal)));
  const [noisy, withWords, withoutWords, guidedPicture, overGuided] = decoded as [Picture, Picture, Picture, Picture, Picture];
  const maps = (await pipeline.wordMaps?.({ prompt, latents: look.latents, timestep: level.timestep, ...size, ...(signal && { signal }) })) ?? [];
  return {
    noise: noiseFraction(level), noisy, withWords, withoutWords, guided: guidedPicture, overGuided,
    noiseChannels: channelPictures(noiseWithin(look.latents, look.conditional, level), shape), latentChannels: channelPictures(look.latents, shape),
    words: maps.map(({ word, map, width, height }) => ({ word, map: heatPicture(map, width, height) })),
  };
}

function onePicture([picture]: readonly Picture[]): Picture {
  if (picture === undefined) throw new DarkroomError('engine', 'The decoder gave no picture.');
  return picture;
}
