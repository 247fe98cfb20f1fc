/** The command: reads the arguments, runs one row of the table, prints, and exits with a status that scripts can trust. */
import { Command, CommanderError } from 'commander';
import { DarkroomError } from '../base/errors.ts';
import { VERSION } from '../node/version.ts';
import type { CommandRow, Context } from './command.ts';
import { evalCommand } from './commands/eval.ts';
import { galleryCommand } from './commands/gallery.ts';
import { generateCommand } from './commands/generate.ts';
import { gridCommand } from './commands/grid.ts';
import { infoCommand } from './commands/info.ts';
import { modelsCommand } from './commands/models.ts';
import { mcpCommand } from './commands/mcp.ts';
import { serveCommand, studioCommand } from './commands/serve.ts';
import { trainCommand } from './commands/train.ts';
import { worldsCommand } from './commands/worlds.ts';
import { type Streams, createOutput } from './output.ts';

const commands: readonly CommandRow[] = [generateCommand, gridCommand, studioCommand, serveCommand, galleryCommand, mcpCommand, infoCommand, trainCommand, evalCommand, modelsCommand, worldsCommand];

/** Scripts rely on these. */
const exitCodes = { done: 0, failed: 1, usage: 2, cancelled: 130 } as const;

const exitCodeOf = (error: unknown): number => {
  if (!(error instanceof DarkroomError)) return exitCodes.failed;
  return error.code === 'usage' ? exitCodes.usage : error.code === 'cancelled' ? exitCodes.cancelled : exitCodes.failed;
};

/** @returns the exit status */
export async function main(argv: readonly string[], streams: Streams, signal: AbortSignal, library: Context['library']): Promise<number> {
  const json = argv.includes('--json');
  const output = createOutput(streams, json);
  let status: number = exitCodes.done;
  const context: Context = { output, library, signal, seconds: () => streams.now() / 1000 };
  const program = new Command('darkroom').description('Train, generate and explain pictures by diffusion, with no Python and no GPU needed.').version(VERSION)
    .exitOverride().configureOutput({ writeOut: (text) => streams.stdout.write(text), writeErr: (text) => streams.stderr.write(text), outputError: () => undefined })
    .addHelpText('after', '\nStart here:\n  darkroom generate "a red fox on the beach at night" --seed 7 --out fox.png\n\nEach command tells more: darkroom train --help');
  for (const row of commands) {
    const command = program.command(row.name).option('--json', 'print one JSON object and nothing else').exitOverride();
    row.declare(command);
    command.action(async (...given: unknown[]) => {
      const positional = given.slice(0, -2).flat().filter((value) => typeof value === 'string');
      const { json: _, ...options } = command.opts();
      const result = await row.run(context, positional, options);
      if (json) output.result(JSON.stringify(result.json, null, 2));
      else if (result.text !== undefined) output.result(result.text);
    });
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    status = report(error, json, streams, output.note);
  }
  return status;
}

/** One sentence for the person, one object for the script. A bug keeps its stack. */
function report(error: unknown, json: boolean, { stdout, stderr }: Streams, note: (text: string) => void): number {
  if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.done;
  const usage = error instanceof CommanderError;
  const message = error instanceof Error ? error.message.replace(/^error: /, '') : String(error);
  const status = usage ? exitCodes.usage : exitCodeOf(error);
  const code = usage ? 'usage' : error instanceof DarkroomError ? error.code : 'bug';
  if (usage && error.code === 'commander.help') return exitCodes.usage;
  if (json) stdout.write(`${JSON.stringify({ error: { code, message } }, null, 2)}\n`);
  // Notes take the line of progress away first; with --json there is none.
  const tell = json ? (text: string) => stderr.write(`${text}\n`) : note;
  if (code === 'bug') tell(`This is a bug in Darkroom, not your mistake:\n${error instanceof Error ? error.stack : message}`);
  else if (!json) tell(message);
  return status;
}
