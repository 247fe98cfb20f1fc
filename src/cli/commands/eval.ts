/** `darkroom eval`: how well a model's pictures obey their prompts. */
import type { DeviceName } from '../../runtime/runtime.ts';
import type { EvaluationEvent, EvaluationResult, ExamEvent, ExamResult } from '../../node/index.ts';
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
  readonly quick?: boolean;
  readonly page?: string;
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
      .option('--quick', 'fewer prompts: a first answer in minutes, with wider intervals (models of the storybook world)')
      .option('--page <file>', 'write the examination as a page with pictures (models of the storybook world)', 'examination.html')
      .option('--device <name>', devices.join(', '), oneOf(devices))
      .addHelpText('after', help);
  },
  run: async (context, _, options) => {
    const end = await watch(context, options).catch(cancelledAs('Cancelled: there is no table of a part.'));
    if (end.kind === 'result') return { json: end.result, text: `${scoreTable(end.result)}\n\n${end.result.model}, measured in ${duration(end.result.seconds)}.` };
    const { examPage, writeFileAtomically } = await context.library();
    const page = options.page ?? 'examination.html';
    await writeFileAtomically(page, new TextEncoder().encode(examPage(end)));
    return { json: { ...end.result, page }, text: `${examTable(end.result)}\n\n${end.result.model}, examined in ${duration(end.result.seconds)}. Pictures and reference rows: ${page}` };
  },
});

type End = Extract<EvaluationEvent, { readonly kind: 'result' }> | Extract<ExamEvent, { readonly kind: 'examined' }>;

/** The model's row by task and split, with 95 % intervals. */
export function examTable({ scores, means }: ExamResult): string {
  const mine = scores.filter(({ row }) => row === 'model');
  const rows = mine.map(({ split, task, right: { mean, low, high }, pictures }) => [split, task, percent(mean), `${percent(low)} – ${percent(high)}`, String(pictures)]);
  return `${table(['', 'task', 'right', '95 % interval', 'pictures'], rows)}\n\n${Object.entries(means).map(([split, mean]) => `${split} ${percent(mean)}`).join('   ')}`;
}

async function watch({ library, output, signal }: Context, options: Options): Promise<End> {
  const { evaluate } = await library();
  for await (const event of evaluate(options, { signal })) {
    if (event.kind === 'note') output.note(event.text);
    else if (event.kind === 'progress') output.progress(`${bar(event.done / event.total)} ${event.stage}: ${event.done} of ${event.total}`);
    else return event;
  }
  throw new Error('The evaluation ended without a result.');
}
