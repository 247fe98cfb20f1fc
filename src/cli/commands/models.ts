/** `darkroom models`: what is here; `models inspect` and `models pull`: Stable Diffusion checkpoints, looked into and fetched. */
import { basename } from 'node:path';
import { DarkroomError } from '../../base/errors.ts';
import type { DeviceName } from '../../runtime/runtime.ts';
import { type CommandResult, type Context, commandRow } from '../command.ts';
import { bar, bytes, duration, table } from '../format.ts';
import { devices, oneOf, size } from '../options.ts';
import { adapterText, inspectionText } from './models-inspection.ts';

interface Options {
  readonly size?: { readonly width: number; readonly height: number };
  readonly device?: DeviceName;
  readonly revision?: string;
  readonly precision?: 'half' | 'full';
  readonly file: readonly string[];
}

const help = `
Examples:
  darkroom models                                     the models that come with Darkroom
  darkroom models inspect ./my-sd15                   family, parts, precision, memory, before anything is loaded
  darkroom models inspect model.safetensors --size 1024x1024
  darkroom models inspect loras/ink.safetensors       for which models, which parts, which rank
  darkroom models pull stable-diffusion-v1-5/stable-diffusion-v1-5
  darkroom models pull ORG/NAME --file model.safetensors

A model that you trained is named by its folder: darkroom generate "…" --model runs/mine
pull puts files where Python's libraries look for them, too; HF_HOME, HF_HUB_CACHE, HF_TOKEN and HF_ENDPOINT are honoured.`;

export const modelsCommand = commandRow<Options>({
  name: 'models',
  declare: (command) => {
    command.description('List the models that are here; look into a checkpoint; download one.')
      .argument('[action]', 'inspect or pull; nothing lists').argument('[name]', 'a checkpoint: a folder, a file, or ORG/NAME')
      .option('--size <WxH>', 'inspect: pixels that memory is reckoned for (default: what the model was trained at)', size)
      .option('--device <name>', `inspect: ${devices.join(', ')}`, oneOf(devices))
      .option('--revision <name>', 'pull: a branch, tag or commit (default: main)')
      .option('--precision <half|full>', 'pull: half the bytes, or weights that need no widening (default: half)', oneOf(['half', 'full'] as const))
      .option('--file <path>', 'pull: only this file of the repository; may be given several times', (path: string, before: readonly string[]) => [...before, path], [])
      .addHelpText('after', help);
  },
  run: async (context, [action, name], options) => {
    if (action === undefined) return list(context);
    const act = Object.hasOwn(actions, action) ? actions[action as keyof typeof actions] : undefined;
    if (act === undefined) throw new DarkroomError('usage', `models ${action}: there are inspect and pull; without a word it lists.`, { action });
    if (name === undefined) throw new DarkroomError('usage', `models ${action}: of which model? Give a folder, a file, or ORG/NAME.`, { action });
    return act(context, name, options);
  },
});

const actions = { inspect, pull };

async function list({ library }: Context): Promise<CommandResult> {
  const models = await (await library()).listModels();
  if (models.length === 0) return { json: models, text: 'No models here. Train one: darkroom train' };
  const rows = models.map(({ id, size: side, parameters, bytes: fileBytes, licence }) => [id, `${side}×${side}`, `${(parameters / 1e6).toFixed(2)} M`, bytes(fileBytes), licence]);
  const words = models.map(({ id, description, origin, file }) => `${id}: ${description}\n  ${origin}\n  ${basename(file)}`);
  return { json: models, text: `${table(['model', 'pictures', 'parameters', 'file', 'licence'], rows)}\n\n${words.join('\n')}` };
}

async function inspect({ library }: Context, name: string, options: Options): Promise<CommandResult> {
  const inspection = await (await library()).inspectModel({ name, environment: process.env, ...(options.size && { size: options.size }), ...(options.device && { device: options.device }) });
  return { json: inspection, text: 'adapter' in inspection ? adapterText(inspection) : inspectionText(inspection) };
}

async function pull({ library, output, signal, seconds }: Context, repository: string, { revision, precision, file }: Options): Promise<CommandResult> {
  const began = seconds();
  const run = (await library()).pullModel({ repository, environment: process.env, signal, ...(revision !== undefined && { revision }), ...(precision && { precision }), ...(file.length > 0 && { files: file }) });
  output.progress(`Asking for ${repository} …`);
  for (;;) {
    const next = await run.next();
    if (next.done) {
      const pulled = next.value;
      const total = pulled.files.reduce((sum, { bytes: count }) => sum + count, 0);
      output.note(`${pulled.files.length} files, ${bytes(total)}, in ${duration(seconds() - began)}: ${pulled.folder}`);
      const model = file.length === 1 ? `${pulled.folder}/${file[0]}` : repository;
      return { json: pulled, text: `darkroom generate "…" --model ${model}` };
    }
    const { file: path, receivedBytes, totalBytes } = next.value;
    output.progress(`${bar(totalBytes === 0 ? 1 : receivedBytes / totalBytes)} ${bytes(receivedBytes)} of ${bytes(totalBytes)}, ${path}`);
  }
}
