/** `darkroom worlds`: what the drawn worlds hold, in words or as a sheet. */
import { DarkroomError } from '../../base/errors.ts';
import { commandRow } from '../command.ts';
import { wholeNumber } from '../options.ts';

interface Options {
  readonly sheet?: string;
  readonly world: string;
  readonly seed: number;
  readonly view?: string;
}

const help = `
Examples:
  darkroom worlds
  darkroom worlds --sheet world.png --seed 3
  darkroom worlds --world storybook --view sample --sheet storybook.png`;

export const worldsCommand = commandRow<Options>({
  name: 'worlds',
  declare: (command) => {
    command.description('Show the worlds that training pictures are drawn from.')
      .option('--sheet <file>', 'draw the world as a labelled PNG')
      .option('--world <name>', 'which world the sheet shows', 'first-light')
      .option('--view <name>', 'what the sheet shows of it: one of the views that the world lists (default: its first)')
      .option('--seed <n>', 'of positions and small differences', wholeNumber(0, Number.MAX_SAFE_INTEGER), 0)
      .addHelpText('after', help);
  },
  run: async ({ library, output }, _, { sheet, world, seed, view }) => {
    const { checkWritable, drawWorldSheet, encodePng, listWorlds, writeFileAtomically } = await library();
    if (sheet !== undefined) {
      if (!sheet.toLowerCase().endsWith('.png')) throw new DarkroomError('usage', `--sheet must end in .png: '${sheet}'.`, { sheet });
      await checkWritable(sheet);
      await writeFileAtomically(sheet, encodePng(await drawWorldSheet(world, seed, view)));
      output.note(sheet);
    }
    const all = listWorlds();
    const text = all.map(({ name, description, size, factors, views }) => [`${name}: ${size}×${size} pixels. ${description}`, ...factors.map((factor) => `  ${factor.name.padEnd(11)} ${factor.values.join(', ')}`), `  ${'views'.padEnd(11)} ${views.join(', ')}`].join('\n')).join('\n\n');
    return { json: { worlds: all, ...(sheet !== undefined && { sheet }) }, ...(sheet === undefined && { text }) };
  },
});
