import { describe, expect, it } from 'vitest';
import { flatten } from './flatten.ts';
import { filledStrokes, thicker } from './outlines.ts';
import { draw } from './measure.ts';
import { svgText } from './svg.ts';

const gradient = (from: string, to: string): string => `<linearGradient id="a" x1="0" x2="10" y1="0" y2="0" gradientUnits="userSpaceOnUse"><stop stop-color="${from}"/><stop offset="1" stop-color="${to}"/></linearGradient>`;
const opaquePixels = async (body: string): Promise<number> => (await draw(body, 10, 10, 100)).pixels.filter((value, i) => i % 4 === 3 && value > 128).length;

describe('flat icons', () => {
  it('have the mean colour of a gradient', async () => {
    const body = svgText(await flatten(`${gradient('#000', '#fff')}<path fill="url(#a)" d="M0 0h10v10H0z"/>`, 10, 10, 10));
    expect(body).toBe('<path d="m0 0h10v10h-10z" fill="#808080"/>');
  });

  it('leave faint shades out', async () => {
    expect(await flatten('<linearGradient id="a"><stop stop-opacity=".1"/><stop offset="1" stop-opacity="0"/></linearGradient><path fill="url(#a)" d="M0 0h10v10H0z"/>', 10, 10, 10)).toEqual([]);
  });

  it('write references out and clips off', async () => {
    const body = svgText(await flatten('<defs><path id="b" d="M0 0h4v4z"/></defs><g clip-path="url(#c)"><use href="#b" fill="#F00"/></g>', 10, 10, 10));
    expect(body).not.toMatch(/use|clip|href|id=/);
    expect(body).toContain('#ff0000');
  });
});

describe('outlines', () => {
  const line = { tag: 'path', attributes: { d: 'M2 5h6', fill: 'none', stroke: '#ff0000', 'stroke-width': '2' }, children: [] };

  it('are filled shapes of the same area', async () => {
    const [filled] = filledStrokes([line], 10);
    expect(filled?.attributes).not.toHaveProperty('stroke');
    expect(await opaquePixels(svgText([filled!]))).toBe(await opaquePixels(svgText([line])));
  });

  it('keep the hole of a ring that is made thicker', async () => {
    const ring = { tag: 'path', attributes: { d: 'M0 0h10v10h-10zM2 2v6h6v-6z', fill: '#000000' }, children: [] };
    const thick = svgText([thicker(ring, 2, 10)]);
    expect((await draw(thick, 10, 10, 100)).pixels[4 * (50 * 100 + 50) + 3]).toBe(0);
    expect(await opaquePixels(thick)).toBeGreaterThan(await opaquePixels(svgText([ring])));
  });
});
