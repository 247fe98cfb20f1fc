/** Sampling and decoding in one go, for those who do not watch the steps. */
import type { Picture } from '../images/picture.ts';
import type { Pipeline } from './pipeline.ts';
import { type SampleRequest, sampleLatents } from './sample-latents.ts';

/** Pictures of a request, in the order of its seeds. */
export async function samplePictures(pipeline: Pipeline, request: SampleRequest): Promise<Picture[]> {
  const run = sampleLatents(pipeline, request);
  for (;;) {
    const next = await run.next();
    if (next.done) return pipeline.decode(next.value, request.size ?? pipeline.info.size, request.signal);
  }
}
