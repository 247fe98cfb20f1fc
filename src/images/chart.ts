/** Line charts as SVG text: for reports that open in any browser. */

export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface ChartOptions {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly series: readonly Series[];
  /** Logarithmic height; points at or below zero are left out. */
  readonly logY?: boolean;
}

const WIDTH = 640;
const HEIGHT = 280;
const MARGIN = { left: 64, right: 16, top: 36, bottom: 44 };
const COLOURS = ['#1f6feb', '#d1480f', '#2a8c4a', '#8a3fc0', '#a0782c', '#c2327a', '#0f8a9d', '#5b6470', '#6b8e23', '#7a4a2b'];

const escaped = (text: string): string => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

/** Round numbers that cover a range: steps of 1, 2 or 5 times a power of ten. */
export function niceTicks(low: number, high: number, wanted = 5): number[] {
  const span = high - low || Math.abs(high) || 1;
  const raw = span / wanted;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= raw) ?? 10) * power;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** Round numbers for a logarithmic height: powers of ten; over few of them 1, 2 and 5 times these; within less than one, as on a plain axis. */
export function logTicks(low: number, high: number): number[] {
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const spacing = Math.max(1, Math.ceil((last - first) / 6));
  const factors = last - first > 3 ? [1] : [1, 2, 5];
  const powers = Array.from({ length: last - first + 1 }, (_, i) => first + i).filter((power) => power % spacing === 0);
  const ticks = powers.flatMap((power) => factors.map((factor) => Number((factor * 10 ** power).toPrecision(12)))).filter((tick) => tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9));
  return ticks.length >= 2 ? ticks : niceTicks(low, high).filter((tick) => tick > 0);
}

/** One by one: a long run has more points than a call takes arguments. */
function extremes(values: readonly number[]): readonly [low: number, high: number] {
  return values.reduce<readonly [number, number]>(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
}

/** A chart of 640 × 280 units. */
export function lineChart({ title, xLabel, yLabel, series, logY = false }: ChartOptions): string {
  const height = (y: number): number => (logY ? Math.log10(y) : y);
  const kept = series.map(({ name, points }) => ({ name, points: points.filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y) && (!logY || y > 0)) }));
  const all = kept.flatMap(({ points }) => points);
  if (all.length === 0) return '';
  const [xs, ys] = [all.map(([x]) => x), all.map(([, y]) => height(y))];
  const [x0, x1] = extremes(xs);
  const [y0, y1] = extremes(ys);
  const px = (x: number): number => MARGIN.left + ((x - x0) / (x1 - x0 || 1)) * (WIDTH - MARGIN.left - MARGIN.right);
  const py = (y: number): number => HEIGHT - MARGIN.bottom - ((y - y0) / (y1 - y0 || 1)) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const yTicks = (logY ? logTicks(10 ** y0, 10 ** y1) : niceTicks(y0, y1)).map((tick) => {
    const at = py(height(tick));
    return `<line x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${at.toFixed(1)}" y2="${at.toFixed(1)}" stroke="#e4e2dc"/><text x="${MARGIN.left - 8}" y="${(at + 4).toFixed(1)}" text-anchor="end">${tick}</text>`;
  });
  const xTicks = niceTicks(x0, x1).map((tick) => `<text x="${px(tick).toFixed(1)}" y="${HEIGHT - MARGIN.bottom + 18}" text-anchor="middle">${tick}</text>`);
  const lines = kept.map(({ points }, i) => `<polyline fill="none" stroke="${COLOURS[i % COLOURS.length]}" stroke-width="1.6" points="${points.map(([x, y]) => `${px(x).toFixed(1)},${py(height(y)).toFixed(1)}`).join(' ')}"/>`);
  const legend = kept.length < 2 ? [] : kept.map(({ name }, i) => `<text x="${WIDTH - MARGIN.right}" y="${MARGIN.top + 14 * i}" text-anchor="end" fill="${COLOURS[i % COLOURS.length]}">${escaped(name)}</text>`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(title)}" font-family="system-ui, sans-serif" font-size="12" fill="#33322e">`,
    `<text x="${MARGIN.left}" y="20" font-size="14" font-weight="600">${escaped(title)}</text>`,
    ...yTicks, ...xTicks, ...lines, ...legend,
    `<text x="${(WIDTH + MARGIN.left) / 2}" y="${HEIGHT - 8}" text-anchor="middle">${escaped(xLabel)}</text>`,
    `<text transform="translate(14 ${HEIGHT / 2}) rotate(-90)" text-anchor="middle">${escaped(yLabel)}</text></svg>`,
  ].join('\n');
}
