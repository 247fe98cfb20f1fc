/** A1111's options: clients read the whole object, change a value and send it all back. Only the model means anything here; the rest is kept. */
import { randomInt } from 'node:crypto';
import { ServiceError } from '../../../api/error.ts';
import type { ModelDescription } from '../../../node/generation/open-pipeline.ts';
import type { Service } from '../../service.ts';

export interface Options {
  all(): Record<string, unknown>;
  value(name: string): unknown;
  /** @throws ServiceError or DarkroomError when the model is not there, or there are too many */
  change(changes: Readonly<Record<string, unknown>>): void;
  /** The model of this name, title or file; the chosen one when none is named. */
  modelNamed(name: unknown): ModelDescription;
  randomSeed(): number;
}

export const titleOf = ({ id, info }: ModelDescription): string => (info.hash === '' ? `${id}.safetensors` : `${id}.safetensors [${info.hash.slice(0, 10)}]`);

const MOST_OPTIONS = 5000;
const MOST_OPTION_LETTERS = 1 << 20;

export function createOptions({ pool }: Pick<Service, 'pool'>): Options {
  let chosen = pool.describe();
  let rest: Record<string, unknown> = { samples_format: 'png', CLIP_stop_at_last_layers: 1, sd_vae: 'Automatic', live_previews_enable: true, show_progress_every_n_steps: 1, samples_save: true, img2img_fix_steps: false };
  const modelNamed = (name: unknown): ModelDescription => {
    if (typeof name !== 'string' || name === '') return chosen;
    const plain = name.replace(/\s*\[[0-9a-f]+\]\s*$/i, '').replace(/\.(safetensors|ckpt)$/i, '');
    return pool.descriptions.find((each) => each.id.toLowerCase() === plain.toLowerCase()) ?? pool.describe(name);
  };
  return {
    all: () => ({ ...rest, sd_model_checkpoint: titleOf(chosen), sd_checkpoint_hash: chosen.info.hash }),
    value: (name) => rest[name],
    change: (changes) => {
      const { sd_model_checkpoint: model, sd_checkpoint_hash: _, ...others } = changes;
      const next = { ...rest, ...others };
      if (Object.keys(next).length > MOST_OPTIONS || JSON.stringify(next).length > MOST_OPTION_LETTERS) throw new ServiceError('usage', 'These are too many options.');
      if (model !== undefined) chosen = modelNamed(model);
      rest = next;
    },
    modelNamed, randomSeed: () => randomInt(2 ** 32),
  };
}
