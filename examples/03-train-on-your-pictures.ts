/** A folder of captioned pictures becomes a model: `node --import tsx examples/03-train-on-your-pictures.ts FOLDER` */
import { generate, train, writeFileAtomically } from '../src/node/index.ts';

const [data] = process.argv.slice(2);
if (data === undefined) throw new Error('Give a folder of pictures.');

const out = `runs/examples/own-${Date.now()}`;
for await (const event of train({ data, out, minutes: 5 })) {
  if (event.kind === 'note') console.log(event.text);
  if (event.kind === 'step') console.log(`step ${event.step}, loss ${event.loss.toFixed(3)}, ${Math.round(event.remainingSeconds)} s left`);
}

const [picture] = await generate({ prompt: 'whatever your captions say', model: out }).pictures();
if (picture !== undefined) await writeFileAtomically(`${out}/first.png`, picture.png);
