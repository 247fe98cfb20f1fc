/** Strokes to a mask: 0 keep, 255 paint, one byte for each pixel of a frame. Data in, data out; the same bytes everywhere. */
import { feathered } from '../../src/images/mask.ts';
import type { MaskStroke, Point, Rectangle } from '../document/document.ts';

/** width × height, rows from the top. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly values: Uint8Array;
}

/** All strokes, one after another, over an empty mask. */
export function rasterMask(strokes: readonly MaskStroke[], frame: Rectangle): Raster {
  const raster = { width: Math.round(frame.width), height: Math.round(frame.height), values: new Uint8Array(Math.round(frame.width) * Math.round(frame.height)) };
  for (const stroke of strokes) drawStroke(raster, stroke, frame);
  return raster;
}

/** Draws one more stroke into a mask that is there: what a brush does while it moves. */
export function drawStroke(raster: Raster, stroke: MaskStroke, frame: Rectangle): void {
  if (stroke.kind === 'invert') {
    for (let i = 0; i < raster.values.length; i++) raster.values[i] = 255 - (raster.values[i] as number);
    return;
  }
  const apply = stroke.mode === 'add' ? raise : lower;
  const local = (point: Point): Point => ({ x: point.x - frame.x, y: point.y - frame.y });
  if (stroke.kind === 'brush') brush(raster, stroke.points.map(local), stroke.radius, stroke.softness, apply);
  else if (stroke.kind === 'lasso') fillPolygon(raster, stroke.points.map(local), apply);
  else fillPolygon(raster, corners(stroke.box).map(local), apply);
}

type Apply = (values: Uint8Array, at: number, amount: number) => void;

const raise: Apply = (values, at, amount) => {
  if (amount > (values[at] as number)) values[at] = amount;
};
const lower: Apply = (values, at, amount) => {
  if (255 - amount < (values[at] as number)) values[at] = 255 - amount;
};

const corners = ({ x, y, width, height }: Rectangle): Point[] => [{ x, y }, { x: x + width, y }, { x: x + width, y: y + height }, { x, y: y + height }];

/** Full inside the hard core, then a smooth fall to nothing at the rim; at least a pixel wide, so that edges are not jagged. */
function coverage(distance: number, radius: number, softness: number): number {
  const fall = Math.max(1, radius * softness);
  const t = Math.min(1, Math.max(0, (radius + 0.5 - distance) / fall));
  return Math.round(255 * t * t * (3 - 2 * t));
}

function brush(raster: Raster, points: readonly Point[], radius: number, softness: number, apply: Apply): void {
  const path = points.length === 1 ? [points[0] as Point, points[0] as Point] : points;
  for (let i = 1; i < path.length; i++) capsule(raster, path[i - 1] as Point, path[i] as Point, radius, softness, apply);
}

/** Every pixel near a piece of the path, by its distance from it. */
function capsule({ width, height, values }: Raster, a: Point, b: Point, radius: number, softness: number, apply: Apply): void {
  const reach = radius + 1;
  const [left, right] = [Math.max(0, Math.floor(Math.min(a.x, b.x) - reach)), Math.min(width - 1, Math.ceil(Math.max(a.x, b.x) + reach))];
  const [top, bottom] = [Math.max(0, Math.floor(Math.min(a.y, b.y) - reach)), Math.min(height - 1, Math.ceil(Math.max(a.y, b.y) + reach))];
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const square = dx * dx + dy * dy;
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const [px, py] = [x + 0.5 - a.x, y + 0.5 - a.y];
      const along = square === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / square));
      const amount = coverage(Math.hypot(px - along * dx, py - along * dy), radius, softness);
      if (amount > 0) apply(values, y * width + x, amount);
    }
  }
}

/** Even-odd filling at pixel centres. */
function fillPolygon({ width, height, values }: Raster, points: readonly Point[], apply: Apply): void {
  if (points.length < 3) return;
  const [top, bottom] = [Math.max(0, Math.floor(Math.min(...points.map(({ y }) => y)))), Math.min(height - 1, Math.ceil(Math.max(...points.map(({ y }) => y))))];
  for (let y = top; y <= bottom; y++) {
    const crossings = rowCrossings(points, y + 0.5);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const from = Math.max(0, Math.ceil((crossings[i] as number) - 0.5));
      const to = Math.min(width - 1, Math.ceil((crossings[i + 1] as number) - 0.5) - 1);
      for (let x = from; x <= to; x++) apply(values, y * width + x, 255);
    }
  }
}

function rowCrossings(points: readonly Point[], y: number): number[] {
  const found: number[] = [];
  for (let i = 0; i < points.length; i++) {
    const [a, b] = [points[i] as Point, points[(i + 1) % points.length] as Point];
    if (a.y <= y !== b.y <= y) found.push(a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x));
  }
  return found.sort((left, right) => left - right);
}

/** The box around everything that is to be painted; undefined when the mask is empty. */
export function rasterBounds({ width, height, values }: Raster): Rectangle | undefined {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let i = 0; i < values.length; i++) {
    if (values[i] === 0) continue;
    const [x, y] = [i % width, Math.floor(i / width)];
    [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
  }
  return right < 0 ? undefined : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/** The mask with a soft edge, by the very function that fills go by. @param feather pixels over which it falls to nothing, inwards */
export function softened({ width, height, values }: Raster, feather: number): Raster {
  if (feather <= 0) return { width, height, values };
  const { data } = feathered({ width, height, data: Float32Array.from(values, (value) => value / 255) }, feather);
  return { width, height, values: Uint8Array.from(data, (value) => Math.round(255 * value)) };
}
