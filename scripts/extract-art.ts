/** Extracts the icons that first-light draws from two openly licensed sets into one committed module: `node --import tsx scripts/extract-art.ts`. */

import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createCanvas, loadImage } from '@napi-rs/canvas';

interface IconSet {
  readonly width: number;
  readonly height: number;
  readonly icons: Readonly<Record<string, { readonly body: string; readonly width?: number; readonly height?: number }>>;
}

const require = createRequire(import.meta.url);
const sets = {
  noto: { data: require('@iconify-json/noto/icons.json') as IconSet, licence: 'Apache-2.0' },
  'fluent-emoji-flat': { data: require('@iconify-json/fluent-emoji-flat/icons.json') as IconSet, licence: 'MIT' },
} as const;

/** Which drawing stands for which subject: those whose silhouettes stay apart at 14 pixels. */
const wanted = {
  fox: ['noto', 'fox'],
  rabbit: ['noto', 'rabbit-face'],
  owl: ['fluent-emoji-flat', 'owl'],
  fish: ['fluent-emoji-flat', 'fish'],
  car: ['fluent-emoji-flat', 'automobile'],
  house: ['fluent-emoji-flat', 'house'],
  tree: ['fluent-emoji-flat', 'evergreen-tree'],
  mushroom: ['fluent-emoji-flat', 'mushroom'],
} as const satisfies Record<string, readonly [keyof typeof sets, string]>;

const probe = 128;

function svgOf(body: string, width: number, height: number): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${probe}" height="${probe}" viewBox="0 0 ${width} ${height}">${body}</svg>`;
}

async function pixelsOf(svg: string): Promise<Uint8ClampedArray> {
  const canvas = createCanvas(probe, probe);
  const context = canvas.getContext('2d');
  context.drawImage(await loadImage(Buffer.from(svg)), 0, 0, probe, probe);
  return context.getImageData(0, 0, probe, probe).data;
}

/** The fill that covers the most pixels: a tint's pure colour goes there. */
function mainFill(pixels: Uint8ClampedArray, fills: readonly string[]): string {
  const area = new Map<string, number>();
  for (let i = 0; i < pixels.length; i += 4) {
    if (pixels[i + 3] !== 255) continue;
    const hex = `#${[0, 1, 2].map((k) => (pixels[i + k] ?? 0).toString(16).padStart(2, '0')).join('')}`;
    if (fills.includes(hex)) area.set(hex, (area.get(hex) ?? 0) + 1);
  }
  const best = [...area].sort((a, b) => b[1] - a[1])[0];
  if (best === undefined) throw new Error('no fill of the icon covers a pixel');
  return best[0];
}

/** The rectangle of inked pixels, in units of the view box: x, y, width, height. */
function inkBox(pixels: Uint8ClampedArray, width: number): readonly number[] {
  let [left, top, right, bottom] = [probe, probe, 0, 0];
  for (let i = 0; i < probe * probe; i++) {
    if ((pixels[4 * i + 3] ?? 0) < 16) continue;
    const [x, y] = [i % probe, Math.floor(i / probe)];
    [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x + 1), Math.max(bottom, y + 1)];
  }
  const unit = width / probe;
  return [left * unit, top * unit, (right - left) * unit, (bottom - top) * unit];
}

/** Six-digit lower-case colours everywhere, so that recolouring is a plain look-up. */
function normalised(body: string): string {
  return body
    .replace(/"#([0-9a-f])([0-9a-f])([0-9a-f])"/gi, '"#$1$1$2$2$3$3"')
    .replace(/"#[0-9a-f]{6}"/gi, (hex) => hex.toLowerCase());
}

async function extract(subject: string, set: keyof typeof sets, name: string): Promise<string> {
  const { data, licence } = sets[set];
  const icon = data.icons[name];
  if (icon === undefined) throw new Error(`${set} has no icon ${name}`);
  const [width, height] = [icon.width ?? data.width, icon.height ?? data.height];
  const body = normalised(icon.body);
  if (/gradient|url\(/i.test(body)) throw new Error(`${set}:${name} uses gradients, which the recolouring does not know`);
  const fills = [...new Set(body.match(/#[0-9a-f]{6}/g) ?? [])];
  const pixels = await pixelsOf(svgOf(body, width, height));
  const main = mainFill(pixels, fills);
  const quote = (text: string): string => `'${text}'`;
  return [
    `  ${subject}: {`,
    `    origin: '${set}:${name}',`,
    `    licence: '${licence}',`,
    `    width: ${width},`,
    `    height: ${height},`,
    `    ink: [${inkBox(pixels, width).join(', ')}],`,
    `    mainFill: '${main}',`,
    `    fills: [${fills.map(quote).join(', ')}],`,
    `    body: '${body}',`,
    '  },',
  ].join('\n');
}

const entries: string[] = [];
for (const [subject, [set, name]] of Object.entries(wanted)) entries.push(await extract(subject, set, name));
const head = `/** Vector icons of first-light. Made by scripts/extract-art.ts; do not edit. Licences: NOTICE. */

import type { Icon } from '../art/icon.ts';

/** One drawing per subject. */
export const icons = {
`;
writeFileSync(new URL('../src/worlds/first-light/icons.ts', import.meta.url), `${head}${entries.join('\n')}\n} as const satisfies Record<string, Icon>;\n`);
