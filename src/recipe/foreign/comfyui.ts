/** ComfyUI: the graph that made the picture. The sampler is found, then what it hangs on is followed back. */
import { given } from '../../base/given.ts';
import { type Json, type RecipeReading, isObject, modelName, numberOf, parsedObject, textOf, wholeOf } from './reading.ts';

interface Node {
  readonly id: string;
  readonly type: string;
  readonly inputs: Json;
}

type Graph = ReadonlyMap<string, Node>;

/** Links that are followed: graphs may turn in circles. */
const MOST_HOPS = 64;

/** @param prompt the graph as the server ran it (keyword `prompt`): node by id, links as [id, output] */
export function readComfyUi(prompt: string): RecipeReading | undefined {
  const json = parsedObject(prompt);
  if (json === undefined) return undefined;
  const nodes = Object.entries(json).flatMap(([id, node]) => (isObject(node) && isObject(node['inputs']) && typeof node['class_type'] === 'string' ? [{ id, type: node['class_type'], inputs: node['inputs'] }] : []));
  if (nodes.length === 0) return undefined;
  const graph: Graph = new Map(nodes.map((node) => [node.id, node]));
  const samplers = nodes.filter(({ type, inputs }) => /sampler/i.test(type) && ('positive' in inputs || 'guider' in inputs || 'sigmas' in inputs));
  const sampler = mainSampler(samplers);
  if (sampler === undefined) return { source: 'comfyui', recipe: given({ prompt: anyText(nodes) }), notes: ['The graph has no sampler of a kind that is known here.'] };
  const notes = samplers.length > 1 ? [`The graph has ${samplers.length} samplers: these are the settings of the first pass.`] : [];
  return { source: 'comfyui', recipe: settingsOf(sampler, graph), notes };
}

/** The first pass: one that starts from all of the noise; else the first there is. */
const mainSampler = (samplers: readonly Node[]): Node | undefined => samplers.find(({ inputs }) => (numberOf(inputs['denoise']) ?? 1) === 1) ?? samplers[0];

function linked(graph: Graph, value: unknown): Node | undefined {
  return Array.isArray(value) ? graph.get(String(value[0])) : undefined;
}

/** The nearest node behind a link that has an input of one of these names. */
function behind(graph: Graph, start: unknown, names: readonly string[], seen = new Set<string>()): Node | undefined {
  const node = linked(graph, start);
  if (node === undefined || seen.has(node.id) || seen.size > MOST_HOPS) return undefined;
  seen.add(node.id);
  if (names.some((name) => name in node.inputs)) return node;
  for (const input of Object.values(node.inputs)) {
    const found = behind(graph, input, names, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A value that stands there, or behind a link (a primitive, a string node). */
function valueOf(graph: Graph, value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const node = behind(graph, value, ['value', 'text', 'string', 'noise_seed', 'seed', 'int', 'float']);
  return node && ['value', 'text', 'string', 'noise_seed', 'seed', 'int', 'float'].map((name) => node.inputs[name]).find((each) => each !== undefined && !Array.isArray(each));
}

function promptOf(graph: Graph, link: unknown): string | undefined {
  const node = behind(graph, link, ['text', 'text_g', 'clip_l', 't5xxl', 'prompt']);
  if (node === undefined) return undefined;
  return textOf(['text', 'text_g', 'clip_l', 't5xxl', 'prompt'].map((name) => valueOf(graph, node.inputs[name])).find((value) => typeof value === 'string'));
}

function settingsOf({ inputs }: Node, graph: Graph): RecipeReading['recipe'] {
  const guider = linked(graph, inputs['guider'])?.inputs ?? {};
  const pick = (name: string, ...links: unknown[]): unknown => [inputs[name], ...links.map((link) => behind(graph, link, [name])?.inputs[name])].map((value) => valueOf(graph, value)).find((value) => value !== undefined);
  const latent = behind(graph, inputs['latent_image'], ['width', 'height', 'pixels'])?.inputs;
  const checkpoint = behind(graph, inputs['model'] ?? guider['model'], ['ckpt_name', 'unet_name'])?.inputs;
  const file = textOf(checkpoint?.['ckpt_name'] ?? checkpoint?.['unet_name']);
  const denoise = numberOf(pick('denoise', inputs['sigmas']));
  const loras = lorasOf(graph, inputs['model'] ?? guider['model']);
  return given({
    prompt: promptOf(graph, inputs['positive'] ?? guider['positive'] ?? guider['conditioning']), negativePrompt: promptOf(graph, inputs['negative'] ?? guider['negative']),
    seed: wholeOf(pick('seed')) ?? wholeOf(pick('noise_seed', inputs['noise'])), steps: wholeOf(pick('steps', inputs['sigmas']), 1), guidance: numberOf(pick('cfg', inputs['guider'])),
    sampler: textOf(pick('sampler_name', inputs['sampler'])), spacing: textOf(pick('scheduler', inputs['sigmas'])), width: wholeOf(valueOf(graph, latent?.['width']), 1), height: wholeOf(valueOf(graph, latent?.['height']), 1),
    strength: denoise !== undefined && denoise < 1 && denoise > 0 ? denoise : undefined, model: file === undefined ? undefined : { id: modelName(file) }, loras: loras.length > 0 ? loras : undefined,
  });
}

function lorasOf(graph: Graph, link: unknown): { name: string; weight: number }[] {
  const found: { name: string; weight: number }[] = [];
  for (let node = linked(graph, link), hops = 0; node !== undefined && hops < MOST_HOPS; node = linked(graph, node.inputs['model']), hops++) {
    const name = textOf(node.inputs['lora_name']);
    if (name !== undefined) found.unshift({ name: modelName(name), weight: numberOf(node.inputs['strength_model']) ?? 1 });
  }
  return found;
}

const anyText = (nodes: readonly Node[]): string | undefined => nodes.map(({ inputs }) => textOf(inputs['text'])).find((text) => text !== undefined && text !== '');
