/** Training runs, whole but tiny: the same seed gives the same bytes, a killed run goes on as if nothing had happened, NaN stops it. */
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CompareEvent, compareRecipes, diagnoseRun, generate, train, type TrainEvent } from '../src/node/index.ts';
import { loadWeightsFile } from '../src/node/weights-file.ts';

const program = resolve(import.meta.dirname, '../dist/cli/darkroom.js');
let folder = '';
let recipe = '';

/** Small enough that a checkpoint at every step costs little. */
const model = { denoiser: { width: 32, layers: 2, heads: 2, hidden: 48 }, text: { width: 32, heads: 2, tokenizer: { buckets: 64 } } };

const tiny = {
  extends: 'first-light', model, world: { scenes: 64 }, phases: { denoiser: { batch: 4, copies: 2, sheets: [], checkpointSeconds: 0.001 } }, prompts: ['a red fox'],
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'training-'));
  recipe = join(folder, 'tiny.json');
  await writeFile(recipe, JSON.stringify(tiny));
});
afterAll(() => rm(folder, { recursive: true }));

async function run(request: Parameters<typeof train>[0], signal?: AbortSignal): Promise<TrainEvent[]> {
  const events: TrainEvent[] = [];
  for await (const event of train(request, signal ? { signal } : {})) events.push(event);
  return events;
}

/** The states alone: the metadata holds times. */
async function states(out: string): Promise<Map<string, Buffer>> {
  const { tensors } = await loadWeightsFile(join(out, 'denoiser', 'checkpoint.safetensors'));
  return new Map([...tensors].map(([name, { data }]) => [name, Buffer.from(data.buffer, data.byteOffset, data.byteLength)]));
}

async function expectEqualStates(a: string, b: string): Promise<void> {
  const [first, second] = [await states(a), await states(b)];
  expect([...second.keys()].sort()).toEqual([...first.keys()].sort());
  for (const [name, bytes] of first) expect(bytes.equals(second.get(name)!), name).toBe(true);
}

