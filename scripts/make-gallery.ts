/** Draws the README's pictures with the shipped model, nothing chosen: `node --import tsx scripts/make-gallery.ts [model]`. */
import { join, resolve } from 'node:path';
import { type Picture, contactSheet, encodePng, generate, writeFileAtomically } from '../src/node/index.ts';

const folder = resolve(import.meta.dirname, '../docs/pictures');
const [model = 'first-light'] = process.argv.slice(2);

/** Eight combinations that training shows, then eight that hold a pair which it never shows (fox and forest, purple and owl, …). */
const prompts = [
  'a red fox on the beach at night', 'a blue rabbit in the snow by day', 'an orange owl in the forest at night on the left', 'a green fish in the desert by day at the top',
  'a yellow car in the snow at night on the right', 'a pink house on the beach by day', 'a purple tree in the desert at night at the bottom', 'a white mushroom in the forest by day',
  'a white fox in the forest by day', 'a green rabbit in the desert at night', 'a purple owl in the snow by day', 'a red fish on the beach at night',
  'a blue car on the beach by day on the left', 'a yellow house in the forest at night', 'a pink tree in the snow by day on the right', 'an orange mushroom in the desert at night',
];
const SEED = 1;
const PER_PROMPT = 4;

const rows: { label: string; pictures: Picture[] }[] = [];
for (const prompt of prompts) rows.push({ label: prompt, pictures: (await generate({ prompt, model, seed: SEED, count: PER_PROMPT }).pictures()).map(({ picture }) => picture) });
// Two prompts side by side: a sheet of sixteen rows is too tall to look at.
const half = rows.length / 2;
const side = (from: number): Picture => contactSheet({ rows: rows.slice(from, from + half) });
await writeFileAtomically(join(folder, 'gallery.png'), encodePng(beside(side(0), side(half))));

const steps: Picture[] = [];
const labels: string[] = [];
const generation = generate({ prompt: prompts[0] ?? '', model, seed: 7, steps: 12 });
for await (const step of generation) {
  steps.push(...await step.preview());
  labels.push(`${Math.round(100 * step.noiseLevel)} % noise`);
}
steps.push(...(await generation.pictures()).map(({ picture }) => picture));
await writeFileAtomically(join(folder, 'steps.png'), encodePng(contactSheet({ rows: [{ pictures: steps }], columnLabels: [...labels, 'done'], scale: 3 })));
console.log(folder);

/** Two sheets of one height. */
function beside(left: Picture, right: Picture): Picture {
  const height = Math.max(left.height, right.height);
  const width = left.width + right.width;
  const data = new Uint8Array(width * height * 3).fill(250);
  for (const [sheet, offset] of [[left, 0], [right, left.width]] as const) {
    for (let y = 0; y < sheet.height; y++) data.set(sheet.data.subarray(y * sheet.width * 3, (y + 1) * sheet.width * 3), (y * width + offset) * 3);
  }
  return { width, height, channels: 3, data };
}
