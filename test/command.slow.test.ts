/** The command as a person meets it: the built program with its shipped model, five things one would do and many mistakes one would make. */
import { execFile, spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EvaluationResult } from '../src/evaluation/evaluation-event.ts';
import { decodePng, readPngText } from '../src/images/png.ts';

const program = resolve(import.meta.dirname, '../dist/cli/darkroom.js');
let folder = '';
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'command-')); });
afterAll(() => rm(folder, { recursive: true }));

interface Result {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

function darkroom(...words: string[]): Promise<Result> {
  return new Promise((done) => {
    execFile(process.execPath, [program, ...words], { cwd: folder }, (error, stdout, stderr) => done({ status: error === null ? 0 : Number(error.code), stdout, stderr }));
  });
}

const pixels = async (name: string) => decodePng(await readFile(join(folder, name))).data;

describe('darkroom', () => {
  test('draws, tells its recipe, and draws the same again', async () => {
    const made = await darkroom('generate', 'a red fox on the beach at night', '--seed', '7', '--out', 'fox.png', '--steps-sheet', 'steps.png');
    expect(made).toMatchObject({ status: 0, stdout: '' });
    expect(made.stderr).toMatch(/fox.png {2}seed 7/);
    const text = readPngText(await readFile(join(folder, 'fox.png')));
    expect(text['parameters']).toMatch(/^a red fox on the beach at night\nSteps: \d+, Sampler: .*, CFG scale: [\d.]+, Seed: 7, Size: 32x32, Model hash: \w{12}, Model: first-light/);
    expect((await darkroom('info', 'fox.png')).stdout).toMatch(/Prompt +a red fox on the beach at night\n/);
    expect(JSON.parse((await darkroom('info', 'fox.png', '--json')).stdout)).toMatchObject({ seed: 7, model: { id: 'first-light' } });
    expect((await darkroom('generate', '--recipe', 'fox.png', '--out', 'again.png')).status).toBe(0);
    expect(await pixels('again.png')).toEqual(await pixels('fox.png'));
    expect((await readFile(join(folder, 'again.png'))).equals(await readFile(join(folder, 'fox.png')))).toBe(true);
    const sheet = decodePng(await readFile(join(folder, 'steps.png')));
    expect(sheet.width).toBeGreaterThan(1000);
  });

  test('a picture is the same alone and in company', async () => {
    const result = await darkroom('generate', 'a red fox on the beach at night', '--seed', '6', '--count', '3', '--out', 'three/', '--json');
    const { files, recipes } = JSON.parse(result.stdout) as { files: string[]; recipes: { seed: number }[] };
    expect(recipes.map(({ seed }) => seed)).toEqual([6, 7, 8]);
    expect(files).toHaveLength(3);
    const [alone, company] = [await pixels('fox.png'), await pixels(files[1]!)];
    // Another batch size may sum in another order: at most the last bit of a pixel.
    expect(Math.max(...alone.map((value, i) => Math.abs(value - company[i]!)))).toBeLessThanOrEqual(1);
  });

  test('a name that was not chosen never writes over a file; --enlarge enlarges and keeps the recipe', async () => {
    for (const expected of ['a-blue-owl.png', 'a-blue-owl-2.png']) {
      expect((await darkroom('generate', 'A blue owl!', '--seed', '1', '--steps', '2', '--enlarge', '4')).stderr).toContain(`${expected}  seed 1`);
    }
    expect(decodePng(await readFile(join(folder, 'a-blue-owl.png')))).toMatchObject({ width: 128, height: 128 });
    expect((await darkroom('info', 'a-blue-owl.png')).status).toBe(0);
  });

  test('unknown words are named', async () => {
    expect((await darkroom('generate', 'a giraffe', '--seed', '1', '--steps', '1', '--out', 'g.png')).stderr).toMatch(/Not in this model's world: giraffe\./);
  });

  test('lists its models; helps; knows its version', async () => {
    expect((await darkroom('models')).stdout).toMatch(/first-light +32×32/);
    expect((await darkroom('worlds', '--sheet', 'world.png')).status).toBe(0);
    expect(decodePng(await readFile(join(folder, 'world.png'))).width).toBeGreaterThan(700);
    expect((await darkroom('worlds')).stdout).toMatch(/subject +fox, rabbit/);
    expect((await darkroom('generate', '--help')).stdout).toMatch(/Examples:/);
    expect((await darkroom('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test('the shipped model obeys, and the reference rows say how far to trust that', async () => {
    const { rows } = JSON.parse((await darkroom('eval', '--count', '50', '--json')).stdout) as EvaluationResult;
    const row = (name: string) => rows.find((each) => each.name === name)!;
    for (const name of ['real renders, seen combinations', 'real renders, held-out combinations', 'codec reconstructions']) expect(row(name).all, name).toBeGreaterThanOrEqual(0.98);
    expect(row('shuffled prompts').all).toBeLessThan(0.1);
    const [seen, heldOut] = [row('generated, seen combinations'), row('generated, held-out combinations')];
    expect(seen.all).toBeGreaterThanOrEqual(0.9);
    expect(heldOut.all).toBeGreaterThanOrEqual(0.85);
    expect(seen.scores).toMatchObject({ subject: expect.any(Number), tint: expect.any(Number), position: expect.any(Number) });
  });

  test.each([
    ['no prompt', ['generate'], 2, /What shall the picture show/],
    ['an empty prompt', ['generate', '  '], 2, /What shall the picture show/],
    ['an unknown model', ['generate', 'x', '--model', 'sd-xl'], 1, /no model 'sd-xl'.*first-light/],
    ['NaN guidance', ['generate', 'x', '--guidance', 'NaN'], 2, /must be a number/],
    ['a size that the model cannot draw', ['generate', 'x', '--size', '64x64'], 2, /draws 32×32 pixels, not 64×64/],
    ['a size that is none', ['generate', 'x', '--size', '32'], 2, /WIDTHxHEIGHT/],
    ['an unknown sampler', ['generate', 'x', '--sampler', 'magic'], 2, /Unknown sampler "magic".*euler/],
    ['a negative seed', ['generate', 'x', '--seed', '-1'], 2, /whole number of at least 0/],
    ['no pictures', ['generate', 'x', '--count', '0'], 2, /from 1 to 64/],
    ['an unwritable path', ['generate', 'x', '--out', '/proc/x/y.png'], 1, /\/proc\/x\/y.png cannot be written/],
    ['another kind of file', ['generate', 'x', '--out', 'x.jpg'], 2, /must end in .png/],
    ['an unknown option', ['generate', 'x', '--sed', '7'], 2, /unknown option '--sed'.*\n?.*--seed/],
    ['an unknown command', ['draw', 'x'], 2, /unknown command 'draw'/],
    ['info of nothing', ['info', 'nothing.png'], 1, /no file nothing.png/],
    ['training on nothing', ['train', '--data', 'nowhere', '--out', 'r'], 1, /no folder nowhere/],
    ['minutes and steps', ['train', '--minutes', '1', '--steps', '5', '--out', 'r'], 2, /not both/],
  ])('%s: one clear sentence', async (_, words, status, message) => {
    const result = await darkroom(...words);
    expect(result).toMatchObject({ status, stdout: '' });
    expect(result.stderr).toMatch(message);
    expect(result.stderr.trim().split('\n').length).toBeLessThanOrEqual(3);
    const json = await darkroom(...words, '--json');
    expect(json).toMatchObject({ status, stderr: '' });
    expect((JSON.parse(json.stdout) as { error: { message: string } }).error.message).toMatch(message);
    expect((await readdir(folder)).filter((name) => name.includes('partial'))).toEqual([]);
  });

  test('damaged models and pictures are refused in words', async () => {
    const { stdout } = await darkroom('models', '--json');
    const [{ file }] = JSON.parse(stdout) as [{ file: string }];
    const whole = await readFile(file);
    const damage: [string, Buffer, RegExp][] = [
      ['cut.safetensors', whole.subarray(0, whole.length / 2), /cut.safetensors/],
      ['empty.safetensors', Buffer.alloc(0), /empty.safetensors/],
      ['text.safetensors', Buffer.from('not a model at all, just words'), /text.safetensors/],
      ['pickle.ckpt', Buffer.from([0x80, 2, 0x7d]), /pickled/],
    ];
    for (const [name, bytes, message] of damage) {
      await writeFile(join(folder, name), bytes);
      const result = await darkroom('generate', 'x', '--model', name, '--out', 'never.png');
      expect(result.status, name).toBe(1);
      expect(result.stderr).toMatch(message);
      expect(result.stderr).not.toMatch(/bug/);
    }
    await writeFile(join(folder, 'cut.png'), (await readFile(join(folder, 'fox.png'))).subarray(0, 60));
    expect(await darkroom('info', 'cut.png')).toMatchObject({ status: 1 });
    expect(await readdir(folder)).not.toContain('never.png');
  });

  test('Ctrl-C stops with status 130 and leaves nothing half-written', async () => {
    const child = spawn(process.execPath, [program, 'generate', 'a red fox', '--steps', '1000', '--count', '64', '--out', 'never/'], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    await new Promise((ready) => { child.stderr.once('data', ready); });
    await new Promise((wait) => { setTimeout(wait, 1500); });
    const ended = new Promise<number | null>((done) => { child.once('exit', done); });
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(await readdir(join(folder, 'never')).catch((): string[] => [])).toEqual([]);
  });

  test('a read-only folder is named before work begins', async () => {
    const locked = await mkdtemp(join(folder, 'locked-'));
    await chmod(locked, 0o500);
    const result = await darkroom('generate', 'x', '--out', join(locked, 'a.png'));
    // The administrator may write everywhere.
    if (process.getuid?.() !== 0) expect(result).toMatchObject({ status: 1, stderr: expect.stringMatching(/permission is denied/) });
  });
});
