/** Every step's guess of the finished picture, as one sheet: `node --import tsx examples/02-watch-the-noise-go.ts` */
import { type Picture, contactSheet, encodePng, generate, writeFileAtomically } from '../src/node/index.ts';

const generation = generate({ prompt: 'a blue owl in the snow by day on the left', seed: 3, steps: 12 });

const guesses: Picture[] = [];
const labels: string[] = [];
for await (const step of generation) {
  guesses.push(...await step.preview());
  labels.push(`noise ${step.noiseLevel.toFixed(2)}`);
}

const file = 'runs/examples/owl-steps.png';
await writeFileAtomically(file, encodePng(contactSheet({ rows: [{ pictures: guesses }], columnLabels: labels })));
console.log(file);
