/** Rows that are added to the same row of a table must all arrive, however many threads add them. */
import { expect, test } from 'vitest';
import { createRandom } from '../../src/base/random.ts';
import { float32, int32 } from '../../src/base/tensor-data.ts';
import { input, scatterRows } from '../../src/graph/ops/index.ts';
import { createRuntime } from '../../src/node/engine/engine-client.ts';
import { emitModel } from '../../src/onnx/emit.ts';

test('20,000 rows reach 4 rows of a table, on 4 threads', async () => {
  const [count, width] = [20_000, 64];
  const runtime = await createRuntime({ device: 'cpu', threads: 4 });
  const session = await runtime.load({ bytes: emitModel({ table: scatterRows([4, width], input('indices', [count], 'int32'), input('rows', [count, width])) }) });
  const random = createRandom(1);
  const indices = Int32Array.from({ length: count }, () => random.integer(4));
  const expected = new Float32Array(4 * width);
  for (const index of indices) for (let i = 0; i < width; i++) expected[index * width + i]! += 1;
  for (let attempt = 0; attempt < 5; attempt++) {
    const { table } = await session.run({ indices: int32(indices), rows: float32(new Float32Array(count * width).fill(1), [count, width]) });
    expect(table?.data).toEqual(expected);
  }
  await runtime.close();
});
