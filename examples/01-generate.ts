/** Words to pictures from a program, with progress and a way to stop: `node --import tsx examples/01-generate.ts` */
import { generate, writeFileAtomically } from '../src/node/index.ts';

const controller = new AbortController();
process.once('SIGINT', () => controller.abort());

const generation = generate({ prompt: 'a red fox on the beach at night', seed: 7, count: 2 }, { signal: controller.signal });

for await (const { index, steps, noiseLevel } of generation) console.log(`step ${index + 1} of ${steps}, noise ${noiseLevel.toFixed(2)}`);

for (const { png, recipe } of await generation.pictures()) {
  const file = `runs/examples/fox-${recipe.seed}.png`;
  await writeFileAtomically(file, png);
  console.log(file);
}
