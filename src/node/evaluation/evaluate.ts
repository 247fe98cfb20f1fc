/** `evaluate` in Node: a model's pictures judged by the checker that comes with the package. */
import { fileURLToPath } from 'node:url';
import { DarkroomError } from '../../base/errors.ts';
import { evaluateModel } from '../../evaluation/evaluate.ts';
import type { EvaluateRequest, EvaluationEvent } from '../../evaluation/evaluation-event.ts';
import { worldNamed } from '../../worlds/worlds.ts';
import { nodeCanvases } from '../canvas.ts';
import { createRuntime } from '../engine/engine-client.ts';
import { DEFAULT_MODEL, loadModel } from '../generation/model-files.ts';
import { loadWeightsFile } from '../weights-file.ts';

/** The checker of a world, trained by `scripts/train-checker.ts`. */
export const checkerFile = (world: string): string => fileURLToPath(new URL(`../../../assets/checkers/${world}.safetensors`, import.meta.url));

/**
 * Measures how well a model's pictures obey prompts. The last event is the result.
 * @throws DarkroomError 'model', 'weights', 'io', 'engine', 'cancelled'
 */
export async function* evaluate(request: EvaluateRequest, { signal }: { readonly signal?: AbortSignal } = {}): AsyncGenerator<EvaluationEvent> {
  const { model } = await loadModel(request.model ?? DEFAULT_MODEL);
  const known = model.config.world;
  if (known === undefined) throw new DarkroomError('model', `${model.config.id} was not trained on a drawn world, so no checker knows what its pictures should show. Look at its sheets instead.`);
  const world = worldNamed(known);
  const checker = await loadWeightsFile(checkerFile(world.name));
  const runtime = await createRuntime({ device: request.device ?? 'auto' });
  try {
    yield { kind: 'note', text: runtime.report.reason };
    yield* evaluateModel({ runtime, model, world, checker, canvases: nodeCanvases, request, now: () => performance.now(), ...(signal && { signal }) });
  } finally {
    await runtime.close();
  }
}
