import { expect, test } from 'vitest';
import { createRandom } from '../base/random.ts';
import { float32, type TensorData } from '../base/tensor-data.ts';
import type { Session } from '../runtime/runtime.ts';
import { gradientAgreements } from './gradient-agreement.ts';
import type { Pack } from './packs.ts';

const WIDTH = 400;
const adamw = { beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0 };
const names = ['steady', 'chance', 'swings', 'small'];
const pack: Pack = { name: 'adamw', rule: 'adamw', shape: [names.length * WIDTH], members: names.map((name, i) => ({ name, shape: [WIDTH], offset: i * WIDTH })) };

/** Moments after two hundred steps of such gradients. */
function moments(): Record<string, TensorData> {
  const random = createRandom(1);
  const [momentum, variance] = [new Float32Array(names.length * WIDTH), new Float32Array(names.length * WIDTH)];
  for (let step = 0; step < 200; step++) {
    momentum.forEach((value, at) => {
      const noise = random.normal();
      const gradient = [1 + 0.1 * noise, noise, (step % 2 === 0 ? 1 : -1) + 0.1 * noise, 0.01 * noise][Math.floor(at / WIDTH)] as number;
      momentum[at] = value * adamw.beta1 + gradient;
      variance[at] = (variance[at] as number) * adamw.beta2 + gradient ** 2;
    });
  }
  return { 'momentum.adamw': float32(momentum), 'variance.adamw': float32(variance) };
}

test('tells steady gradients from chance and from those that swing; small ones are left out', async () => {
  const session = { readState: () => Promise.resolve(moments()) } as unknown as Session;
  const found = Object.fromEntries((await gradientAgreements(session, { packs: [pack] }, adamw)).map(({ parameter, agreement }) => [parameter, agreement]));
  expect(Object.keys(found).sort()).toEqual(['chance', 'steady', 'swings']);
  expect(found['steady']).toBeGreaterThan(15);
  expect(found['chance']).toBeGreaterThan(0.8);
  expect(found['chance']).toBeLessThan(1.2);
  expect(found['swings']).toBeLessThan(0.1);
});

test('nothing where AdamW moves nothing', async () => {
  expect(await gradientAgreements({} as Session, { packs: [] }, adamw)).toEqual([]);
});
