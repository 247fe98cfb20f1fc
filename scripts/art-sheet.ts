/**
 * Numbered sheets of the storybook's drawings, for those who look: `node --import tsx scripts/art-sheet.ts FILE.png [things|tints|riders]`.
 * things: every subject in both families, with its seat (pink), top (blue) and hand (red); tints: every tintable subject in every tint; riders: some riders on every mount.
 */

import { writeFileSync } from 'node:fs';
import { createCanvas, loadImage, type SKRSContext2D } from '@napi-rs/canvas';
import type { Icon } from '../src/worlds/art/icon.ts';
import { drawings } from '../src/worlds/storybook/art/drawings.ts';
import { ART_FAMILIES, type ArtFamily } from '../src/worlds/storybook/subject.ts';
import { tintRamps } from '../src/worlds/storybook/tint-ramps.ts';
import { tintedFill } from '../src/worlds/storybook/tinted-fill.ts';
import { subjectIds, subjects, tintIds, type SubjectId } from '../src/worlds/storybook/vocabulary.ts';

type Paint = (context: SKRSContext2D, x: number, y: number, side: number) => Promise<void>;
interface Cell {
  readonly label: string;
  readonly paint: Paint;
}

async function paintIcon(context: SKRSContext2D, { ink: [left, top, inkWidth, inkHeight] }: Icon, body: string, [x, y, width, height]: readonly [number, number, number, number]): Promise<void> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${left} ${top} ${inkWidth} ${inkHeight}">${body}</svg>`;
  context.drawImage(await loadImage(Buffer.from(svg)), x, y, width, height);
}

/** One drawing in a square, as large as it fits. */
function alone(id: SubjectId, family: ArtFamily, colourOf = (fill: string): string => fill): Paint {
  const { icon, seat, top, hand } = drawings[id][family];
  return async (context, x, y, side) => {
    const unit = side / Math.max(icon.ink[2], icon.ink[3]);
    const [width, height] = [icon.ink[2] * unit, icon.ink[3] * unit];
    await paintIcon(context, icon, icon.body.replace(/#[0-9a-f]{6}/g, colourOf), [x, y, width, height]);
    for (const [point, colour] of [[seat, '#ff00ff'], [top, '#0000ff'], [hand, '#ff0000']] as const) {
      if (point === undefined) continue;
      context.fillStyle = colour;
      context.fillRect(x + point[0] * width - 3, y + point[1] * height - 3, 6, 6);
    }
  };
}

/** A rider on a mount, in the proportions of their statures. */
function together(rider: SubjectId, mount: SubjectId, family: ArtFamily): Paint {
  const [above, below] = [drawings[rider][family], drawings[mount][family]];
  const { icon, bottom } = above.riding ?? { icon: above.icon, bottom: [0.5, 1] as const };
  const seat = below.seat ?? [0.5, 0];
  return async (context, x, y, side) => {
    const person = (0.42 * side) / above.icon.ink[3];
    const height = Math.min(0.62, 0.42 * (subjects[mount].stature / subjects[rider].stature) ** 0.8) * side;
    const width = (height * below.icon.ink[2]) / below.icon.ink[3];
    const [left, top] = [x + (side - width) / 2, y + side - height];
    await paintIcon(context, below.icon, below.icon.body, [left, top, width, height]);
    const [riderWidth, riderHeight] = [icon.ink[2] * person, icon.ink[3] * person];
    await paintIcon(context, icon, icon.body, [left + seat[0] * width - bottom[0] * riderWidth, top + seat[1] * height - bottom[1] * riderHeight, riderWidth, riderHeight]);
  };
}

const sheets: Readonly<Record<string, { readonly columns: number; readonly side: number; readonly cells: () => Cell[] }>> = {
  things: { columns: 16, side: 100, cells: () => subjectIds.flatMap((id, i) => ART_FAMILIES.map((family) => ({ label: family === 'noto' ? `${i} ${id}` : drawings[id][family].faces, paint: alone(id, family) }))) },
  tints: {
    columns: 2 * tintIds.length, side: 64,
    cells: () => subjectIds.filter((id) => subjects[id].tintable).flatMap((id) => ART_FAMILIES.flatMap((family) => tintIds.map((tint, i) => ({ label: i === 0 ? id : '', paint: alone(id, family, (fill) => tintedFill(fill, drawings[id][family], tintRamps[tint])) })))),
  },
  riders: { columns: 10, side: 150, cells: () => subjectIds.filter((id) => subjects[id].mount).flatMap((mount) => (['astronaut', 'princess', 'man', 'bear', 'cat'] as const).flatMap((rider) => ART_FAMILIES.map((family) => ({ label: `${rider} ${mount}`, paint: together(rider, mount, family) })))) },
};

const [file, kind = 'things'] = process.argv.slice(2);
const sheet = sheets[kind];
if (file === undefined || sheet === undefined) throw new Error(`usage: art-sheet.ts FILE.png [${Object.keys(sheets).join('|')}]`);
const { columns, side } = sheet;
const cells = sheet.cells();
const canvas = createCanvas(columns * (side + 6), Math.ceil(cells.length / columns) * (side + 18));
const context = canvas.getContext('2d');
context.fillStyle = '#b8c6c0';
context.fillRect(0, 0, canvas.width, canvas.height);
for (const [i, { label, paint }] of cells.entries()) {
  const [x, y] = [(i % columns) * (side + 6), Math.floor(i / columns) * (side + 18)];
  await paint(context, x, y, side);
  context.fillStyle = '#000000';
  context.font = '11px sans-serif';
  context.fillText(label, x, y + side + 12);
}
writeFileSync(file, canvas.toBuffer('image/png'));
console.log(`${file}: ${cells.length} drawings`);