describe('training', () => {
  test('the same seed gives the same bytes; a run cut in two equals one in a piece; another seed differs', async () => {
    const [whole, again, cut, other] = ['whole', 'again', 'cut', 'other'].map((name) => join(folder, name)) as [string, string, string, string];
    await run({ recipe, out: whole, steps: 12 });
    await run({ recipe, out: again, steps: 12 });
    await expectEqualStates(whole, again);
    // The schedule of rates depends on the length of the run: the same 12 steps, stopped in the middle by a signal.
    const controller = new AbortController();
    const stopped = (async () => {
      for await (const event of train({ recipe, out: cut, steps: 12 }, { signal: controller.signal })) if (event.kind === 'checkpoint' && event.step >= 5) controller.abort();
    })();
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    const events = await run({ recipe, out: cut, steps: 12, resume: true });
    expect(events.find((event) => event.kind === 'note' && /Going on after step \d+/.test(event.text))).toBeDefined();
    await expectEqualStates(whole, cut);
    await run({ recipe, out: other, steps: 12, seed: 1 });
    await expect(expectEqualStates(whole, other)).rejects.toThrow();
  });

  test('killed with -9 at any moment, a run goes on from its last checkpoint and ends with the same bytes', async () => {
    const [whole, killed] = [join(folder, 'unkilled'), join(folder, 'killed')];
    await run({ recipe, out: whole, steps: 15 });
    const child = spawn(process.execPath, [program, 'train', '--recipe', recipe, '--out', killed, '--steps', '15'], { stdio: 'ignore' });
    const gone = new Promise((done) => { child.once('exit', done); });
    while (child.exitCode === null && !(await readdir(join(killed, 'denoiser')).catch((): string[] => [])).includes('checkpoint.safetensors')) await new Promise((wait) => { setTimeout(wait, 5); });
    child.kill('SIGKILL');
    await gone;
    const before = await readFile(join(killed, 'denoiser', 'checkpoint.safetensors'));
    expect(before.length).toBeGreaterThan(0);
    await run({ recipe, out: killed, steps: 15, resume: true });
    await expectEqualStates(whole, killed);
  });

  test('what is not finite stops the run, with the step and the tensor', async () => {
    const wild = join(folder, 'wild.json');
    await writeFile(wild, JSON.stringify({ ...tiny, phases: { denoiser: { ...tiny.phases.denoiser, warmupSteps: 0, optimizer: { clipNorm: 1e30, adamwRate: 1e30, muonRate: 1e30 } } } }));
    await expect(run({ recipe: wild, out: join(folder, 'wild'), steps: 20 })).rejects.toMatchObject({ code: 'not-finite', message: expect.stringMatching(/^Step \d+: the (gradient of '[\w.]+'|loss) is not finite/) });
  });

  test('a folder of pictures is learned by heart, and drawn again from its captions', async () => {
    const data = join(folder, 'pictures');
    const out = join(folder, 'own');
    await promisify(execFile)('mkdir', [data]);
    const colours = { 'warm sunrise': '#e08030', 'deep water': '#103080', 'fresh leaf': '#30a040' };
    for (const [name, background] of Object.entries(colours)) await sharp({ create: { width: 40, height: 50, channels: 3, background } }).jpeg().toFile(join(data, `${name}.jpg`));
    await writeFile(join(data, 'broken.png'), 'no picture');
    const small = join(folder, 'small.json');
    await writeFile(small, JSON.stringify({ model: { denoiser: { width: 64, layers: 2, heads: 2, hidden: 96 }, text: { width: 64 } }, phases: { denoiser: { sheets: [] } } }));
    const events = await run({ recipe: small, data, out, steps: 200 });
    expect(events.some((event) => event.kind === 'note' && /3 pictures used \(captions: 3 by file name\), 1 skipped[^]*broken.png/.test(event.text))).toBe(true);
    for (const [prompt, colour] of Object.entries(colours)) {
      const [made] = await generate({ prompt, model: out, seed: 1, guidance: 1 }).pictures();
      const wanted = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
      const mean = wanted.map((_, channel) => made!.picture.data.filter((_value, i) => i % 3 === channel).reduce((sum, value) => sum + value, 0) / (32 * 32));
      mean.forEach((value, channel) => expect(Math.abs(value - wanted[channel]!), `${prompt} ${mean.join(' ')}`).toBeLessThan(30));
    }
  });

  test('phases follow each other: the parser first, then the denoiser begins with its text encoder', async () => {
    const out = join(folder, 'phases');
    const phased = join(folder, 'phased.json');
    const pace = { batch: 16, sheets: [], steps: 40, warmupSteps: 5 };
    await writeFile(phased, JSON.stringify({ extends: 'storybook', model: { text: { width: 32, heads: 2, layers: 1, spellingWidth: 16, tokenizer: { buckets: 64 } } }, phases: { text: pace } }));
    await expect(run({ recipe: phased, out, phase: 'denoiser-128' })).rejects.toThrow(/begins with what 'codec' has learned/);
    const events = await run({ recipe: phased, out, phase: 'text' });
    const done = events.at(-1);
    expect(done).toMatchObject({ kind: 'done', step: 40 });
    expect(done).not.toHaveProperty('model');
    expect(events.filter((event) => event.kind === 'note' && event.text.startsWith('Read right, '))).toHaveLength(3);
    const lines = (await readFile(join(out, 'metrics.jsonl'), 'utf8')).trim().split('\n').map((line) => JSON.parse(line) as { phase: string; losses?: Record<string, number>; reading?: { rows: { scores: Record<string, number> }[] } });
    const losses = lines.flatMap(({ losses: each }) => (each ? [each['label_loss']!] : []));
    expect(losses.at(-1)!).toBeLessThan(0.97 * losses[0]!);
    expect(Object.keys(lines.at(-1)!.reading!.rows[0]!.scores)).toContain('relation');
    await expect(run({ recipe: phased, out, phase: 'text' })).rejects.toThrow(/already holds a run/);
  });

  test('two recipes are compared on the same data; a comparison that is there is not run again', async () => {
    const out = join(folder, 'comparison');
    const request = { recipes: [recipe], changes: ['phases.denoiser.copies=1', 'phases.denoiser.batch=8'], steps: 6, out };
    const events: CompareEvent[] = [];
    for await (const event of compareRecipes(request)) events.push(event);
    const last = events.at(-1) as Extract<CompareEvent, { kind: 'comparison' }>;
    expect(last.names).toEqual(['tiny', 'tiny phases.denoiser.copies=1 phases.denoiser.batch=8']);
    expect(last.comparison.differences).toEqual([['phases.denoiser.batch', '4', '8'], ['phases.denoiser.copies', '2', '1']]);
    const loss = last.comparison.rows.find(({ what }) => what === 'validation loss')!;
    expect(loss.a).toBeGreaterThan(0);
    expect(loss.a).not.toBe(loss.b);
    const page = await readFile(last.page, 'utf8');
    for (const shown of ['phases.denoiser.copies', 'a/denoiser/step-000006.png', 'b/denoiser/step-000006.png', '<svg']) expect(page).toContain(shown);
    const again: CompareEvent[] = [];
    for await (const event of compareRecipes({ ...request, resume: true })) again.push(event);
    expect(again).toEqual([last]);
    expect((await diagnoseRun(join(out, 'a'))).every(({ phase }) => phase === 'denoiser')).toBe(true);
    await expect(diagnoseRun(folder)).rejects.toMatchObject({ code: 'usage' });
  });

  test('mistakes are refused before work begins', async () => {
    const done = join(folder, 'done');
    await run({ recipe, out: done, steps: 2 });
    const wrong = join(folder, 'wrong.json');
    for (const [changes, message] of [[{ phases: { denoiser: { batch: 'many' } } }, /'phases.denoiser.batch'/], [{ bach: 4 }, /"bach"/], [{ phases: { denoiser: { optimizer: { adamwRate: -1 } } } }, /'phases.denoiser.optimizer.adamwRate'/]] as const) {
      await writeFile(wrong, JSON.stringify(changes));
      await expect(run({ recipe: wrong, out: join(folder, 'never') })).rejects.toMatchObject({ code: 'usage', message: expect.stringMatching(message) });
    }
    await expect(run({ recipe: 'nothing' })).rejects.toMatchObject({ code: 'usage' });
    await expect(run({ out: done })).rejects.toThrow(/already holds a run. Add --resume/);
    await expect(run({ out: join(folder, 'empty'), resume: true })).rejects.toThrow(/no checkpoint/);
    const busy = train({ recipe, out: join(folder, 'busy'), steps: 3 });
    await busy.next();
    await expect(run({ recipe, out: join(folder, 'busy'), steps: 3 })).rejects.toThrow(/Another training run/);
    await busy.return(undefined);
    await expect(run({ out: '/proc/nowhere/run' })).rejects.toMatchObject({ code: 'io' });
    const finished = join(done, 'denoiser', 'finished.safetensors');
    await writeFile(finished, (await readFile(finished)).subarray(0, 5000));
    await expect(run({ out: done, resume: true })).rejects.toMatchObject({ code: 'weights' });
  });
});
