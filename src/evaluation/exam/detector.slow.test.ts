import { expect, it } from 'vitest';
import { createRandom } from '../../base/random.ts';
import { float32, int32, type TensorData } from '../../base/tensor-data.ts';
import { initialWeights } from '../../nn/initial-weights.ts';
import { createParameters } from '../../nn/parameters.ts';
import { createRuntime } from '../../node/engine/engine-client.ts';
import { learningStep, loadLearningStep } from '../../training/learn.ts';
import { optimizerFeeds } from '../../training/learning-rate.ts';
import { type DetectorConfig, REDUCTION } from './detector.ts';
import { detectorLosses } from './detector-loss.ts';
import { type Located, targetsOf } from './targets.ts';

const config: DetectorConfig = { format: 1, world: 'test', size: 64, subjects: ['square', 'disc'], tints: ['own', 'red'], factors: [{ name: 'light', values: ['dark', 'bright'] }] };

it('the detector learns to find squares and discs', async () => {
  const runtime = await createRuntime({ device: 'cpu' });
  const batch = 8;
  const parameters = createParameters();
  const settings = { clipNorm: 1, adamwRate: 3e-3, muonRate: 0, adamw: { beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.01 }, muon: { momentum: 0.95, weightDecay: 0 } };
  const step = learningStep(detectorLosses(parameters, batch, config), parameters.all, () => 'adamw', settings);
  const session = await loadLearningStep(runtime, step, initialWeights(parameters.all, 1, 1), 'detector');
  const random = createRandom(5);
  const losses: number[] = [];
  for (let i = 0; i < 80; i++) {
    const scenes = Array.from({ length: batch }, () => [{ subject: random.integer(2), tint: random.integer(2), centre: [0.3 + 0.4 * random.uniform(), 0.3 + 0.4 * random.uniform()] as const, width: 0.35, height: 0.35 }]);
    const brightness = scenes.map(() => random.integer(2));
    const targets = targetsOf(scenes, config.size / 8);
    const { subject_loss: subject, centre_loss: centre } = await session.run({
      reduced: float32(draw(scenes, brightness, config.size / REDUCTION), [batch, 3, config.size / REDUCTION, config.size / REDUCTION]), heat: float32(targets.heat, [batch, 64]), rows: int32(targets.rows, [targets.rows.length]), counts: float32(targets.counts, [targets.counts.length]),
      subjects: int32(targets.subjects, [targets.subjects.length]), tints: int32(targets.tints, [targets.tints.length]), boxes: float32(targets.boxes, [targets.rows.length, 4]), overall: int32(brightness, [batch, 1]),
      ...optimizerFeeds(i, i / 80, { optimizer: settings, warmupSteps: 10, decay: 0.5, averageDecays: [0.9] }, step),
    }, { fetches: ['subject_loss', 'centre_loss'] });
    losses.push(Number((subject as TensorData).data[0]) + Number((centre as TensorData).data[0]));
  }
  const end = losses.slice(-10).reduce((a, b) => a + b) / 10;
  expect(end).toBeLessThan(0.25 * (losses[0] as number));
  await runtime.close();
});

function draw(scenes: readonly (readonly Located[])[], brightness: readonly number[], size: number): Float32Array {
  const pictures = new Float32Array(scenes.length * 3 * size * size);
  scenes.forEach(([one], row) => {
    const { centre: [x, y], width, subject, tint } = one as Located;
    for (let i = 0; i < size * size; i++) {
      const [dx, dy] = [((i % size) + 0.5) / size - x, (Math.floor(i / size) + 0.5) / size - y];
      const inside = subject === 0 ? Math.max(Math.abs(dx), Math.abs(dy)) < width / 2 : Math.hypot(dx, dy) < width / 2;
      const ground = brightness[row] === 1 ? 0.5 : -0.5;
      for (let channel = 0; channel < 3; channel++) pictures[(row * 3 + channel) * size * size + i] = inside ? (tint === 1 ? (channel === 0 ? 1 : -1) : 0) : ground;
    }
  });
  return pictures;
}
