/** SwarmUI: parameters as JSON under `sui_image_params`. */
import { given } from '../../base/given.ts';
import { type RecipeReading, isObject, modelName, numberOf, parsedObject, textOf, wholeOf } from './reading.ts';

/** @param parameters the JSON text @returns undefined when it is something else */
export function readSwarmUi(parameters: string): RecipeReading | undefined {
  const data = parsedObject(parameters)?.['sui_image_params'];
  if (!isObject(data)) return undefined;
  const model = textOf(data['model']);
  const names = Array.isArray(data['loras']) ? data['loras'] : [];
  const weights = Array.isArray(data['loraweights']) ? data['loraweights'] : [];
  const loras = names.flatMap((name: unknown, i) => (typeof name === 'string' ? [{ name: modelName(name), weight: numberOf(weights[i]) ?? 1 }] : []));
  const [seed, strength] = [wholeOf(data['variationseed']), numberOf(data['variationseedstrength'])];
  const creativity = numberOf(data['initimagecreativity']);
  const software = textOf(data['swarm_version']);
  return {
    source: 'swarmui', notes: 'initimage' in data || creativity !== undefined ? ['It was made from another picture, which is not in the file.'] : [], recipe: given({
      prompt: textOf(data['prompt']), negativePrompt: textOf(data['negativeprompt']), seed: wholeOf(data['seed']), steps: wholeOf(data['steps'], 1), guidance: numberOf(data['cfgscale']), sampler: textOf(data['sampler']), spacing: textOf(data['scheduler']),
      width: wholeOf(data['width'], 1), height: wholeOf(data['height'], 1), model: model === undefined ? undefined : { id: modelName(model) }, loras: loras.length > 0 ? loras : undefined,
      variation: seed !== undefined && strength !== undefined && strength > 0 && strength <= 1 ? { seed, strength } : undefined, strength: creativity !== undefined && creativity > 0 && creativity <= 1 ? creativity : undefined,
      tiling: data['seamlesstileable'] === 'true' || data['seamlesstileable'] === true ? 'both' as const : undefined, software: software === undefined ? undefined : `SwarmUI ${software}`,
    }),
  };
}
