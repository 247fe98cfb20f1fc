/** Many pictures in one engine: models stay open from one to the next. */
import { randomInt } from 'node:crypto';
import { createGeneration } from '../../pipelines/generate.ts';
import type { GenerateOptions, GenerateRequest, Generation } from '../../pipelines/generation.ts';
import type { Pipeline } from '../../pipelines/pipeline.ts';
import type { DeviceName } from '../../runtime/runtime.ts';
import { createRuntime } from '../engine/engine-client.ts';
import { encodePngAside } from '../png-encoder.ts';
import { VERSION } from '../version.ts';
import { DEFAULT_MODEL } from './model-files.ts';
import { openPipeline } from './open-pipeline.ts';

export interface Drawing {
  /** As the library's `generate`, without starting an engine for each. */
  generate(request: GenerateRequest, options?: GenerateOptions): Generation;
  close(): Promise<void>;
}

/** @throws DarkroomError code 'device' */
export async function openDrawing({ device = 'auto' }: { readonly device?: DeviceName } = {}): Promise<Drawing> {
  const runtime = await createRuntime({ device });
  const pipelines = new Map<string, Promise<Pipeline>>();
  return {
    generate: (request, options = {}) => {
      const open = async () => {
        const name = request.model ?? DEFAULT_MODEL;
        const key = `${name} ${request.precision ?? 'exact'} ${request.memory ?? ''} ${request.cache ?? ''} ${request.embeddings?.join('\n') ?? ''}`;
        const opening = pipelines.get(key) ?? openPipeline(runtime, name, { precision: request.precision, memory: request.memory, cache: request.cache, embeddings: request.embeddings });
        pipelines.set(key, opening);
        opening.catch(() => pipelines.delete(key));
        return { pipeline: await opening, device: runtime.report, software: `darkroom ${VERSION}`, encode: encodePngAside, close: async () => undefined };
      };
      return createGeneration(request, open, randomInt(2 ** 32), options);
    },
    close: () => runtime.close(),
  };
}
