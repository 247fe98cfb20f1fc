/** Codec training, whole but tiny: a run cut in two equals one in a piece; eight pictures are learned by heart; the decoder alone leaves latents as they are. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { train, type TrainEvent } from '../src/node/index.ts';
import { loadWeightsFile } from '../src/node/weights-file.ts';

let folder = '';
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'codec-')); });
afterAll(() => rm(folder, { recursive: true }));

const stage = (width: number) => ({ width, blocks: 1 });
const codec = { channels: 8, encoder: stage(16), decoder: [stage(32), stage(16)] };

async function recipe(name: string, changes: Record<string, unknown>, phase: Record<string, unknown>): Promise<string> {
  const file = join(folder, `${name}.json`);
  await writeFile(file, JSON.stringify({ extends: 'storybook', model: { codec }, phases: { codec: { learns: 'all', batch: 2, crop: 64, pool: 4, fresh: 0.5, validation: 4, sheets: [], warmupSteps: 2, checkpointSeconds: 0.001, ...phase } }, ...changes }));
  return file;
}

async function run(request: Parameters<typeof train>[0], signal?: AbortSignal): Promise<TrainEvent[]> {
  const events: TrainEvent[] = [];
  for await (const event of train({ phase: 'codec', ...request }, signal ? { signal } : {})) events.push(event);
  return events;
}

async function tensorsOf(out: string, file: 'checkpoint' | 'finished'): Promise<Map<string, Buffer>> {
  const { tensors } = await loadWeightsFile(join(out, 'codec', `${file}.safetensors`));
  return new Map([...tensors].map(([name, { data }]) => [name, Buffer.from(data.buffer, data.byteOffset, data.byteLength)]));
}

describe('training a codec', () => {
  test('a run cut in two equals one in a piece, bit for bit', async () => {
    const file = await recipe('resume', { world: { scenes: 6 } }, { losses: { resampled: 0.5, scale: 0.01 } });
    const [whole, cut] = [join(folder, 'whole'), join(folder, 'cut')];
    await run({ recipe: file, out: whole, steps: 6 });
    const controller = new AbortController();
    const stopped = (async () => {
      for await (const event of train({ recipe: file, phase: 'codec', out: cut, steps: 6 }, { signal: controller.signal })) if (event.kind === 'checkpoint' && event.step >= 3) controller.abort();
    })();
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    await run({ recipe: file, out: cut, steps: 6, resume: true });
    const [first, second] = [await tensorsOf(whole, 'checkpoint'), await tensorsOf(cut, 'checkpoint')];
    expect([...second.keys()].sort()).toEqual([...first.keys()].sort());
    for (const [name, bytes] of first) expect(bytes.equals(second.get(name)!), name).toBe(true);
  });

  test('eight pictures are learned by heart: the error falls far below the closed form’s', async () => {
    const file = await recipe('overfit', { world: { scenes: 8 } }, { batch: 4, crop: 128, pool: 8, fresh: 0, noise: 0, validation: 8, losses: { absolute: 1, squared: 0, details: 0.5, resampled: 0, scale: 0.01 }, checkpointSeconds: 1e6 });
    const events = await run({ recipe: file, out: join(folder, 'overfit'), steps: 250 });
    const losses = events.flatMap((event) => (event.kind === 'step' ? [event.loss] : []));
    expect(losses.at(-1)).toBeLessThan(0.7 * losses[0]!);
  });

  test('the decoder alone leaves the encoder as it was found', async () => {
    const file = await recipe('decoder', { world: { scenes: 6 }, model: { codec: { ...codec, encoder: { width: 1, blocks: 0 } } } }, { learns: 'decoder' });
    const out = join(folder, 'decoder');
    await run({ recipe: file, out, steps: 1 });
    const before = await tensorsOf(out, 'finished');
    await run({ recipe: file, out, steps: 4, resume: true });
    const after = await tensorsOf(out, 'finished');
    const changed = [...before].filter(([name, bytes]) => !bytes.equals(after.get(name)!)).map(([name]) => name);
    expect(changed.length).toBeGreaterThan(0);
    expect(changed.every((name) => /^codec\.decoder\.(stages|out)\./.test(name))).toBe(true);
  });
});
