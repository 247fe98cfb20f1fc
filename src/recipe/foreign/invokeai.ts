/** InvokeAI: metadata of today (`invokeai_metadata`), of 2.x (`sd-metadata`), and of the beginning (`Dream`). */
import { given } from '../../base/given.ts';
import { type Json, type RecipeReading, isObject, modelName, numberOf, parsedObject, textOf, wholeOf } from './reading.ts';

/** Texts by keyword. */
export function readInvokeAi(text: Readonly<Record<string, string>>): RecipeReading | undefined {
  const [today, older] = [parsedObject(text['invokeai_metadata']), parsedObject(text['sd-metadata'])];
  const recipe = today ? fromMetadata(today) : older ? fromOlder(older) : text['Dream'] === undefined ? undefined : fromDream(text['Dream']);
  return recipe && { source: 'invokeai', recipe, notes: today && Array.isArray(today['controlnets']) && today['controlnets'].length > 0 ? ['It was guided by further pictures (ControlNet), which are not in the file.'] : [] };
}

function fromMetadata(data: Json): RecipeReading['recipe'] {
  const model = isObject(data['model']) ? data['model'] : {};
  const id = textOf(model['name'] ?? model['model_name'] ?? model['key']);
  const hash = textOf(model['hash']);
  const strength = numberOf(data['strength']);
  const loras = (Array.isArray(data['loras']) ? data['loras'] : []).flatMap((entry: unknown) => {
    if (!isObject(entry)) return [];
    const lora = isObject(entry['model']) ? entry['model'] : isObject(entry['lora']) ? entry['lora'] : {};
    const name = textOf(lora['name'] ?? lora['model_name'] ?? lora['key']);
    return name === undefined ? [] : [{ name, weight: numberOf(entry['weight']) ?? 1 }];
  });
  const tiling = { x: data['seamless_x'] === true, y: data['seamless_y'] === true };
  return given({
    prompt: textOf(data['positive_prompt']), negativePrompt: textOf(data['negative_prompt']) ?? undefined, seed: wholeOf(data['seed']), steps: wholeOf(data['steps'], 1), guidance: numberOf(data['cfg_scale'] ?? data['guidance']),
    ...sampling(textOf(data['scheduler'])), width: wholeOf(data['width'], 1), height: wholeOf(data['height'], 1), model: id === undefined ? undefined : { id, ...(hash !== undefined && { hash: hash.replace(/^\w+:/, '') }) },
    strength: strength !== undefined && strength > 0 && strength < 1 && /2img|img2|inpaint|outpaint/.test(textOf(data['generation_mode']) ?? '') ? strength : undefined, clipSkip: wholeOf(data['clip_skip'], 1), loras: loras.length > 0 ? loras : undefined,
    tiling: tiling.x && tiling.y ? 'both' as const : tiling.x ? 'x' as const : tiling.y ? 'y' as const : undefined, software: version(textOf(data['app_version'])),
  });
}

const version = (number: string | undefined): string | undefined => (number === undefined ? undefined : `InvokeAI ${number}`);

/** Its schedulers have the spacing in their names: `euler_k`, `dpmpp_2m_k` are Karras'. */
function sampling(name: string | undefined): { sampler?: string; spacing?: string } {
  if (name === undefined) return {};
  return name.endsWith('_k') ? { sampler: plain(name.slice(0, -2)), spacing: 'karras' } : { sampler: plain(name) };
}

const plain = (name: string): string => ({ euler_a: 'euler_ancestral', kdpm_2: 'dpm2', kdpm_2_a: 'dpm2_a' })[name] ?? name;

function fromOlder(data: Json): RecipeReading['recipe'] {
  const image = isObject(data['image']) ? data['image'] : {};
  const texts = Array.isArray(image['prompt']) ? image['prompt'].flatMap((part: unknown) => (isObject(part) ? textOf(part['prompt']) ?? [] : [])) : [];
  const model = textOf(data['model_weights'] ?? data['model']);
  return given({
    ...splitNegative(texts.join(' ') || textOf(image['prompt']) || ''), seed: wholeOf(image['seed']), steps: wholeOf(image['steps'], 1), guidance: numberOf(image['cfg_scale']), sampler: textOf(image['sampler']),
    width: wholeOf(image['width'], 1), height: wholeOf(image['height'], 1), model: model === undefined ? undefined : { id: modelName(model) }, software: version(textOf(data['app_version'])),
  });
}

/** What stood in brackets was not wanted. */
function splitNegative(text: string): { prompt: string; negativePrompt?: string } {
  const negative = [...text.matchAll(/\[([^\]]*)\]/g)].map(([, words]) => (words as string).trim()).filter((words) => words !== '').join(', ');
  return { prompt: text.replace(/\[[^\]]*\]/g, '').replace(/ {2,}/g, ' ').trim(), ...(negative !== '' && { negativePrompt: negative }) };
}

/** A command line: `"a fox" -s 50 -S 42 -W 512 -H 512 -C 7.5 -A k_lms`. */
function fromDream(line: string): RecipeReading['recipe'] {
  const [, inQuotes, plainText] = /^\s*(?:"((?:[^"\\]|\\.)*)"|(.*?))(?=\s+-[a-zA-Z]|\s*$)/.exec(line) ?? [];
  const option = (letter: string): string | undefined => new RegExp(`\\s-${letter}\\s*(\\S+)`).exec(line)?.[1];
  return given({ ...splitNegative(inQuotes ?? plainText ?? ''), steps: wholeOf(option('s'), 1), seed: wholeOf(option('S')), width: wholeOf(option('W'), 1), height: wholeOf(option('H'), 1), guidance: numberOf(option('C')), sampler: option('A') });
}
