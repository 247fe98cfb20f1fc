/** What the bench measures: each case's numbers, its graph, and how many multiplications and additions it is. */
import { float32, sizeOf, type TensorData } from '../src/base/tensor-data.ts';
import { createRandom } from '../src/base/random.ts';
import { countFlops } from '../src/graph/flops.ts';
import * as ops from '../src/graph/ops/index.ts';
import type { Tensor } from '../src/graph/tensor.ts';
import { diffusionTransformer } from '../src/models/denoisers/diffusion-transformer.ts';
import { initialWeights } from '../src/nn/initial-weights.ts';
import { createParameters } from '../src/nn/parameters.ts';
import { emitModel } from '../src/onnx/emit.ts';
import type { Runtime, Session } from '../src/runtime/runtime.ts';
import { learningStep, loadLearningStep } from '../src/training/learn.ts';

export type Case =
  | { readonly kind: 'gemm'; readonly name: string; readonly m: number; readonly k: number; readonly n: number }
  | { readonly kind: 'convolution'; readonly name: string; readonly batch: number; readonly inputs: number; readonly outputs: number; readonly side: number }
  | { readonly kind: 'attention'; readonly name: string; readonly batch: number; readonly tokens: number; readonly width: number }
  | NetworkCase;

type NetworkCase = { readonly kind: 'training step' | 'sampling step'; readonly name: string } & typeof network & { readonly batch: number };

/** The denoiser of the bench: 64 tokens of width 256, 8 layers. */
const network = { side: 8, channels: 16, width: 256, layers: 8, hidden: 688, summaries: 4 };

export const cases: readonly Case[] = [
  { kind: 'gemm', name: 'GEMM 4096 × 256 × 1024', m: 4096, k: 256, n: 1024 },
  { kind: 'gemm', name: 'GEMM 1024 × 1024 × 1024', m: 1024, k: 1024, n: 1024 },
  { kind: 'convolution', name: 'convolution 3×3, 64 → 64, 64×64', batch: 4, inputs: 64, outputs: 64, side: 64 },
  { kind: 'convolution', name: 'convolution 3×3, 256 → 256, 16×16', batch: 4, inputs: 256, outputs: 256, side: 16 },
  { kind: 'attention', name: 'attention, 64 × 64 tokens of 256', batch: 64, tokens: 64, width: 256 },
  { kind: 'training step', name: 'training step, DiT 256 × 8, 64 tokens, batch 64', batch: 64, ...network },
  { kind: 'sampling step', name: 'sampling step, DiT 256 × 8, 64 tokens, batch 2', batch: 2, ...network },
];

export interface Loaded {
  readonly flops: number;
  run(): Promise<void>;
  close(): Promise<void>;
}

const HEADS = 8;
const TEXT_WORDS = 18;
const noise = (shape: readonly number[], stream: number): TensorData => float32(createRandom(1, stream).fillNormal(new Float32Array(sizeOf(shape))), shape);

/** Constant operands lie in the graph, as a network's weights do; what changes from run to run is fed. */
export async function load(runtime: Runtime, one: Case): Promise<Loaded> {
  if (isNetwork(one)) return one.kind === 'training step' ? loadTraining(runtime, one) : loadSampling(runtime, one);
  const [output, feeds] = plain(one);
  // A sum stands for the result: fetching megabytes would measure the way home.
  const session = await runtime.load({ bytes: emitModel({ sum: ops.reduceSum(output) }) }, { name: one.name, state: Object.fromEntries(Object.entries(feeds).map(([name, value]) => [name, { value }])) });
  return loaded(session, countFlops([output]), {});
}

const isNetwork = (one: Case): one is NetworkCase => one.kind === 'training step' || one.kind === 'sampling step';

function plain(one: Exclude<Case, NetworkCase>): [Tensor, Record<string, TensorData>] {
  if (one.kind === 'gemm') return [ops.gemm(ops.input('a', [one.m, one.k]), ops.constant(noise([one.k, one.n], 2))), { a: noise([one.m, one.k], 1) }];
  if (one.kind === 'convolution') {
    const x = [one.batch, one.inputs, one.side, one.side];
    return [ops.conv2d(ops.input('x', x), ops.constant(noise([one.outputs, one.inputs, 3, 3], 2)), { padding: 1 }), { x: noise(x, 1) }];
  }
  const shape = [one.batch, one.tokens, one.width];
  const [q, k, v] = ['q', 'k', 'v'].map((name) => ops.input(name, shape)) as [Tensor, Tensor, Tensor];
  return [ops.attention(q, k, v, { heads: HEADS }), { q: noise(shape, 1), k: noise(shape, 2), v: noise(shape, 3) }];
}

function denoiser({ batch, side, channels, width, layers, hidden, summaries }: NetworkCase) {
  const parameters = createParameters();
  const latents = ops.input('latents', [batch, channels, side, side]);
  const text = { tokens: ops.input('tokens', [batch, TEXT_WORDS, width]), mask: ops.input('mask', [batch, 1, 1, TEXT_WORDS]), summary: ops.input('summary', [batch, summaries, width]) };
  const output = diffusionTransformer(parameters.at('denoiser'), latents, ops.input('timesteps', [batch]), text, { kind: 'diffusion-transformer', width, layers, heads: HEADS, hidden });
  const feeds: Record<string, TensorData> = {
    latents: noise(latents.shape, 1), tokens: noise(text.tokens.shape, 2), summary: noise(text.summary.shape, 3), timesteps: float32(new Float32Array(batch).fill(500)),
    mask: float32(Float32Array.from({ length: batch * TEXT_WORDS }, (_, i) => (i % TEXT_WORDS < TEXT_WORDS / 2 ? 0 : -1e9)), text.mask.shape),
  };
  return { parameters, output, feeds, first: initialWeights(parameters.all, 0, 1) };
}

async function loadTraining(runtime: Runtime, one: NetworkCase): Promise<Loaded> {
  const { parameters, output, feeds, first } = denoiser(one);
  const loss = ops.reduceMean(ops.square(ops.sub(output, ops.input('target', output.shape))));
  const step = learningStep({ loss }, parameters.all, () => 'adamw', { clipNorm: 1, adamw: { beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0.01 }, muon: { momentum: 0.95, weightDecay: 0 } });
  const session = await loadLearningStep(runtime, step, first, one.name);
  const scalar = (value: number): TensorData => float32([value], []);
  const rates = { 'optimizer.adamw_rate': scalar(1e-4), 'optimizer.correction1': scalar(0.1), 'optimizer.correction2': scalar(0.05), 'optimizer.average_rate': scalar(0.01) };
  return loaded(session, 3 * countFlops([loss]), { ...feeds, ...rates, target: noise(output.shape, 9) }, ['loss', 'gradient_norm']);
}

async function loadSampling(runtime: Runtime, one: NetworkCase): Promise<Loaded> {
  const { output, feeds, first } = denoiser(one);
  const bytes = emitModel({ output }, { bind: (name) => ({ kind: 'inline', value: first.get(name) as TensorData }) });
  return loaded(await runtime.load({ bytes }, { name: one.name }), countFlops([output]), feeds);
}

function loaded(session: Session, flops: number, feeds: Record<string, TensorData>, fetches?: readonly string[]): Loaded {
  return { flops, run: async () => { await session.run(feeds, fetches ? { fetches } : {}); }, close: () => session.close() };
}
