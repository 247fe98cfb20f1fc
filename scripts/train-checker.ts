/** Trains the checker of a world and writes it to assets/checkers: `node --import tsx scripts/train-checker.ts [world]`. About a minute on two cores. */
import { nodeCanvases } from '../src/node/canvas.ts';
import { createRuntime } from '../src/node/engine/engine-client.ts';
import { checkerFile } from '../src/node/evaluation/evaluate.ts';
import { saveWeightsFile } from '../src/node/weights-file.ts';
import { trainChecker } from '../src/evaluation/train-checker.ts';
import { halfPrecision } from '../src/weights/precision.ts';
import { worldNamed } from '../src/worlds/worlds.ts';

const world = worldNamed(process.argv[2] ?? 'first-light');
const runtime = await createRuntime({ device: 'cpu' });
const run = trainChecker(runtime, world, nodeCanvases);
for (;;) {
  const next = await run.next();
  if (next.done) {
    await saveWeightsFile(checkerFile(world.name), halfPrecision(next.value));
    break;
  }
  const { step, steps, loss } = next.value;
  if (step % 50 === 0) console.log(`step ${step} of ${steps}, loss ${loss.toFixed(4)}`);
}
await runtime.close();
