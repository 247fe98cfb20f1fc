/** Which files of a repository a Stable Diffusion checkpoint needs: one precision of each network, no pickles, no safety checkers, nothing twice. */
import { DarkroomError } from '../../base/errors.ts';

/** A file of a repository at one commit. */
export interface HubFile {
  /** With slashes, below the repository's root. */
  readonly path: string;
  readonly size: number;
  /** Names its content: SHA-256 for large files, git's SHA-1 for small ones. */
  readonly etag: string;
}

export type PullPrecision = 'half' | 'full';

const networks = [['unet', 'diffusion_pytorch_model'], ['vae', 'diffusion_pytorch_model'], ['text_encoder', 'model'], ['text_encoder_2', 'model']] as const;
const tokenizers = ['tokenizer', 'tokenizer_2'];
/** The tokenizer's whole file is needed only where its parts are missing. */
const tokenizerParts = ['vocab.json', 'merges.txt'];
const tokenizerSettings = ['tokenizer_config.json', 'special_tokens_map.json'];

/** Tried in this order. Half precision is half the download; full is mapped at the start instead of being widened. */
const suffixes: Readonly<Record<PullPrecision, readonly string[]>> = { half: ['.fp16', '.bf16', ''], full: ['', '.fp16', '.bf16'] };

/**
 * @throws DarkroomError code 'model' when the repository is no diffusers checkpoint, or a network has only pickled weights
 */
export function neededFiles(repository: string, files: readonly HubFile[], precision: PullPrecision): readonly HubFile[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  if (!byPath.has('model_index.json')) {
    const single = files.filter(({ path }) => path.endsWith('.safetensors')).map(({ path }) => path);
    const hint = single.length === 0 ? 'It holds no .safetensors files at all.' : `Its .safetensors files can be had one by one: --file ${single.slice(0, 5).join(', --file ')}.`;
    throw new DarkroomError('model', `${repository} has no model_index.json, so it is not a checkpoint in diffusers' layout. ${hint}`, { repository, single });
  }
  const wanted = ['model_index.json', 'scheduler/scheduler_config.json'];
  for (const [folder, stem] of networks) {
    if (!byPath.has(`${folder}/config.json`)) continue;
    wanted.push(`${folder}/config.json`, ...weightFiles(repository, [...byPath.keys()], folder, stem, precision));
  }
  for (const folder of tokenizers) {
    const whole = tokenizerParts.every((part) => byPath.has(`${folder}/${part}`));
    wanted.push(...(whole ? tokenizerParts : ['tokenizer.json']).map((part) => `${folder}/${part}`), ...tokenizerSettings.map((part) => `${folder}/${part}`));
  }
  return wanted.flatMap((path) => byPath.get(path) ?? []);
}

function weightFiles(repository: string, paths: readonly string[], folder: string, stem: string, precision: PullPrecision): string[] {
  const known = new Set(paths);
  for (const suffix of suffixes[precision]) {
    const whole = `${folder}/${stem}${suffix}.safetensors`;
    if (known.has(whole)) return [whole];
    const index = [`${folder}/${stem}.safetensors.index${suffix}.json`, `${folder}/${stem}${suffix}.safetensors.index.json`].find((path) => known.has(path));
    if (index !== undefined) return [index, ...shards(paths, `${folder}/${stem}`, suffix)];
  }
  throw new DarkroomError('model', `${repository} has no .safetensors weights in ${folder}; pickled ones are not downloaded, because opening them runs whatever program they hold.`, { repository, folder });
}

/** `model-00001-of-00002.fp16.safetensors` or `model.fp16-00001-of-00002.safetensors`. */
function shards(paths: readonly string[], stem: string, suffix: string): string[] {
  return paths.filter((path) => {
    const rest = path.startsWith(stem) && path.endsWith('.safetensors') ? path.slice(stem.length, -'.safetensors'.length) : '';
    const [, number] = /(-\d+-of-\d+)/.exec(rest) ?? [];
    return number !== undefined && rest.replace(number, '') === suffix;
  });
}
