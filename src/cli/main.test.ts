import { expect, test } from 'vitest';
import { DarkroomError } from '../base/errors.ts';
import type { Library } from './command.ts';
import { scoreTable } from './commands/eval.ts';
import { progressLine } from './commands/train-lines.ts';
import { bytes, duration, table } from './format.ts';
import { requestOf } from '../pipelines/recipe-of.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { main } from './main.ts';
import { createOutput } from './output.ts';
import { pictureName } from './picture-name.ts';

const streams = (isTTY = false) => {
  const out: string[] = [];
  const err: string[] = [];
  return { out, err, streams: { stdout: { write: (text: string) => out.push(text) }, stderr: { write: (text: string) => err.push(text), isTTY, columns: 40 }, now: () => 0 } };
};

const run = async (words: string[], library: Partial<Library> = {}) => {
  const { out, err, streams: to } = streams();
  const status = await main(words, to, new AbortController().signal, async () => library as Library);
  return { status, out: out.join(''), err: err.join('') };
};

test('help and version are no errors; nothing at all is', async () => {
  expect(await run(['--help'])).toMatchObject({ status: 0, err: '' });
  expect((await run(['train', '--help'])).out).toMatch(/--resume/);
  expect((await run(['--version'])).out).toMatch(/^\d/);
  expect((await run([])).status).toBe(2);
});

test.each([['usage', 2], ['cancelled', 130], ['weights', 1], ['io', 1], ['not-finite', 1]] as const)('an error of code %s ends with status %i', async (code, status) => {
  const listModels = () => Promise.reject(new DarkroomError(code, 'One sentence.'));
  expect(await run(['models'], { listModels })).toEqual({ status, out: '', err: 'One sentence.\n' });
  const json = await run(['models', '--json'], { listModels });
  expect(json).toMatchObject({ status, err: '' });
  expect(JSON.parse(json.out)).toEqual({ error: { code, message: 'One sentence.' } });
});

test('a bug is called one, with its stack', async () => {
  const result = await run(['models'], { listModels: () => Promise.reject(new TypeError('x is not a function')) });
  expect(result).toMatchObject({ status: 1, err: expect.stringMatching(/This is a bug in Darkroom[^]*x is not a function[^]*at /) });
});

test('events of a training run become notes, one line of progress and a result', async () => {
  const step = { kind: 'step', phase: 'denoiser', step: 12, steps: 40, loss: 0.5, samplesPerSecond: 512.4, gflopsPerSecond: 51.2, elapsedSeconds: 30, remainingSeconds: 75, progress: 0.3 } as const;
  expect(progressLine(step)).toBe('██████░░░░░░░░░░░░░░ step 12 of 40  loss 0.5000  512 samples/s  51 GFLOP/s  1 min 15 s left');
  const train: Library['train'] = async function* () {
    yield { kind: 'note', text: 'A note.' };
    yield step;
    yield { kind: 'done', step: 40, seconds: 100, out: 'o', model: 'm', report: 'r' };
  };
  expect((await run(['train'], { train })).err).toMatch(/A note\.\n[^]*step 12 of 40[^]*Done after 40 steps in 1 min 40 s/);
  expect(JSON.parse((await run(['train', '--json'], { train })).out)).toMatchObject({ step: 40, loss: 0.5, model: 'm' });
});

test('two recipes are compared in a table; a run is diagnosed; other words are refused', async () => {
  const compareRecipes: Library['compareRecipes'] = async function* ({ recipes, changes }) {
    yield { kind: 'run', run: 'a', name: 'x', event: { kind: 'done', step: 5, seconds: 2, out: 'o', report: 'r' } };
    yield { kind: 'comparison', names: [recipes[0]!, changes![0]!], comparison: { differences: [['phases.denoiser.copies', '4', '2']], rows: [{ what: 'validation loss', a: 0.5, b: 0.45, better: 'lower' }] }, page: 'page.html' };
  };
  const compared = await run(['train', 'compare', 'first-light', '--change', 'phases.denoiser.copies=2'], { compareRecipes });
  expect(compared.out).toMatch(/phases\.denoiser\.copies +4 +2[^]*validation loss +0\.5000 +0\.4500 +−10\.0 %[^]*page\.html/);
  expect(compared.err).toMatch(/a: x, 5 steps in 2\.0 s/);
  const diagnoseRun = () => Promise.resolve([{ problem: 'latent-scale', phase: 'denoiser', evidence: 'Too large.', advice: 'Divide.' }] as const);
  expect((await run(['train', 'diagnose', 'runs/x'], { diagnoseRun })).out).toBe('Diagnosis, denoiser: latent scale.\n  Too large.\n  Divide.\n');
  expect((await run(['train', 'diagnose'], { diagnoseRun })).status).toBe(2);
  expect((await run(['train', 'first-light'])).err).toMatch(/there are compare and diagnose/);
});

