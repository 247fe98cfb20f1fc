/** `generate` in Node: finds the model, starts an engine for the run and stops it after. */
import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { DarkroomError } from '../../base/errors.ts';
import { readPngText } from '../../images/png.ts';
import { createGeneration } from '../../pipelines/generate.ts';
import type { GenerateOptions, GenerateRequest, Generation } from '../../pipelines/generation.ts';
import { recipeFromText } from '../../recipe/recipe-text.ts';
import { type Recipe, parseRecipeJson } from '../../recipe/recipe.ts';
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
    const { width, height } = request;
    const pipeline = await openPipeline(runtime, name, width === undefined || height === undefined ? undefined : { width, height }).catch(async (error: unknown) => {
      await runtime.close();
      throw error;
    });
    return { pipeline, device: runtime.report, software: `darkroom ${VERSION}`, encode: encodePngAside, close: () => runtime.close() };
  };
  return createGeneration(request, open, randomInt(2 ** 32), options);
}

/**
 * The recipe in a picture that Darkroom (or a program with the same kind of text) made, or in a JSON file.
 * @throws DarkroomError code 'io' when the file cannot be read, 'data' when there is no recipe in it
 */
export async function readRecipe(path: string): Promise<Recipe> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new DarkroomError('io', `There is no file ${path} that can be read.`, { path }, error);
  });
  try {
    if (bytes[0] === 0x7b) return parseRecipeJson(bytes.toString('utf8'));
    const recipe = recipeFromText(readPngText(bytes));
    if (recipe !== undefined) return recipe;
  } catch (error) {
    if (error instanceof DarkroomError) throw new DarkroomError(error.code, `${path}: ${error.message}`, { path }, error);
    throw error;
  }
  throw new DarkroomError('data', `${path} carries no recipe: another program made it, or its text was removed.`, { path });
}
