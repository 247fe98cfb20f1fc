/** `node --import tsx bench/worlds.ts [size]`: how long a storybook scene takes to draw, in each style, on one core. */
import { cpus } from 'node:os';
import { createRandom } from '../src/base/random.ts';
import { table } from '../src/cli/format.ts';
import { nodeCanvases } from '../src/node/canvas.ts';
import { Renderer } from '../src/worlds/render.ts';
import { sampleScene } from '../src/worlds/storybook/sample-scene.ts';
import { storybook } from '../src/worlds/storybook/storybook.ts';
import { styleIds } from '../src/worlds/storybook/vocabulary.ts';
import { median } from './timing.ts';

/** The same scenes in every style; the styles take turns, so that a slow minute of the machine slows all. */
const SCENES = 120;
const WARM_UP = 10;

const size = Number(process.argv[2] ?? storybook.size);
const random = createRandom(0);
const scenes = Array.from({ length: SCENES }, () => sampleScene(random));
const renderer = new Renderer(nodeCanvases);
const times = new Map(styleIds.map((style) => [style, { wall: [] as number[], processor: [] as number[], labels: [] as number[] }]));
for (const [i, scene] of scenes.entries()) {
  for (const style of styleIds) {
    const [began, processorBegan] = [performance.now(), process.cpuUsage()];
    const rendering = await renderer.render(storybook.displayList({ ...scene, style }, size));
    const { user, system } = process.cpuUsage(processorBegan);
    const drawn = performance.now();
    if (rendering.labelMap.length === 0 || i < WARM_UP) continue;
    const all = times.get(style);
    all?.wall.push(drawn - began);
    all?.processor.push((user + system) / 1000);
    all?.labels.push(performance.now() - drawn);
  }
}
console.log(`${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}: ${SCENES - WARM_UP} storybook scenes of ${size}×${size} in each style, medians.\n`);
console.log(table(['style', 'ms', 'processor ms', 'label map ms'], [...times].map(([style, { wall, processor, labels }]) => [style, median(wall).toFixed(1), median(processor).toFixed(1), median(labels).toFixed(1)])));
console.log('\nprocessor ms: time of all threads, which other programs on the machine disturb less than ms.');
