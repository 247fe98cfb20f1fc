/** `darkroom train compare` and `darkroom train diagnose`: two recipes against each other; a run looked at for the usual failures. */
import { DarkroomError } from '../../base/errors.ts';
import type { CompareEvent, CompareRequest } from '../../node/index.ts';
import type { TrainEvent } from '../../training/training-event.ts';
import { type ComparisonRow, changeOf } from '../../training/comparison.ts';
import type { CommandResult, Context } from '../command.ts';
import { duration, table } from '../format.ts';
import { findingText, progressLine, validationLine } from './train-lines.ts';

/** @param paths of runs @throws DarkroomError code 'usage' */
export async function diagnoseAction({ library }: Context, paths: readonly string[]): Promise<CommandResult> {
  const [path] = paths;
  if (path === undefined || paths.length > 1) throw new DarkroomError('usage', 'train diagnose: of which run? Give its folder.');
  const findings = await (await library()).diagnoseRun(path);
  return { json: findings, text: findings.length === 0 ? 'None of the usual failures shows in the numbers.' : findings.map(findingText).join('\n') };
}

export async function compareAction({ library, output, signal }: Context, request: CompareRequest): Promise<CommandResult> {
  const events = (await library()).compareRecipes(request, { signal });
  let result: Extract<CompareEvent, { kind: 'comparison' }> | undefined;
  for await (const event of events) {
    if (event.kind === 'comparison') result = event;
    else tellRun(event.run, event.name, event.event, output);
  }
  if (result === undefined) return { json: null };
  const { names, comparison, page } = result;
  const differing = comparison.differences.map(([path, a, b]) => [path, a, b]);
  const rows = comparison.rows.map((row) => [row.what, number(row.a), number(row.b), changeOf(row)]);
  return { json: { names, ...comparison, page }, text: `${table(['what differs', 'a', 'b'], differing)}\n\n${table(['what came out', `a: ${names[0]}`, `b: ${names[1]}`, 'change'], rows)}\n\n  page  ${page}` };
}

const number = (value: ComparisonRow['a']): string => (Number.isInteger(value) ? String(value) : value.toPrecision(4));

function tellRun(run: string, name: string, event: TrainEvent, output: Context['output']): void {
  if (event.kind === 'step') output.progress(`${run}: ${progressLine(event)}`);
  else if (event.kind === 'validation') output.note(`${run}: ${validationLine(event.validation)}`);
  else if (event.kind === 'done') output.note(`${run}: ${name}, ${event.step} steps in ${duration(event.seconds)}.`);
}
