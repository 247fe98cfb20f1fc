/** What every command is given and gives, so that it can be tested without a terminal. */
import type { Command } from 'commander';
import type * as library from '../node/index.ts';
import type { Output } from './output.ts';

/** The library, loaded when a command runs: help answers at once. */
export type Library = Pick<typeof library, 'generate' | 'train' | 'compareRecipes' | 'diagnoseRun' | 'evaluate' | 'examPage' | 'listModels' | 'readRecipe' | 'readPicture' | 'readWildcards' | 'requestOf' | 'pictureHash' | 'openDrawing' | 'axisFrom' | 'drawGrid' | 'gridPage' | 'contactSheet' | 'encodePng' | 'writeFileAtomically' | 'enlarged' | 'checkWritable' | 'recipeToText' | 'drawWorldSheet' | 'listWorlds' | 'inspectModel' | 'pullModel'>;

export interface Context {
  readonly output: Output;
  readonly library: () => Promise<Library>;
  readonly signal: AbortSignal;
  /** Seconds since some moment. */
  readonly seconds: () => number;
}

/** What a command found: `text` is printed for people, `json` instead when the user asks for JSON. */
export interface CommandResult {
  readonly json: unknown;
  readonly text?: string;
}

export type Action<Options> = (context: Context, positional: readonly string[], options: Options) => Promise<CommandResult>;

/** A row of the table of commands. */
export interface CommandRow {
  /** Declares arguments, options and help. */
  declare(command: Command): void;
  readonly name: string;
  run(context: Context, positional: readonly string[], options: Readonly<Record<string, unknown>>): Promise<CommandResult>;
}

/** Ties a command's declaration to the type of its options: commander gives them as a plain record. */
export function commandRow<Options>(row: { readonly name: string; readonly declare: (command: Command) => void; readonly run: Action<Options> }): CommandRow {
  return { name: row.name, declare: row.declare, run: (context, positional, options) => row.run(context, positional, options as Options) };
}
