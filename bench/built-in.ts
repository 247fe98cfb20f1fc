/**
 * `npm run bench -- built-in [model]`: how long a picture of the model that ships takes, cold from the command line and warm in one engine,
 * and how far that is from its arithmetic at the rate that products of matrices reach here.
 */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { table } from '../src/cli/format.ts';
import { countFlops } from '../src/graph/flops.ts';
import * as ops from '../src/graph/ops/index.ts';
import { createParameters } from '../src/nn/parameters.ts';
import { createRuntime } from '../src/node/engine/engine-client.ts';
import { DEFAULT_MODEL, loadModel } from '../src/node/generation/model-files.ts';
import { openDrawing } from '../src/node/index.ts';
import { decoderNetwork, denoiserNetwork, latentShape, textInputs, textNetwork } from '../src/pipelines/networks.ts';
import type { ModelConfig } from '../src/pipelines/model-config.ts';
import { cases, load } from './cases.ts';
import { median, timed } from './timing.ts';

const TURNS = 7;
const TOGETHER = 4;
const GEMM = 'GEMM 4096 × 256 × 1024';
const prompt = 'a fox in the forest at night';


export async function benchBuiltIn(name = DEFAULT_MODEL): Promise<void> {
  const { config } = (await loadModel(name)).model;
  const cold = await coldTimes(name);
  const { warm, together, previews } = await warmTimes(name);
  const [gflop, rate] = [flopsOfPicture(config) / 1e9, await gemmRate()];
  const least = gflop / rate * 1000;
  console.log(`${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}; ${config.id}, ${config.picture.width}×${config.picture.height}, ${config.defaults.steps} steps. Medians of ${TURNS}.\n`);
  console.log(table(['', 'ms'], [
    ['command to PNG, cold', median(cold).toFixed(0)],
    ['a picture, warm', median(warm).toFixed(0)],
    [`a picture of ${TOGETHER} together, warm`, median(together).toFixed(0)],
    ['a preview of one picture', median(previews).toFixed(1)],
    [`${gflop.toFixed(1)} GFLOP at ${rate.toFixed(0)} GFLOP/s (${GEMM})`, least.toFixed(0)],
  ]));
  console.log(`\nA warm picture takes ${(median(warm) / least).toFixed(2)} times as long as its arithmetic alone would.`);
}

/** From the start of the command to the file. */
async function coldTimes(name: string): Promise<number[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const command = resolve(import.meta.dirname, '../dist/cli/darkroom.js');
  const times: number[] = [];
  for (let turn = 0; turn < TURNS; turn++) times.push(await timed(() => execFileSync(process.execPath, [command, 'generate', prompt, '--model', name, '--seed', String(turn), '--out', join(folder, `${turn}.png`)], { stdio: 'pipe' })));
  await rm(folder, { recursive: true });
  return times;
}

/** In one engine that has drawn before. */
async function warmTimes(name: string): Promise<{ readonly warm: number[]; readonly together: number[]; readonly previews: number[] }> {
  const drawing = await openDrawing();
  const draw = (seed: number, count: number): Promise<unknown> => drawing.generate({ prompt, model: name, seed, count }).pictures();
  await draw(0, 1);
  await draw(0, TOGETHER);
  const [warm, together, previews] = [[], [], []] as [number[], number[], number[]];
  for (let turn = 0; turn < TURNS; turn++) {
    warm.push(await timed(() => draw(turn, 1)));
    together.push(await timed(() => draw(turn, TOGETHER)) / TOGETHER);
  }
  for await (const step of drawing.generate({ prompt, model: name, seed: 1 })) previews.push(await timed(() => step.preview()));
  await drawing.close();
  return { warm, together, previews };
}

/** Multiplications and additions of one picture: text and decoder once, the denoiser at each step and twice where guidance acts. */
function flopsOfPicture(config: ModelConfig): number {
  const { steps, guidance, guidanceInterval: [from, to] = [0, 1] } = config.defaults;
  const denoiser = countFlops([denoiserNetwork(createParameters(), ops.input('latents', [1, ...latentShape(config)]), ops.input('timesteps', [1]), textInputs(1, config), config)]);
  const { tokens, summary } = textNetwork(createParameters(), 1, config);
  const guided = guidance === 1 ? 0 : Math.round(steps * (to - from));
  return (steps + guided) * denoiser + 2 * countFlops([tokens, summary]) + countFlops([decoderNetwork(createParameters(), 1, config)]);
}

async function gemmRate(): Promise<number> {
  const runtime = await createRuntime({ device: 'cpu' });
  const gemm = await load(runtime, cases.find((one) => one.name === GEMM) ?? (() => { throw new Error(`no case ${GEMM}`); })());
  for (let i = 0; i < 5; i++) await gemm.run();
  const times: number[] = [];
  for (let i = 0; i < 40; i++) times.push(await timed(() => gemm.run()));
  await gemm.close();
  await runtime.close();
  return gemm.flops / 1e6 / median(times);
}
