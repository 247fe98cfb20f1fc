/** A program with an engine, for the tests of how engine processes end: prints the engine's process id, then idles out or works for minutes. */
import { createRuntime } from '../../src/node/engine/engine-client.ts';
import { doubling, slow, slowFeeds } from './tiny-models.ts';

const runtime = await createRuntime({ device: 'cpu', threads: 1 });
const session = await runtime.load(doubling());
await session.run({ x: { dtype: 'float32', shape: [2], data: Float32Array.of(1, 2) } });
if (process.argv[2] === 'busy') {
  const busy = await runtime.load(slow());
  void busy.run(slowFeeds(1_000_000));
}
console.log(runtime.processId);
