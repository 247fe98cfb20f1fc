/** Sampling and decoding in one go, for those who do not watch the steps. */
import type { Picture } from '../images/picture.ts';
import type { LatentDiffusion, SampleRequest } from './latent-diffusion.ts';

/** Pictures of a request, in the order of its seeds. */
export async function samplePictures(pipeline: LatentDiffusion, request: SampleRequest): Promise<Picture[]> {
  const run = pipeline.sample(request);
  for (;;) {
    const next = await run.next();
    if (next.done) return pipeline.decode(next.value, request.signal);
  }
}
