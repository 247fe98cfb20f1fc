/** One picture, five edits: redrawn, filled, expanded, varied, enlarged: `node --import tsx examples/04-edit-a-picture.ts` */
import { type GenerateRequest, type Picture, generate, writeFileAtomically } from '../src/node/index.ts';

const draw = async (name: string, request: GenerateRequest): Promise<Picture> => {
  const [made] = await generate({ seed: 7, ...request }).pictures();
  if (made === undefined) throw new Error('no picture');
  const file = `runs/examples/edit-${name}.png`;
  await writeFileAtomically(file, made.png);
  console.log(file);
  return made.picture;
};

const fox = await draw('original', { prompt: 'a red fox on the beach by day on the left' });

/** White where the fox is: there something else is painted, and every other pixel stays as it is, bit for bit. */
const mask: Picture = { width: fox.width, height: fox.height, channels: 3, data: Uint8Array.from({ length: fox.data.length }, (_, i) => (Math.floor(i / 3) % fox.width < fox.width / 2 ? 255 : 0)) };

await draw('redrawn', { prompt: 'a red fox on the beach', styles: ['night', 'left'], init: fox, strength: 0.7 });
await draw('filled', { prompt: 'a blue owl on the beach by day on the left', init: fox, mask: { picture: mask, feather: 2 } });
await draw('expanded', { prompt: 'a beach by day', init: fox, expand: { right: 16 } });
await draw('varied', { prompt: 'a red fox on the beach by day on the left', variation: { seed: 3, strength: 0.3 } });
await draw('enlarged', { prompt: 'a red fox on the beach by day on the left', init: fox, upscale: { factor: 3 } });
