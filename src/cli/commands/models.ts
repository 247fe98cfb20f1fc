/** `darkroom models`: what is here. */
import { basename } from 'node:path';
import { commandRow } from '../command.ts';
import { bytes, table } from '../format.ts';

export const modelsCommand = commandRow<Record<string, never>>({
  name: 'models',
  declare: (command) => {
    command.description('List the models that are here: sizes, origin, licence.').addHelpText('after', '\nA model that you trained is named by its folder: darkroom generate "…" --model runs/mine');
  },
  run: async ({ library }) => {
    const models = await (await library()).listModels();
    if (models.length === 0) return { json: models, text: 'No models here. Train one: darkroom train' };
    const rows = models.map(({ id, size, parameters, bytes: fileBytes, licence }) => [id, `${size}×${size}`, `${(parameters / 1e6).toFixed(2)} M`, bytes(fileBytes), licence]);
    const words = models.map(({ id, description, origin, file }) => `${id}: ${description}\n  ${origin}\n  ${basename(file)}`);
    return { json: models, text: `${table(['model', 'pictures', 'parameters', 'file', 'licence'], rows)}\n\n${words.join('\n')}` };
  },
});
