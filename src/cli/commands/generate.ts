/** `darkroom generate`: a prompt, or a picture's recipe, becomes pictures. */
import { existsSync, statSync } from 'node:fs';
import { dirname, extname, join, parse, resolve } from 'node:path';
import { DarkroomError } from '../../base/errors.ts';
import type { GeneratedPicture, Generation } from '../../node/index.ts';
import type { Picture } from '../../images/picture.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import { cancelledAs } from '../cancelled.ts';
import { type Context, type Library, commandRow } from '../command.ts';
import { bar, duration } from '../format.ts';
import { wholeNumber } from '../options.ts';
import { pictureName } from '../picture-name.ts';
import { type RequestOptions, declareRequest, readRequest } from '../request-options.ts';

interface Options extends RequestOptions {
  readonly count?: number;
  readonly out?: string;
  readonly enlarge: number;
  readonly stepsSheet?: string;
}

const help = `
Examples:
  darkroom generate "a red fox on the beach at night"
  darkroom generate "a blue owl in the snow" --seed 7 --count 4 --out owls/
  darkroom generate "a red fox on the beach at night" --seed 7 --steps-sheet steps.png
  darkroom generate --recipe fox.png            the same pixels again
  darkroom generate --recipe fox.png --seed 8   the same but for the seed
  darkroom generate "a {red|blue} fox" --style night --count 4
  darkroom generate "a blue owl" --init fox.png --strength 0.6
  darkroom generate "a blue owl" --init fox.png --mask white-where-to-paint.png --feather 4
  darkroom generate "a beach by day" --init fox.png --expand right=16
  darkroom generate --recipe fox.png --variation 9:0.2 --count 4
  darkroom generate "a red fox" --upscale 2

The PNG carries the whole recipe; \`darkroom info FILE.png\` prints it.`;

export const generateCommand = commandRow<Options>({
  name: 'generate',
  declare: (command) => {
    declareRequest(command.description('Draw pictures from words, or edit one.').argument('[prompt...]', 'what the picture shall show; {red|blue} is a choice that the seed makes'))
      .option('--count <n>', 'pictures, 1 to 64; each has the next seed', wholeNumber(1, 64))
      .option('--out <file|folder>', 'a .png file, or a folder (default: a file here, named after the prompt)')
      .option('--enlarge <n>', 'save every pixel as a square of n × n', wholeNumber(1, 64), 1)
      .option('--steps-sheet <file>', 'also draw how the picture came out of the noise, as a PNG')
      .addHelpText('after', help);
  },
  run: async (context, words, options) => {
    const prompt = words.length === 0 ? undefined : words.join(' ');
    const library = await context.library();
    const { request, recipe, departures: told } = await readRequest(options, prompt, library);
    const paths = outputPaths(options.out, request.prompt, options.count ?? 1);
    if (options.stepsSheet !== undefined && !isPng(options.stepsSheet)) throw new DarkroomError('usage', `--steps-sheet must end in .png: '${options.stepsSheet}'.`, { stepsSheet: options.stepsSheet });
    if (options.stepsSheet !== undefined && paths.some((path) => resolve(path) === resolve(options.stepsSheet as string))) throw new DarkroomError('usage', `--out and --steps-sheet name the same file: ${options.stepsSheet}.`);
    for (const path of [...paths, ...(options.stepsSheet === undefined ? [] : [options.stepsSheet])]) await library.checkWritable(path);
    const began = context.seconds();
    const generation = library.generate({ ...request, ...(options.count !== undefined && { count: options.count }) }, { signal: context.signal });
    const stopped = cancelledAs('Cancelled: nothing was written.');
    const previews = await watch(context, generation, options.stepsSheet !== undefined).catch(stopped);
    const pictures = await generation.pictures().catch(stopped);
    const departures = [...told, ...(recipe?.source !== 'darkroom' || pictures[0] === undefined ? [] : departuresFrom(recipe.recipe, pictures[0].recipe, options.model !== undefined))];
    for (const departure of departures) context.output.note(`Note: ${departure}: the pixels will differ.`);
    await save(library, pictures, paths, options.enlarge);
    if (options.stepsSheet !== undefined) await library.writeFileAtomically(options.stepsSheet, library.encodePng(stepsSheet(library, previews, pictures)));
    for (const warning of generation.warnings) context.output.note(`Note: ${warning}`);
    paths.forEach((path, i) => context.output.note(`${path}  seed ${pictures[i]?.recipe.seed}`));
    if (options.stepsSheet !== undefined) context.output.note(options.stepsSheet);
    context.output.note(`Done in ${duration(context.seconds() - began)} on ${generation.device?.device ?? 'cpu'}.`);
    return { json: { files: paths, ...(options.stepsSheet !== undefined && { stepsSheet: options.stepsSheet }), recipes: pictures.map((picture) => picture.recipe), warnings: [...generation.warnings, ...departures.map((departure) => `${departure}: the pixels will differ.`)], seconds: context.seconds() - began, device: generation.device } };
  },
});

