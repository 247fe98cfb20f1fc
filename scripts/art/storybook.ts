/** The drawings of the storybook world: icons made flat, heads and busts made whole, in two families. */

import type { Icon } from '../../src/worlds/art/icon.ts';
import type { Extracted } from '../../src/worlds/storybook/art/extracted.ts';
import { subjects, type SubjectId } from '../../src/worlds/storybook/vocabulary.ts';
import { furry, seated, standing, type Build, type Figure } from './figures.ts';
import { flatten } from './flatten.ts';
import { iconOf, type RawIcon } from './icon-sets.ts';
import { draw, fillAreas, inkBox } from './measure.ts';
import { filledStrokes, thicker } from './outlines.ts';
import { paints } from './paints.ts';
import { builds, figureSources, type Family, type FigureSource } from './people.ts';
import { riders, sources, type IconSource, type Source } from './sources.ts';
import { placed } from './placed.ts';
import { parseSvg, svgText } from './svg.ts';
import { paintOf } from './tintable-fills.ts';

const setOf = { noto: 'noto', fluent: 'fluent-emoji-flat' } as const;
/** Noto draws in 128 units, Fluent in 32: both grids are about a third of a pixel of a picture that the icon fills. */
const gridOf = { noto: 10, fluent: 50 } as const;
/** Of figures, in 240 units. */
const FIGURE_GRID = 10;
const probe = 256;
/** The square view box of whole figures, and where the box of 128 units of their bust is in it. */
const figureBox = { side: 240, x: 56, y: 4 } as const;

interface Body {
  readonly origin: string;
  readonly licence: string;
  readonly side: number;
  readonly body: string;
}

const round = (value: number): number => Math.round(value * 100) / 100;

async function iconFrom({ origin, licence, side, body }: Body): Promise<Icon> {
  const fills = [...new Set(body.match(/#[0-9a-f]{6}/g) ?? [])];
  const drawn = await draw(body, side, side, probe);
  const [main] = fillAreas(drawn, fills);
  if (main === undefined) throw new Error(`no fill of ${origin} covers a pixel`);
  const [x, y, width, height] = inkBox(drawn, side).map(round) as [number, number, number, number];
  return { origin, licence, width: side, height: side, ink: [x, y, width, height], mainFill: main[0], fills, body };
}

async function flatBody(family: Family, { icon, without = [], thicker: thick, recolour = {}, before = '' }: IconSource): Promise<RawIcon> {
  const raw = iconOf(setOf[family], icon);
  const grid = gridOf[family];
  const flat = await flatten(raw.body, raw.width, raw.height, grid);
  const elements = flat.flatMap((element, i) => {
    if (without.includes(i)) return [];
    const filled = filledStrokes([element], grid);
    return thick !== undefined && (thick.elements === 'all' || thick.elements.includes(i)) ? filled.map((part) => thicker(part, thick.by, grid)) : filled;
  });
  const body = svgText(elements).replace(/#[0-9a-f]{6}/g, (hex) => recolour[hex] ?? hex);
  return { ...raw, body: body + before };
}

async function plain(family: Family, source: Source): Promise<Extracted> {
  if (typeof source === 'object' && 'own' in source) return { icon: await iconFrom({ origin: 'darkroom', licence: 'Apache-2.0', side: 128, body: source.own }) };
  const wanted = typeof source === 'string' ? { icon: source } : source;
  const { origin, licence, width, body } = await flatBody(family, wanted);
  if (wanted.mirrored !== true) return { icon: await iconFrom({ origin, licence, side: width, body }) };
  const [left, , inked] = (await iconFrom({ origin, licence, side: width, body })).ink;
  const both = `${body}<g transform="translate(${round(2 * (left + inked) - 0.02 * width)} 0) scale(-1 1)">${body}</g>`;
  return { icon: await iconFrom({ origin, licence, side: 2 * width, body: both }) };
}

const inFraction = ([x, y]: readonly [number, number], [left, top, width, height]: Icon['ink']): [number, number] => [round((x - left) / width), round((y - top) / height)];

async function figure(family: Family, source: FigureSource): Promise<Extracted> {
  const { origin, licence, width, body } = await flatBody(family, source);
  const { scale = 1, down = 0 } = source.head ?? {};
  const shift: readonly [number, number] = source.head === undefined ? [0, 0] : [64 * (1 - scale), 124 * (1 - scale) - 8 + down];
  const bust = svgText(placed(parseSvg(body), { scale: (128 / width) * scale, move: shift }, FIGURE_GRID));
  const build: Build = { ...builds[family], ...source.build };
  const whole = ({ behind, before }: Figure): Promise<Icon> => iconFrom({ origin, licence, side: figureBox.side, body: `<g transform="translate(${figureBox.x} ${figureBox.y})">${behind}${bust}${before}</g>` });
  const place = ([x, y]: Figure['hand'], { ink }: Icon): [number, number] => inFraction([x + figureBox.x, y + figureBox.y], ink);
  const [onFoot, onMount] = 'fur' in source.outfit ? [furry(build, source.outfit, false), furry(build, source.outfit, true)] : [standing(build, source.outfit), seated(build, source.outfit)];
  const [icon, riding] = [await whole(onFoot), await whole(onMount)];
  return { icon, hand: place(onFoot.hand, icon), riding: { icon: riding, bottom: place(onMount.bottom, riding) } };
}

async function rider(family: Family, id: string): Promise<Pick<Extracted, 'riding'>> {
  const source = riders[id]?.[family === 'noto' ? 0 : 1];
  if (source === undefined) return {};
  const { origin, licence, width, body } = await flatBody(family, source);
  const icon = await iconFrom({ origin, licence, side: width, body });
  return { riding: { icon, bottom: inFraction(source.bottom, icon.ink) } };
}

/** What one family draws for one subject. */
export async function extractSubject(family: Family, id: SubjectId): Promise<Extracted> {
  const made = figureSources[id];
  const both = sources[id];
  if ((made === undefined) === (both === undefined)) throw new Error(`${id} must have a figure or an icon, and not both`);
  if (made !== undefined) return figure(family, made[family]);
  const source = typeof both === 'string' ? both : (both?.[family === 'noto' ? 0 : 1] as Source);
  const extracted = await plain(family, source);
  const paint = subjects[id].tintable ? { paint: [...(paints[id]?.[family === 'noto' ? 0 : 1] ?? await paintOf(extracted.icon, probe))] } : {};
  return { ...extracted, ...(await rider(family, id)), ...paint };
}
