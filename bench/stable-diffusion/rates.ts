/** What the machine can do with the shapes of Stable Diffusion's U-Net, and how long its arithmetic would take at those rates. */
import { countFlops } from '../../src/graph/flops.ts';
import { input } from '../../src/graph/ops/index.ts';
import type { StableDiffusionCheckpoint } from '../../src/models/checkpoints/stable-diffusion.ts';
import { sizeNumbers } from '../../src/models/checkpoints/stable-diffusion.ts';
import { unet } from '../../src/models/denoisers/unet.ts';
import { createParameters } from '../../src/nn/parameters.ts';
import { createRuntime } from '../../src/node/engine/engine-client.ts';
import { type Case, load } from '../cases.ts';

const TURNS = 7;
const TOKENS = 77;

export const rateCases = {
  product: { kind: 'gemm', name: 'GEMM 4096 × 320 × 1280', m: 4096, k: 320, n: 1280 },
  convolution: { kind: 'convolution', name: 'convolution 3×3, 640 → 640, 32×32', batch: 1, inputs: 640, outputs: 640, side: 32 },
} as const satisfies Record<string, Case>;

export type Rates = Readonly<Record<keyof typeof rateCases, number>>;

/** Multiplications and additions a second. */
export async function measureRates(threads: number): Promise<Rates> {
  const runtime = await createRuntime({ device: 'cpu', threads });
  const rate = async (one: Case): Promise<number> => {
    const { flops, run, close } = await load(runtime, one);
    await run();
    const times: number[] = [];
    for (let turn = 0; turn < TURNS; turn++) {
      const began = performance.now();
      await run();
      times.push(performance.now() - began);
    }
    await close();
    return (1000 * flops) / (times.toSorted((a, b) => a - b)[Math.floor(TURNS / 2)] as number);
  };
  const rates = { product: await rate(rateCases.product), convolution: await rate(rateCases.convolution) };
  await runtime.close();
  return rates;
}

/** Of one call of the denoiser. @param side latents */
export function denoiserFlops({ denoiser: { config }, textEncoders }: StableDiffusionCheckpoint, side: number): { readonly product: number; readonly convolution: number } {
  const numbers = sizeNumbers(config, textEncoders);
  const prediction = unet(createParameters(), input('latents', [1, config.inputs, side, side]), {
    timesteps: input('timesteps', [1]), context: input('context', [1, TOKENS, config.context]),
    ...(config.added && { added: { pooled: input('pooled', [1, config.added.width - numbers * config.added.waves]), sizes: input('sizes', [1, numbers]) } }),
  }, config);
  const convolution = countFlops([prediction], (op) => op === 'Conv');
  return { convolution, product: countFlops([prediction]) - convolution };
}
