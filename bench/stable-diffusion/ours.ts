/** Darkroom's side of the Stable Diffusion bench, a process as its peers are: reads one JSON request a line, answers with milliseconds, bytes or a file. */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { createRandom } from '../../src/base/random.ts';
import { sizeOf } from '../../src/base/tensor-data.ts';
import type { NoiseLevel } from '../../src/diffusion/noise-level.ts';
import type { StableDiffusionCheckpoint } from '../../src/models/checkpoints/stable-diffusion.ts';
import { planesFromPicture } from '../../src/images/picture.ts';
import { openCheckpoint } from '../../src/node/checkpoints/open-checkpoint.ts';
import { type CheckpointOptions, openStableDiffusion } from '../../src/node/checkpoints/open-stable-diffusion.ts';
import { createRuntime } from '../../src/node/engine/engine-client.ts';
import { sampleLatents } from '../../src/pipelines/sample-latents.ts';
import type { Request } from './contestant.ts';

interface Given {
  readonly folder: string;
  readonly side: number;
  readonly threads: number;
  readonly options: CheckpointOptions;
}

const PROMPT = 'a red fox on the beach at night';
const NEGATIVE = 'blurry';
const GUIDANCE = 7.5;
const TIMESTEP = 500;
/** From one look to the next, as in a run of 25 steps. */
const STRIDE = 40;

const { folder, side, threads, options } = JSON.parse(process.argv[2] as string) as Given;
const size = { width: side, height: side };
const runtime = await createRuntime({ device: 'cpu', threads });
const pipeline = await openStableDiffusion(runtime, await openCheckpoint(folder, {}) as StableDiffusionCheckpoint, { ...options, size });
const [clean, noise] = [1, 2].map((stream) => createRandom(1, stream).fillNormal(new Float32Array(sizeOf(pipeline.latentShape(size))))) as [Float32Array, Float32Array];
const condition = () => pipeline.condition({ prompts: [PROMPT], negativePrompts: [NEGATIVE], count: 1, ...size });
let pair = await condition();

/** As the system counts: this process and the engine's, mapped files included. */
function peakBytes(): number {
  const most = (id: number | string): number => 1024 * Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1]);
  return most('self') + most(runtime.processId as number);
}

async function picture(steps: number): Promise<Float32Array> {
  const { sampler } = pipeline.info.defaults;
  const run = sampleLatents(pipeline, { prompts: [PROMPT], negativePrompts: [NEGATIVE], seeds: [7], steps, guidance: GUIDANCE, guidanceInterval: [0, 1], sampler, size });
  for (;;) {
    const next = await run.next();
    if (!next.done) continue;
    const [drawn] = await pipeline.decode(next.value, size);
    if (drawn === undefined) throw new Error('no picture');
    return planesFromPicture(drawn);
  }
}

function at(timestep: number): { readonly level: NoiseLevel; readonly latents: Float32Array } {
  const level = pipeline.schedule.atTimestep(timestep);
  return { level, latents: clean.map((value, i) => level.alpha * value + level.sigma * (noise[i] as number)) };
}

/** Looks until one is whole and the others reuse it, if the form reuses. @returns milliseconds of a look */
async function step(): Promise<number> {
  const looks = options.cache ?? 1;
  const began = performance.now();
  for (let look = 0; look < looks; look++) {
    const { level, latents } = at(TIMESTEP - STRIDE * look);
    await pair(latents, level, true);
  }
  return (performance.now() - began) / looks;
}

/** The network's own output, from the estimate of the clean latents: x = alpha · clean + sigma · output. A form that reuses has looked once before. */
async function prediction(): Promise<Float32Array> {
  pair = await condition();
  if (options.cache !== undefined) await pair(at(TIMESTEP + STRIDE).latents, at(TIMESTEP + STRIDE).level, false);
  const { level, latents } = at(TIMESTEP);
  const { conditional } = await pair(latents, level, false);
  return conditional.map((estimate, i) => ((latents[i] as number) - level.alpha * estimate) / level.sigma);
}

const write = (file: string, values: Float32Array): Promise<void> => writeFile(file, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));

const handlers = {
  step,
  text: async () => { pair = await condition(); },
  decode: async () => { await pipeline.decode(clean, size); },
  predict: async ({ file = '' }) => write(file, await prediction()),
  picture: async ({ file = '', steps = 1 }) => write(file, await picture(steps)),
  peak: async () => undefined,
} satisfies Record<Request['do'], (request: Request) => Promise<number | void>>;

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line) as Request;
  const began = performance.now();
  const told = await handlers[request.do](request);
  console.log(JSON.stringify({ ms: told ?? performance.now() - began, bytes: peakBytes() }));
}
await pipeline.close();
await runtime.close();
