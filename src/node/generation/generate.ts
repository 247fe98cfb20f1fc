/** `generate` in Node: finds the model, starts an engine for the run and stops it after. */
import { randomInt } from 'node:crypto';
import { createGeneration } from '../../pipelines/generate.ts';
import type { GenerateOptions, GenerateRequest, Generation } from '../../pipelines/generation.ts';
import { createRuntime } from '../engine/engine-client.ts';
import { encodePngAside } from '../png-encoder.ts';
import { VERSION } from '../version.ts';
import { DEFAULT_MODEL } from './model-files.ts';
import { describeModel, openPipeline } from './open-pipeline.ts';

/**
 * Words become pictures.
 *
 * ```ts
 * const generation = generate({ prompt: 'a red fox on the beach at night', seed: 7 });
 * for await (const { index, steps } of generation) console.log(`${index + 1} of ${steps}`);
 * const [first] = await generation.pictures();
 * ```
 *
 * Nothing happens until the steps are read or `pictures` is called. Errors (`usage`, `model`, `weights`, `device`, `engine`, `not-finite`,
 * `cancelled`) come from those.
 */
export function generate(request: GenerateRequest, options: GenerateOptions = {}): Generation {
  const open = async () => {
    const name = request.model ?? DEFAULT_MODEL;
    // A model that is not there shall be told before an engine is started for it.
    await describeModel(name);
    const runtime = await createRuntime({ device: request.device ?? 'auto' });
    const { width, height, precision, memory, cache, embeddings } = request;
    const pipeline = await openPipeline(runtime, name, { size: width === undefined || height === undefined ? undefined : { width, height }, precision, memory, cache, embeddings }).catch(async (error: unknown) => {
      await runtime.close();
      throw error;
    });
    return { pipeline, device: runtime.report, software: `darkroom ${VERSION}`, encode: encodePngAside, close: () => runtime.close() };
  };
  return createGeneration(request, open, randomInt(2 ** 32), options);
}
