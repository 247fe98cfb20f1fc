import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Library } from '../command.ts';
import type { AdapterInspection } from '../../node/checkpoints/inspect-adapter.ts';
import { type ModelInspection, inspectModel } from '../../node/checkpoints/inspect-model.ts';
import type { PullProgress, PulledModel } from '../../node/checkpoints/pull-model.ts';
import { main } from '../main.ts';

const lora = (name: string): string => fileURLToPath(new URL(`../../../test/golden/stable-diffusion/lora/${name}.safetensors`, import.meta.url));
const sdxl = fileURLToPath(new URL('../../../test/golden/stable-diffusion/sdxl', import.meta.url));

async function run(words: string[], library: Partial<Library> = {}): Promise<{ status: number; out: string; err: string }> {
  const [out, err]: string[][] = [[], []];
  const streams = { stdout: { write: (text: string) => out!.push(text) }, stderr: { write: (text: string) => err!.push(text) }, now: () => 0 };
  const status = await main(['models', ...words], streams, new AbortController().signal, async () => library as Library);
  return { status, out: out!.join(''), err: err!.join('') };
}

describe('models inspect', () => {
  test('tells family, parts, precision, memory and where it runs', async () => {
    const { status, out } = await run(['inspect', sdxl, '--size', '1024x1024'], { inspectModel });
    expect(status).toBe(0);
    for (const said of ['Stable Diffusion XL, predicts epsilon', 'text encoder 2', 'F16', 'Memory for 1024×1024 pixels', 'Runs on          cpu']) expect(out).toContain(said);
    const json = JSON.parse((await run(['inspect', sdxl, '--json'], { inspectModel })).out) as ModelInspection;
    expect(json).toMatchObject({ family: 'sdxl', info: { defaults: { guidance: 5 } }, memory: { fits: true } });
    expect(json.parts.map(({ part }) => part)).toEqual(['text encoder 1', 'text encoder 2', 'denoiser', 'autoencoder']);
  });

  test('tells of a LoRA what it is for and what it changes', async () => {
    const { status, out } = await run(['inspect', lora('sdxl-peft')], { inspectModel });
    expect(status).toBe(0);
    for (const said of ['Kind       LoRA', 'denoiser', 'text encoder 2', 'attention']) expect(out).toContain(said);
    const json = JSON.parse((await run(['inspect', lora('sd1-kohya'), '--json'], { inspectModel })).out) as AdapterInspection;
    expect(json).toMatchObject({ adapter: 'LoRA', ranks: [expect.any(Number), expect.any(Number)] });
    const [denoiser] = json.parts;
    expect(denoiser?.modules).toBe(Object.values(denoiser?.targets ?? {}).reduce((sum, count) => sum + count, 0));
    expect(denoiser?.targets.convolution).toBeGreaterThan(0);
  });

  test.each([[['look', 'x'], /there are inspect and pull/], [['inspect'], /of which model/], [['inspect', 'x', '--size', 'big'], /WIDTHxHEIGHT/]])('%j is a mistake of use', async (words, message) => {
    const { status, err } = await run(words);
    expect(status).toBe(2);
    expect(err).toMatch(message);
  });
});

test('models pull tells progress, where the files lie, and what to do with them', async () => {
  const asked: unknown[] = [];
  const pullModel = async function* (request: object): AsyncGenerator<PullProgress, PulledModel> {
    asked.push({ ...request, environment: undefined, signal: undefined });
    yield { file: 'unet/x.safetensors', receivedBytes: 5, totalBytes: 10 };
    return { repository: 'org/name', commit: 'c', folder: '/cache/snapshots/c', files: [{ path: 'unet/x.safetensors', bytes: 10 }] };
  };
  const { status, out, err } = await run(['pull', 'org/name', '--precision', 'full', '--revision', 'fp16'], { pullModel: pullModel as Library['pullModel'] });
  expect({ status, out }).toEqual({ status: 0, out: 'darkroom generate "…" --model org/name\n' });
  expect(err).toContain('1 files, 10 bytes, in 0.0 s: /cache/snapshots/c');
  expect(asked).toEqual([{ repository: 'org/name', precision: 'full', revision: 'fp16' }]);
});