/** The one thing that a recipe asks for and may not get: the same weights. */
function departuresFrom(asked: Partial<Recipe>, made: Recipe, otherModel: boolean): string[] {
  if (otherModel || asked.model?.hash === undefined || asked.model.hash === made.model.hash) return [];
  return [`the model is not the one of this recipe (${asked.model.hash}, now ${made.model.hash})`];
}

async function watch({ output, seconds }: Context, generation: Generation, keep: boolean): Promise<{ label: string; pictures: readonly Picture[] }[]> {
  const previews: { label: string; pictures: readonly Picture[] }[] = [];
  const began = seconds();
  output.progress('Opening the model …');
  for await (const step of generation) {
    const done = step.index + 1;
    output.progress(`${bar(done / step.steps)} step ${done} of ${step.steps}, ${duration(((seconds() - began) / done) * (step.steps - done))} left`);
    if (keep) previews.push({ label: `step ${done} noise ${step.noiseLevel.toFixed(2)}`, pictures: await step.preview() });
  }
  return previews;
}

/** One row a picture, one column a step, the finished picture last. Previews may be a whole fraction of its size. */
function stepsSheet(library: Library, previews: readonly { label: string; pictures: readonly Picture[] }[], finished: readonly GeneratedPicture[]): Picture {
  const side = finished[0]?.picture.width ?? 1;
  const large = ({ label, pictures }: (typeof previews)[number]) => ({ label, pictures: pictures.map((picture) => library.enlarged(picture, side / picture.width)) });
  const columns = [...previews.map(large), { label: 'done', pictures: finished.map(({ picture }) => picture) }];
  return library.contactSheet({
    columnLabels: columns.map(({ label }) => label),
    rows: finished.map(({ recipe }, i) => ({ label: finished.length > 1 ? `seed ${recipe.seed}` : '', pictures: columns.flatMap(({ pictures }) => pictures[i] ?? []) })),
  });
}

async function save(library: Library, pictures: readonly GeneratedPicture[], paths: readonly string[], enlarge: number): Promise<void> {
  for (const [i, { png, picture, recipe }] of pictures.entries()) {
    const bytes = enlarge === 1 ? png : library.encodePng(library.enlarged(picture, enlarge), library.recipeToText(recipe));
    await library.writeFileAtomically(paths[i] as string, bytes);
  }
}

/** `a red fox` → `a-red-fox.png`. A name that the user did not choose never writes over a file. */
function outputPaths(out: string | undefined, prompt: string, count: number): string[] {
  const name = pictureName(prompt);
  if (out === undefined || isFolder(out)) {
    const folder = out ?? '.';
    const free: string[] = [];
    for (let number = 1; free.length < count; number++) {
      const path = join(folder, number === 1 ? `${name}.png` : `${name}-${number}.png`);
      if (!existsSync(path)) free.push(path);
    }
    return free;
  }
  if (!isPng(out)) throw new DarkroomError('usage', `--out must end in .png, or be a folder (end it with a slash to make one): '${out}'.`, { out });
  if (count === 1) return [out];
  const stem = join(dirname(out), parse(out).name);
  return Array.from({ length: count }, (_, i) => `${stem}-${i + 1}.png`);
}

const isPng = (path: string): boolean => extname(path).toLowerCase() === '.png';
const isFolder = (path: string): boolean => /[/\\]$/.test(path) || (existsSync(path) && statSync(path).isDirectory());
