/** Trains the examiner's detector of the storybook world: `node --import tsx scripts/train-detector.ts OUT.safetensors [steps] [threads]`. Goes on where an earlier sitting stopped. */
import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { detectorToWeights } from '../src/evaluation/exam/detector-weights.ts';
import { storybookDetector, trainDetector } from '../src/evaluation/exam/train-detector.ts';
import { saveWeightsFile } from '../src/node/weights-file.ts';
import { nodeCanvases } from '../src/node/canvas.ts';
import { createRuntime } from '../src/node/engine/engine-client.ts';
import { halfPrecision } from '../src/weights/precision.ts';
import { readWeights } from '../src/weights/safetensors.ts';

const [out = 'assets/checkers/storybook.safetensors', steps = '12000', threads] = process.argv.slice(2);
const stateFile = `${out}.state`;
const saveEverySeconds = 120;

const runtime = await createRuntime({ device: 'cpu', ...(threads !== undefined && { threads: Number(threads) }) });
const saved = existsSync(stateFile) ? readWeights(await readFile(stateFile)) : undefined;
let [savedAt, toldAt] = [Date.now(), 0];
for await (const progress of trainDetector({ runtime, canvases: nodeCanvases, steps: Number(steps), ...(saved && { resumeFrom: { step: Number(saved.metadata['step']), tensors: saved.tensors } }) })) {
  const { step, losses } = progress;
  if (Date.now() - toldAt > 10_000) {
    toldAt = Date.now();
    console.log(`${step}/${steps}  ${Object.entries(losses).map(([name, value]) => `${name.replace('_loss', '')} ${value.toFixed(3)}`).join('  ')}`);
  }
  if (Date.now() - savedAt < 1000 * saveEverySeconds && step < Number(steps)) continue;
  savedAt = Date.now();
  const state = await progress.state();
  await saveWeightsFile(stateFile, { tensors: state.tensors, metadata: { step: String(state.step) } });
  await saveWeightsFile(out, halfPrecision(detectorToWeights(storybookDetector, await progress.weights())));
}
await runtime.close();
