/** Fooocus: settings as JSON under `parameters`. (Its other scheme is A1111's text.) */
import { given } from '../../base/given.ts';
import { type RecipeReading, modelName, numberOf, parsedObject, textOf, wholeOf } from './reading.ts';

/** @param parameters the JSON text @returns undefined when it is something else */
export function readFooocus(parameters: string): RecipeReading | undefined {
  const data = parsedObject(parameters);
  if (data === undefined || !('base_model' in data || 'adm_guidance' in data || 'performance' in data)) return undefined;
  const [width, height] = [...(textOf(data['resolution']) ?? '').matchAll(/\d+/g)].map(([number]) => wholeOf(number, 1));
  const model = textOf(data['base_model']);
  const hash = textOf(data['base_model_hash']);
  const loras = (Array.isArray(data['loras']) ? data['loras'] : []).flatMap((entry: unknown) => (Array.isArray(entry) && typeof entry[0] === 'string' ? [{ name: modelName(entry[0]), weight: numberOf(entry[1]) ?? 1 }] : []));
  const clip = wholeOf(data['clip_skip'], 2);
  const styles = textOf(data['styles']);
  const notes = [
    ...(styles !== undefined && styles !== '[]' ? [`Its styles have no match here: ${styles.slice(0, 300)}.`] : []),
    ...(textOf(data['refiner_model']) !== undefined && data['refiner_model'] !== 'None' ? [`It was refined by ${modelName(data['refiner_model'] as string)}, which is left out.`] : []),
  ];
  return {
    source: 'fooocus', notes, recipe: given({
      prompt: textOf(data['prompt']), negativePrompt: textOf(data['negative_prompt']), seed: wholeOf(data['seed']), steps: wholeOf(data['steps'], 1), guidance: numberOf(data['guidance_scale']), sampler: textOf(data['sampler']), spacing: textOf(data['scheduler']),
      width: height === undefined ? undefined : width, height, model: model === undefined ? undefined : { id: modelName(model), ...(hash !== undefined && { hash }) }, loras: loras.length > 0 ? loras : undefined,
      clipSkip: clip === undefined ? undefined : clip - 1, software: textOf(data['version']),
    }),
  };
}
