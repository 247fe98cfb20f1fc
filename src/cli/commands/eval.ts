/** `darkroom eval`: how well a model's pictures obey their prompts. */
import type { DeviceName } from '../../runtime/runtime.ts';
import type { EvaluationResult } from '../../node/index.ts';
import { cancelledAs } from '../cancelled.ts';
import { type Context, commandRow } from '../command.ts';
import { bar, duration, table } from '../format.ts';
import { devices, numberBetween, oneOf, wholeNumber } from '../options.ts';

interface Options {
  readonly model?: string;
  readonly count?: number;
  readonly seed?: number;
  readonly guidance?: number;
  readonly steps?: number;
  readonly device?: DeviceName;
}

const help = `
A checker network, trained on renders with other seeds and used nowhere in training, looks at each picture and says what
it sees. The table says for what share of the prompts it saw what was asked. Reference rows say how far that can be
trusted: real renders (what the checker can see at all), codec reconstructions (what the codec leaves of it), and shuffled
prompts (what chance gives).

Examples:
  darkroom eval
  darkroom eval --model runs/mine --count 1000 --json`;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

export function scoreTable({ factors, rows }: EvaluationResult): string {
  return table(['', ...factors, 'everything', 'pictures'], rows.map(({ name, scores, all, count }) => [name, ...factors.map((factor) => percent(scores[factor] ?? 0)), percent(all), String(count)]));
}

export const evalCommand = commandRow<Options>({
  name: 'eval',
  declare: (command) => {
    command.description('Measure how well pictures obey prompts.')
      .option('--model <id|path>', 'a model of `darkroom models`, a model file, or the folder of a training run (default: first-light)')
      .option('--count <n>', 'prompts in each row of the table', wholeNumber(8, 100_000))
      .option('--seed <n>', 'of prompts and noise', wholeNumber(0, Number.MAX_SAFE_INTEGER))
      .option('--guidance <x>', "default: the model's own", numberBetween(0, 1000))
      .option('--steps <n>', "default: the model's own", wholeNumber(1, 1000))
      .option('--device <name>', devices.join(', '), oneOf(devices))
      .addHelpText('after', help);
  },
  run: async (context, _, options) => {
    const result = await watch(context, options).catch(cancelledAs('Cancelled: there is no table of a part.'));
    return { json: result, text: `${scoreTable(result)}\n\n${result.model}, measured in ${duration(result.seconds)}.` };
  },
});

async function watch({ library, output, signal }: Context, options: Options): Promise<EvaluationResult> {
  const { evaluate } = await library();
  for await (const event of evaluate(options, { signal })) {
    if (event.kind === 'note') output.note(event.text);
    else if (event.kind === 'progress') output.progress(`${bar(event.done / event.total)} ${event.stage}: ${event.done} of ${event.total}`);
    else return event.result;
  }
  throw new Error('The evaluation ended without a result.');
}
