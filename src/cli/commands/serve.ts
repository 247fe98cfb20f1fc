/** `darkroom serve` and `darkroom studio`: the service on a port, until it is told to stop. */
import { spawn } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { DeviceName } from '../../runtime/runtime.ts';
import { type CommandRow, type Context, type CommandResult, commandRow } from '../command.ts';
import { devices, oneOf, wholeNumber } from '../options.ts';

interface Options {
  readonly host?: string;
  readonly port?: number;
  readonly model: readonly string[];
  readonly device?: DeviceName;
  readonly data?: string;
  readonly token?: string;
  readonly allowHost: readonly string[];
  readonly allowOrigin: readonly string[];
  readonly wildcards?: string;
  readonly queue?: number;
  readonly together?: number;
  readonly logPrompts?: true;
  readonly quiet?: true;
}

const repeated = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** Where the service keeps what it makes, unless told otherwise. */
export const dataFolder = (given: string | undefined): string => given ?? process.env['DARKROOM_HOME'] ?? join(homedir(), '.darkroom');

const MOST_PORT = 65_535;

function declare(command: Command, description: string, help: string): void {
  command.description(description)
    .option('--host <address>', 'where to listen; beyond this machine a token is asked of everybody (default: 127.0.0.1)')
    .option('--port <n>', '0 takes any that is free (default: 7860)', wholeNumber(0, MOST_PORT))
    .option('--model <id|path>', 'a model to offer, the first is the default; may be repeated (default: all that come with Darkroom)', repeated, [])
    .option('--device <name>', devices.join(', '), oneOf(devices))
    .option('--data <folder>', 'where pictures, jobs and the index are kept (default: $DARKROOM_HOME, or .darkroom in your home folder)')
    .option('--token <text>', 'what clients have to send (default: none on this machine, a new one beyond it)')
    .option('--allow-host <name>', 'a further name that the service goes by; may be repeated', repeated, [])
    .option('--allow-origin <origin>', 'pages of another origin that may ask, as https://example.org; may be repeated', repeated, [])
    .option('--wildcards <folder>', 'lists for __name__ in prompts: one text file a list, one choice a line')
    .option('--queue <n>', 'jobs that may wait (default: 1000)', wholeNumber(1, 1_000_000))
    .option('--together <n>', 'pictures of waiting jobs alike that are drawn at once: faster with small models, but company may change the last bit of a pixel (default: 1)', wholeNumber(1, 64))
    .option('--log-prompts', 'let the log tell prompts')
    .option('--quiet', 'log nothing')
    .addHelpText('after', help);
}

export const serveCommand = commandRow<Options>({
  name: 'serve',
  declare: (command) => declare(command, "Answer other programs: Darkroom's own API, OpenAI's images and A1111's, on one port; the studio is there, too.", `
Examples:
  darkroom serve
  darkroom serve --model runs/mine --model first-light --port 8000
  darkroom serve --host 0.0.0.0                     others on the network, with the token that is told

Clients: http://127.0.0.1:7860/v1 (OpenAI), http://127.0.0.1:7860/sdapi/v1 (A1111), http://127.0.0.1:7860/darkroom/v1.
What they can ask stands in http://127.0.0.1:7860/openapi.json. Ctrl+C lets the running job finish; what waits goes on at the next start.`),
  run: (context, _words, options) => run(context, options, false),
});

export const studioCommand: CommandRow = commandRow<Options>({
  name: 'studio',
  declare: (command) => declare(command, 'Open the studio in the browser.', '\nExamples:\n  darkroom studio\n  darkroom studio --model runs/mine\n\nThe same as darkroom serve, with a browser opened on it.'),
  run: (context, _words, options) => run(context, options, true),
});

async function run(context: Context, options: Options, open: boolean): Promise<CommandResult> {
  const { serve } = await import('../../server/serve.ts');
  const { createLog } = await import('../../server/log.ts');
  const library = await context.library();
  const models = options.model.length > 0 ? options.model : (await library.listModels()).map(({ id }) => id);
  const server = await serve({
    models, dataFolder: dataFolder(options.data), allowHosts: options.allowHost, allowOrigins: options.allowOrigin, ...(options.host !== undefined && { host: options.host }), ...(options.port !== undefined && { port: options.port }),
    ...(options.device && { device: options.device }), ...(options.token !== undefined && { token: options.token }), ...(options.queue !== undefined && { limits: { queue: options.queue } }), ...(options.together !== undefined && { mostTogether: options.together }),
    ...(options.wildcards !== undefined && { wildcards: await library.readWildcards(options.wildcards) }),
    // A studio's user looks at the studio.
    ...(options.quiet === undefined && !open && { log: createLog((line) => process.stderr.write(line), { prompts: options.logPrompts === true }) }),
  });
  const url = server.token === undefined ? server.url : `${server.url}?token=${encodeURIComponent(server.token)}`;
  context.output.note(`Darkroom is at ${url}`);
  if (server.token !== undefined) context.output.note(`Clients send: Authorization: Bearer ${server.token}`);
  context.output.note('Ctrl+C stops it.');
  if (open) openBrowser(url);
  if (!context.signal.aborted) await new Promise((resolve) => { context.signal.addEventListener('abort', resolve, { once: true }); });
  context.output.note('Stopping: the running job may finish. Ctrl+C again stops at once.');
  await server.close();
  return { json: { url: server.url } };
}

/** Best effort: where there is no browser, the address has been told. */
function openBrowser(url: string): void {
  const [program, ...words] = process.platform === 'darwin' ? ['open'] : process.platform === 'win32' ? ['cmd', '/c', 'start', ''] : ['xdg-open'];
  const child = spawn(program as string, [...words, url], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}
