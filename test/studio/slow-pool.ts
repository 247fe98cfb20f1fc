/** A pool whose models take their time: what a person does while a picture is being made can then be tested on the fastest machine. */
import { setTimeout } from 'node:timers/promises';
import type { ModelPool } from '../../src/node/generation/model-pool.ts';
import type { Pipeline } from '../../src/pipelines/pipeline.ts';

/** How long each look of the network takes at least; may be changed at any time. */
export interface Pace {
  stepMs: number;
}

/** The same models, the same pictures; only the clock differs. Cancelling a run cancels the wait. */
export function slowPool(pool: ModelPool, pace: Pace): ModelPool {
  return { ...pool, open: async (id) => { const opened = await pool.open(id); return { ...opened, pipeline: slowPipeline(opened.pipeline, pace) }; } };
}

function slowPipeline(pipeline: Pipeline, pace: Pace): Pipeline {
  const condition: Pipeline['condition'] = async (request) => {
    const denoise = await pipeline.condition(request);
    return async (latents, level, both, signal) => {
      // That a wait was stopped is told by the network, in its own words.
      if (pace.stepMs > 0) await setTimeout(pace.stepMs, undefined, signal && { signal }).catch(() => undefined);
      return denoise(latents, level, both, signal);
    };
  };
  return new Proxy(pipeline, {
    get: (whole, name) => {
      if (name === 'condition') return condition;
      const part: unknown = Reflect.get(whole, name, whole);
      return typeof part === 'function' ? (part.bind(whole) as unknown) : part;
    },
  });
}
