/** `darkroom mcp`: the service as tools for language models, over standard input and output. */
import type { DeviceName } from '../../runtime/runtime.ts';
import { commandRow } from '../command.ts';
import { devices, oneOf } from '../options.ts';
import { dataFolder } from './serve.ts';

interface Options {
  readonly model: readonly string[];
  readonly device?: DeviceName;
  readonly data?: string;
}

export const mcpCommand = commandRow<Options>({
  name: 'mcp',
  declare: (command) => {
    command.description('Let a language model draw and edit: a Model Context Protocol server over stdio.')
      .option('--model <id|path>', 'a model to offer, the first is the default; may be repeated (default: all that come with Darkroom)', (value: string, before: readonly string[]) => [...before, value], [])
      .option('--device <name>', devices.join(', '), oneOf(devices))
      .option('--data <folder>', 'as of darkroom serve; when a service works there, its queue and gallery are used')
      .addHelpText('after', `
In the settings of an MCP client:
  { "mcpServers": { "darkroom": { "command": "npx", "args": ["darkroom", "mcp"] } } }

Tools: generate_image, edit_image, list_models, search_pictures.`);
  },
  run: async ({ library, signal }, _words, { model, device, data }) => {
    const { connectService } = await import('../../mcp/connect.ts');
    const { serveStdio } = await import('../../mcp/stdio.ts');
    const models = model.length > 0 ? model : (await (await library()).listModels()).map(({ id }) => id);
    const connection = await connectService({ dataFolder: dataFolder(data), models, ...(device && { device }) });
    try {
      await serveStdio(connection.client, signal);
    } finally {
      await connection.close();
    }
    return { json: null };
  },
});
