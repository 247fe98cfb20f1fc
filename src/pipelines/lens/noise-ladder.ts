/** Any picture on the ladder of noise: a little noise, more, all of it; and at each rung what the network takes the clean picture to be. */
import { addNoise, type NoiseLevel, noiseFraction } from '../../diffusion/noise-level.ts';
import { startNoise } from '../../diffusion/noise.ts';
import { type Picture, planesFromPicture } from '../../images/picture.ts';
import type { Pipeline } from '../pipeline.ts';

export interface NoiseRung {
  /** 1 is pure noise, 0 a clean picture. */
  readonly noise: number;
  readonly noisy: Picture;
  /** One look, with the words. */
  readonly guess: Picture;
}

export interface NoiseLadderRequest {
  /** Of a size that the model draws. */
  readonly picture: Picture;
  /** Words that help the guess; may be empty. */
  readonly prompt: string;
  readonly seed: number;
  /** At least 2: evenly from the least noise to pure noise. */
  readonly rungs: number;
  readonly signal?: AbortSignal;
}

/** From the cleanest rung to pure noise: always the same noise, so that moving along the ladder moves nothing else. */
export async function* noiseLadder(pipeline: Pipeline, { picture, prompt, seed, rungs, signal }: NoiseLadderRequest): AsyncGenerator<NoiseRung> {
  const size = { width: picture.width, height: picture.height };
  const cancellable = signal === undefined ? {} : { signal };
  const clean = await pipeline.encode(planesFromPicture(picture), size, signal);
  const pair = await pipeline.condition({ ...size, prompts: [prompt], negativePrompts: [''], count: 1, ...cancellable });
  const noise = startNoise([seed], clean.length);
  for (let rung = 1; rung <= rungs; rung++) {
    const level: NoiseLevel = pipeline.schedule.atMoment(rung / rungs);
    const noisy = addNoise(clean, noise, level);
    const { conditional } = await pair(noisy, level, false, signal);
    const [before] = await pipeline.decode(noisy, size, signal);
    const [guess] = await pipeline.decode(conditional, size, signal);
    yield { noise: noiseFraction(level), noisy: before as Picture, guess: guess as Picture };
  }
}
