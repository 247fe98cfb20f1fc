/** `darkroom train`: from a recipe, on a drawn world or on a user's own pictures, to a model. */
import { DarkroomError } from '../../base/errors.ts';
import type { DeviceName } from '../../runtime/runtime.ts';
import type { TrainEvent } from '../../node/index.ts';
import { type CommandResult, type Context, commandRow } from '../command.ts';
import { bar } from '../format.ts';
import { devices, numberBetween, oneOf, wholeNumber } from '../options.ts';
import { compareAction, diagnoseAction } from './train-actions.ts';
import { doneText, findingText, progressLine, validationLine } from './train-lines.ts';

interface Options {
  readonly recipe?: string;
  readonly data?: string;
  readonly out?: string;
  readonly minutes?: number;
  readonly steps?: number;
  readonly resume?: boolean;
  readonly phase?: string;
  readonly seed?: number;
  readonly from?: string;
  readonly threads?: number;
  readonly device?: DeviceName;
  readonly change: readonly string[];
}

const help = `
Examples:
  darkroom train                                  the first-light recipe: three minutes on two cores
  darkroom train --data photos/ --out runs/mine --minutes 20
  darkroom train --out runs/mine --data photos/ --resume --minutes 40
  darkroom train --recipe storybook --minutes 600 the 256×256 model, in phases
  darkroom train --out runs/storybook --resume    go on wherever it was
  darkroom train diagnose runs/mine               what a run's numbers say is wrong, and what to try
  darkroom train compare first-light --change phases.denoiser.copies=2 --steps 500
  darkroom train compare a.json b.json --minutes 3 --out runs/a-b
  darkroom generate "…" --model runs/mine         draw with what was trained, from its first sheet on

--data takes PNG, JPEG and WebP files. Captions come from a .txt beside each picture, or from metadata.jsonl or
metadata.csv with file_name and text, else from the file's name. The folder --out gets checkpoint, model, sheets,
metrics.jsonl and report.html. A run that is stopped in any way goes on with --resume; --minutes and --steps count
the whole run, or the --phase. compare runs both recipes on the same seed and data and lays curves, numbers and sheets
side by side.`;

/** A run that its engine left goes on from its last checkpoint. */
async function* withAdvice(events: AsyncIterable<TrainEvent>): AsyncGenerator<TrainEvent> {
  let kept: string | undefined;
  try {
    for await (const event of events) {
      if (event.kind === 'checkpoint') kept = event.file;
      yield event;
    }
  } catch (error) {
    if (!(error instanceof DarkroomError) || error.code !== 'engine' || kept === undefined) throw error;
    throw new DarkroomError(error.code, `${error.message} The state of a moment ago is in ${kept}: go on with --resume.`, error.details, error);
  }
}

export const trainCommand = commandRow<Options>({
  name: 'train',
  declare: (command) => {
    command.description('Train a model from nothing; compare two recipes; diagnose a run.')
      .argument('[action]', 'compare or diagnose; nothing trains').argument('[names...]', 'compare: one or two recipes; diagnose: a run')
      .option('--recipe <name|file>', 'first-light (default), storybook, or a JSON file with { "extends": "first-light", … }')
      .option('--data <folder>', "your own pictures with captions, instead of the recipe's drawn world")
      .option('--out <folder>', 'where the run lives (default: runs/<recipe>)')
      .option('--minutes <n>', 'stop by the clock', numberBetween(0.01, 1e6))
      .option('--steps <n>', 'stop after so many steps: the same seed gives the same weights', wholeNumber(1, 1e9))
      .option('--resume', 'go on from the last checkpoint in --out')
      .option('--phase <name>', 'run this phase of the recipe alone; earlier ones must be done')
      .option('--from <file>', "begin with the tensors of a model or of another run's phase (safetensors) instead of nothing")
      .option('--seed <n>', 'of weights, data order and noise', wholeNumber(0, Number.MAX_SAFE_INTEGER))
      .option('--threads <n>', 'CPU threads (default: one per core; on a machine that does other work, too, 1 is often several times as fast)', wholeNumber(1, 256))
      .option('--device <name>', devices.join(', '), oneOf(devices))
      .option('--change <path=value>', 'compare: what differs in the second recipe; may be given several times', (change: string, before: readonly string[]) => [...before, change], [])
      .addHelpText('after', help);
  },
  run: async (context, [action, ...names], options) => {
    const { change, recipe: _, data: __, out = 'runs/comparison', ...rest } = options;
    if (action === 'diagnose') return diagnoseAction(context, names);
    if (action === 'compare') return compareAction(context, { ...rest, out, recipes: names, changes: change });
    if (action !== undefined) throw new DarkroomError('usage', `train ${action}: there are compare and diagnose; without a word it trains. A recipe is named with --recipe.`, { action });
    return trainAction(context, options);
  },
});

async function trainAction({ library, output, signal }: Context, options: Omit<Options, 'change'>): Promise<CommandResult> {
  const { train } = await library();
  let done: Extract<TrainEvent, { kind: 'done' }> | undefined;
  let last: Extract<TrainEvent, { kind: 'step' }> | undefined;
  let several = false;
  for await (const event of withAdvice(train(options, { signal }))) {
    if (event.kind === 'step') {
      last = event;
      output.progress(progressLine(event, several));
    } else if (event.kind === 'preparation') output.progress(`${bar(event.done / event.total)} ${event.what}: ${event.done} of ${event.total}`);
    else if (event.kind === 'note') output.note(event.text);
    else if (event.kind === 'phase') {
      several = true;
      output.note(`Phase ${event.index + 1} of ${event.count}: ${event.phase}.`);
    }
    else if (event.kind === 'sheet') output.note(`Sheet after step ${event.step}: ${event.file}`);
    else if (event.kind === 'validation') output.note(validationLine(event.validation));
    else if (event.kind === 'diagnosis') for (const finding of event.findings) output.note(findingText(finding));
    else if (event.kind === 'done') done = event;
  }
  if (done !== undefined) output.note(doneText(done));
  return { json: { ...done, loss: last?.loss } };
}