test('on a terminal progress replaces itself and is cleared before other lines', () => {
  const { err, out, streams: to } = streams(true);
  const output = createOutput(to, false);
  output.progress('x'.repeat(100));
  output.note('note');
  output.result('result');
  expect(err.join('')).toBe(`\r\u001b[K${'x'.repeat(39)}\r\u001b[Knote\n`);
  expect(out).toEqual(['result\n']);
});

test('numbers read well', () => {
  expect([0.04, 9.96, 59.6, 61, 3600, 7800].map(duration)).toEqual(['0.0 s', '10.0 s', '1 min 00 s', '1 min 01 s', '1 h 00 min', '2 h 10 min']);
  expect([5, 3_897_536, 2e9].map(bytes)).toEqual(['5 bytes', '3.9 MB', '2.0 GB']);
  expect(table(['name', 'n'], [['a', '5'], ['long', '12']])).toBe('name   n\n────  ──\na      5\nlong  12');
  expect(scoreTable({ model: 'm', factors: ['subject'], seconds: 1, rows: [{ name: 'generated', reference: false, count: 8, scores: { subject: 0.875 }, all: 0.5 }] })).toMatch(/generated +87.5 % +50.0 % +8$/);
});

test('pictures are named after their prompts in whole letters', () => {
  expect(['A red fox!', 'élan vital, façade', '  ', '…', 'हिन्दी', 'Ёж'].map(pictureName)).toEqual(['a-red-fox', 'elan-vital-facade', 'picture', 'picture', 'हिन्दी', 'еж']);
  expect(pictureName(`${'a'.repeat(59)} b`)).toBe('a'.repeat(59));
  expect(pictureName('😀a'.repeat(80))).toMatch(/^(a-)+a$/);
});

const made: Recipe = { version: 2, mode: 'text-to-image', prompt: 'a fox', negativePrompt: '', model: { id: 'm', hash: 'aaa' }, seed: 7, steps: 2, guidance: 2, guidanceInterval: [0, 1], sampler: 'euler', width: 1, height: 1 };
const picture = { width: 1, height: 1, data: new Uint8Array(4) };

/** A library that draws one grey pixel, keeps what it is told to write in memory, and goes by a recipe. */
const drawing = (written: Map<string, unknown>, recipe: Recipe = made): Partial<Library> => ({
  checkWritable: async () => undefined,
  readRecipe: async () => ({ source: 'darkroom', recipe, notes: [] }),
  requestOf,
  writeFileAtomically: async (path, content) => { written.set(path, content); },
  generate: () => ({
    warnings: [], device: undefined,
    async* [Symbol.asyncIterator]() { yield { index: 0, steps: 1, noiseLevel: 1, denoised: new Float32Array(1), preview: async () => [picture] } as never; },
    pictures: async () => [{ picture, png: new Uint8Array([1]), recipe: made }] as never,
  }),
});

test('what differs from a recipe without being asked for is told, with --json too', async () => {
  const written = new Map<string, unknown>();
  expect((await run(['generate', '--recipe', 'r.json', '--out', 'a.png'], drawing(written))).err).not.toMatch(/differ/);
  expect([...written.keys()]).toEqual(['a.png']);
  const other: Recipe = { ...made, model: { id: 'm', hash: 'bbb' } };
  const { err } = await run(['generate', '--recipe', 'r.json', '--out', 'a.png'], drawing(written, other));
  expect(err).toMatch(/not the one of this recipe \(bbb, now aaa\): the pixels will differ/);
  expect(JSON.parse((await run(['generate', '--recipe', 'r.json', '--out', 'a.png', '--json'], drawing(written, other))).out).warnings).toHaveLength(1);
  expect((await run(['generate', '--recipe', 'r.json', '--model', 'n', '--out', 'a.png'], drawing(written, other))).err).not.toMatch(/not the one/);
});

test('a sheet that is no PNG is refused before anything is drawn', async () => {
  const written = new Map<string, unknown>();
  expect(await run(['generate', 'a fox', '--out', 'a.png', '--steps-sheet', 's.jpg'], drawing(written))).toEqual({ status: 2, out: '', err: "--steps-sheet must end in .png: 's.jpg'.\n" });
  expect(written.size).toBe(0);
});

test('a stop is told in the words of the command, not of the engine', async () => {
  const stopped = async function* () { yield* []; throw new DarkroomError('cancelled', 'denoiser 2 128: cancelled.'); };
  const written = new Map<string, unknown>();
  const generate = () => ({ warnings: [], device: undefined, [Symbol.asyncIterator]: stopped, pictures: async () => [] }) as never;
  expect(await run(['generate', 'a fox', '--out', 'a.png'], { ...drawing(written), generate })).toMatchObject({ status: 130, err: expect.stringMatching(/Cancelled: nothing was written\.\n$/) });
  expect(written.size).toBe(0);
  expect(await run(['eval'], { evaluate: stopped })).toMatchObject({ status: 130, err: 'Cancelled: there is no table of a part.\n' });
});
