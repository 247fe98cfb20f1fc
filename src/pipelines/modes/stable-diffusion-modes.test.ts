/** Every mode on Stable Diffusion's networks, tiny ones of random weights: what modes promise holds whatever the network has learned. */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRandom } from '../../base/random.ts';
import { type Picture, createPicture, cropped } from '../../images/picture.ts';
import { resized } from '../../images/resize.ts';
import { type Drawing, openDrawing } from '../../node/generation/drawing.ts';
import type { GenerateRequest, GeneratedPicture } from '../generation.ts';
import { requestOf } from '../recipe-of.ts';

let drawing: Drawing;
beforeAll(async () => { drawing = await openDrawing({ device: 'cpu' }); });
afterAll(() => drawing.close());

const folder = fileURLToPath(new URL('../../../test/golden/stable-diffusion/', import.meta.url));
const random = createRandom(4);
const init = createPicture(90, 70, Uint8Array.from({ length: 90 * 70 * 3 }, () => random.integer(256)));
const right: Picture = createPicture(90, 70, Uint8Array.from({ length: 90 * 70 * 3 }, (_, i) => (Math.floor(i / 3) % 90 > 45 ? 255 : 0)));

describe.each(['sd1', 'sd1-inpaint', 'sdxl'])('%s', (name) => {
  const draw = async (request: Partial<GenerateRequest>): Promise<GeneratedPicture> => (await drawing.generate({ prompt: 'a red fox', model: `${folder}${name}`, seed: 1, steps: 2, ...request }).pictures())[0]!;

  test('redraws a picture of any shape in its shape', async () => {
    const { picture, recipe } = await draw({ init, strength: 0.5 });
    expect(picture.width / picture.height).toBeCloseTo(90 / 70, 0);
    expect([recipe.width, recipe.height]).toEqual([picture.width, picture.height]);
  });

  test.each([{}, { crop: true, feather: 3 }])('fills a mask and leaves the rest as it is: %j', async (settings) => {
    const { picture, recipe } = await draw({ init, mask: { picture: right, ...settings } });
    expect(cropped(picture, 0, 0, 46, 70).data).toEqual(cropped(init, 0, 0, 46, 70).data);
    expect(cropped(picture, 60, 0, 20, 70).data).not.toEqual(cropped(init, 60, 0, 20, 70).data);
    const again = await drawing.generate({ ...requestOf(recipe, { init, mask: right }), model: `${folder}${name}` }).pictures();
    expect(again[0]!.picture.data).toEqual(picture.data);
  });

  test('expands at any side', async () => {
    const { picture } = await draw({ init, expand: { left: 17, bottom: 9 } });
    expect(picture).toMatchObject({ width: 107, height: 79 });
    expect(cropped(picture, 17, 0, 90, 70).data).toEqual(init.data);
  });

  test('enlarges in windows, true to the source; draws textures; mixes noises', async () => {
    const { picture: small } = await draw({});
    const { picture: large } = await draw({ init: small, upscale: { factor: 2, strength: 0.5 } });
    expect([large.width, large.height]).toEqual([2 * small.width, 2 * small.height]);
    const error = resized(large, small.width, small.height).data.reduce((sum, value, i) => sum + Math.abs(value - small.data[i]!), 0) / small.data.length;
    expect(error).toBeLessThan(3);
    expect((await draw({ tiling: 'x', variation: { seed: 3, strength: 0.3 } })).picture).toMatchObject({ width: small.width });
  });
});
