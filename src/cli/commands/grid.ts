/** `darkroom grid`: a prompt through lists of settings, as a page that can be published. */
import { DarkroomError } from '../../base/errors.ts';
import type { GridPicture } from '../../recipe/grid-page.ts';
import type { GeneratedPicture } from '../../node/index.ts';
import { cancelledAs } from '../cancelled.ts';
import { commandRow } from '../command.ts';
import { bar, duration } from '../format.ts';
import { type RequestOptions, declareRequest, readRequest } from '../request-options.ts';

interface Options extends RequestOptions {
  readonly x: string;
  readonly y?: string;
  readonly z?: string;
  readonly out: string;
}

const help = `
An axis is SETTING=VALUES: steps=4,8,16; seed=1..5; guidance=1..4/0.5; sampler=Euler a|DPM++ 2M; style=none,night; size=32x32.
words=red|blue|green puts each for {} in the prompt. A bar separates values that hold commas.

Examples:
  darkroom grid "a red fox on the beach" --x steps=4,8,16 --y guidance=1,2.5,5 --seed 7 --out grid.html
  darkroom grid "a {} fox" --x "words=red|blue|green" --y seed=1..4 --out colours.html

The page holds everything: send it, or put it on the web as it is. Each picture in it carries its recipe.`;

export const gridCommand = commandRow<Options>({
  name: 'grid',
  declare: (command) => {
    declareRequest(command.description('Draw one prompt with many settings, as a page.').argument('[prompt...]', 'what the pictures shall show'))
      .requiredOption('--x <axis>', 'what changes from column to column')
      .option('--y <axis>', 'what changes from row to row')
      .option('--z <axis>', 'what changes from sheet to sheet')
      .option('--out <file>', 'an .html file', 'grid.html')
      .addHelpText('after', help);
  },
  run: async (context, words, options) => {
    const library = await context.library();
    if (!/\.html?$/i.test(options.out)) throw new DarkroomError('usage', `--out must end in .html: '${options.out}'.`, { out: options.out });
    const { request, departures } = await readRequest(options, words.length === 0 ? undefined : words.join(' '), library);
    for (const departure of departures) context.output.note(`Note: ${departure}.`);
    // One seed for all, unless seeds are what changes: else nothing could be compared.
    const base = { ...request, seed: request.seed ?? 0 };
    const grid = { x: library.axisFrom(options.x), ...(options.y !== undefined && { y: library.axisFrom(options.y) }), ...(options.z !== undefined && { z: library.axisFrom(options.z) }) };
    await library.checkWritable(options.out);
    const began = context.seconds();
    const drawing = await library.openDrawing({ ...(base.device && { device: base.device }) });
    const pictures: GridPicture[] = [];
    try {
      const draw = async (each: typeof base): Promise<GeneratedPicture> => (await drawing.generate(each, { signal: context.signal }).pictures())[0] as GeneratedPicture;
      for await (const { done, total, ...cell } of library.drawGrid(base, grid, draw)) {
        pictures.push(cell);
        context.output.progress(`${bar(done / total)} picture ${done} of ${total}, ${duration(((context.seconds() - began) / done) * (total - done))} left`);
      }
    } catch (error) {
      return cancelledAs('Cancelled: nothing was written.')(error);
    } finally {
      await drawing.close();
    }
    await library.writeFileAtomically(options.out, library.gridPage(request.prompt, grid, pictures));
    context.output.note(`${options.out}  ${pictures.length} pictures in ${duration(context.seconds() - began)}.`);
    return { json: { file: options.out, pictures: pictures.map(({ x, y, z, made }) => ({ x, y, z, recipe: made.recipe })), seconds: context.seconds() - began } };
  },
});
