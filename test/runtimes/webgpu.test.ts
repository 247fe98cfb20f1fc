/** WebGPU gives what the CPU gives, on Chromium's software driver (Debian: apt-get install chromium libvulkan1). Slow. */
import { existsSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { createRuntime } from '../../src/node/engine/engine-client.ts';
import type { NodeRuntime } from '../../src/node/engine/engine-client.ts';
import { counter, model, scalar, value } from './tiny-models.ts';

const driver = '/usr/lib/chromium/vk_swiftshader_icd.json';

async function openWebGpu(): Promise<NodeRuntime | string> {
  if (!existsSync(driver)) return `there is no ${driver}`;
  process.env['VK_DRIVER_FILES'] ??= driver;
  return createRuntime({ device: 'webgpu' }).catch((error: unknown) => (error as Error).message);
}

const opened = await openWebGpu();
if (typeof opened === 'string') console.warn(`WebGPU tests skipped: ${opened}`);
const webgpu = opened as NodeRuntime;

describe.skipIf(typeof opened === 'string')('webgpu', () => {
  afterAll(() => webgpu.close());

  test('state stays on the device, can be fetched, read and replaced', async () => {
    const session = await webgpu.load(counter(), { state: { count: { from: 'next', value: scalar(1) } } });
    expect(await session.run({ step: scalar(2) })).toEqual({ total: scalar(6) });
    expect(await session.run({ step: scalar(2) }, { fetches: ['next', 'total'] })).toEqual({ next: scalar(5), total: scalar(10) });
    expect(await session.readState()).toEqual({ count: scalar(5) });
    await session.writeState({ count: scalar(-1) });
    expect(await session.run({ step: scalar(2) })).toEqual({ total: scalar(2) });
  }, 60_000);

  test('convolution, normalisation and softmax agree with the CPU', async () => {
    const nodes = [
      { op: 'Conv', inputs: ['x', 'w'], outputs: ['h'], attributes: { pads: { type: 'ints', value: [1, 1, 1, 1] } as const } },
      { op: 'InstanceNormalization', inputs: ['h', 'scale', 'bias'], outputs: ['n'] },
      { op: 'Sigmoid', inputs: ['n'], outputs: ['s'] },
      { op: 'Mul', inputs: ['n', 's'], outputs: ['m'] },
      { op: 'MatMul', inputs: ['m', 'm'], outputs: ['p'] },
      { op: 'Softmax', inputs: ['p'], outputs: ['y'] },
    ];
    const shapes = { x: [1, 4, 16, 16], w: [8, 4, 3, 3], scale: [8], bias: [8] };
    const waves = model(nodes, Object.entries(shapes).map(([name, shape]) => value(name, shape)), [value('y', [1, 8, 16, 16])]);
    const feeds = Object.fromEntries(Object.entries(shapes).map(([name, shape]) => {
      const data = Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => Math.sin(i * 1.7 + name.length));
      return [name, { dtype: 'float32' as const, shape, data }];
    }));
    const cpu = await createRuntime({ device: 'cpu', threads: 1 });
    const [expected, actual] = [await (await cpu.load(waves)).run(feeds), await (await webgpu.load(waves)).run(feeds)];
    await cpu.close();
    const [reference, ours] = [expected['y']!.data as Float32Array, actual['y']!.data as Float32Array];
    expect(Math.max(...reference.map((want, i) => Math.abs(want - ours[i]!)))).toBeLessThan(1e-4);
  }, 60_000);
});
