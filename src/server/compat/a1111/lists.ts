/** What A1111's clients fill their menus from. Lists of what Darkroom does not have are empty, so that nobody stumbles over their absence. */
import { spacingLabels } from '../../../diffusion/names.ts';
import { samplerNames, samplers } from '../../../diffusion/samplers/index.ts';
import { spacingNames } from '../../../diffusion/spacing.ts';
import { presetsFor } from '../../../recipe/presets.ts';
import type { Service } from '../../service.ts';
import { titleOf } from './options.ts';

type List = (service: Service) => unknown;

const noFile = { model_path: null, model_url: null };

/** Answers by the end of the path. */
export const lists: Readonly<Record<string, List>> = {
  samplers: () => samplerNames.map((name) => ({ name: samplers[name].label, aliases: [name, ...samplers[name].aliases], options: {} })),
  schedulers: () => [{ name: 'automatic', label: 'Automatic', aliases: null, default_rho: -1, need_inner_model: false }, ...spacingNames.map((name) => ({ name, label: spacingLabels[name].label, aliases: spacingLabels[name].aliases, default_rho: -1, need_inner_model: false }))],
  'sd-models': ({ pool }) => pool.descriptions.map((model) => ({ title: titleOf(model), model_name: model.id, hash: model.info.hash === '' ? null : model.info.hash.slice(0, 10), sha256: null, filename: `${model.id}.safetensors`, config: null })),
  'sd-vae': () => [], 'sd-modules': () => [], hypernetworks: () => [], 'face-restorers': () => [], 'realesrgan-models': () => [],
  // The path of A1111's answer would tell of the disk: the file's name is enough to name it in a prompt.
  // Those of every model, as A1111 has one folder for all.
  loras: async ({ pool }) => [...new Set((await Promise.all(pool.descriptions.map(async ({ id }) => await pool.loras(id) ?? []))).flat().map(({ name }) => name))].map((name) => ({ name, alias: name, path: `${name}.safetensors`, metadata: {} })),
  upscalers: () => ['None', 'Lanczos', 'Darkroom'].map((name) => ({ name, model_name: null, ...noFile, scale: name === 'None' ? 1 : 4 })),
  'latent-upscale-modes': () => [{ name: 'Latent' }],
  embeddings: () => ({ loaded: {}, skipped: {} }),
  'prompt-styles': ({ pool }) => presetsFor(pool.describe().info.world).map(({ name, words }) => ({ name, prompt: words, negative_prompt: '' })),
  'cmd-flags': () => ({ api: true, listen: false, nowebui: true }),
  memory: () => {
    const { rss, heapTotal } = process.memoryUsage();
    return { ram: { free: heapTotal, used: rss, total: rss + heapTotal }, cuda: { error: 'unavailable' } };
  },
  scripts: () => ({ txt2img: [], img2img: [] }), 'script-info': () => [], extensions: () => [],
};
