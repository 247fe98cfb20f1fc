/** Two runs side by side: what differs between their recipes, and between what came out. */
import { type Series, lineChart } from '../images/chart.ts';
import type { PhaseHead } from './checkpoint.ts';
import { escaped, page } from './report.ts';
import { BINS, binName } from './validation.ts';

export interface ComparedRun {
  readonly name: string;
  readonly heads: readonly PhaseHead[];
}

/** One number of both runs. `better`: which direction is good, where there is one. */
export interface ComparisonRow {
  readonly what: string;
  readonly a: number;
  readonly b: number;
  readonly better?: 'lower' | 'higher';
}

export interface Comparison {
  /** Places in the recipe where they differ: `phases.denoiser.copies`, with both values as JSON. */
  readonly differences: readonly (readonly [path: string, a: string, b: string])[];
  readonly rows: readonly ComparisonRow[];
}

/** What differs, and the numbers of the last phase that both have gone through. */
export function compareRuns(a: ComparedRun, b: ComparedRun): Comparison {
  const [headA, headB] = lastShared(a, b);
  return { differences: differences(headA.recipe, headB.recipe), rows: [...outcomeRows(headA, headB), ...costRows(headA, headB)] };
}

function lastShared({ heads: first }: ComparedRun, { heads: second }: ComparedRun): [PhaseHead, PhaseHead] {
  const shared = first.findLast(({ phase }) => second.some((other) => other.phase === phase)) ?? first.at(-1);
  return [shared as PhaseHead, (second.find(({ phase }) => phase === shared?.phase) ?? second.at(-1)) as PhaseHead];
}

function outcomeRows({ progress: a }: PhaseHead, { progress: b }: PhaseHead): ComparisonRow[] {
  const [valueA, valueB] = [a.validations.at(-1), b.validations.at(-1)];
  const [lossesA, lossesB] = [a.metrics.at(-1)?.losses ?? {}, b.metrics.at(-1)?.losses ?? {}];
  const [readA, readB] = [a.readings.at(-1)?.rows ?? [], b.readings.at(-1)?.rows ?? []];
  return [
    ...(valueA && valueB ? [
      { what: 'validation loss', a: valueA.loss, b: valueB.loss, better: 'lower' as const },
      ...Array.from({ length: BINS }, (_, bin) => ({ what: `validation, noise ${binName(bin)}`, a: valueA.bins[bin] ?? NaN, b: valueB.bins[bin] ?? NaN, better: 'lower' as const })),
      { what: "loss with each other's captions over that with their own", a: valueA.shuffled / valueA.loss, b: valueB.shuffled / valueB.loss, better: 'higher' as const },
    ] : []),
    ...Object.keys(lossesA).filter((name) => name in lossesB).map((name) => ({ what: `${name.replaceAll('_', ' ')} in training`, a: lossesA[name] ?? NaN, b: lossesB[name] ?? NaN, better: 'lower' as const })),
    ...readA.flatMap(({ title, scores }, row) => Object.keys(scores).map((factor) => ({ what: `read right, ${title}: ${factor}`, a: scores[factor] ?? NaN, b: readB[row]?.scores[factor] ?? NaN, better: 'higher' as const }))),
  ];
}

function costRows({ progress: a }: PhaseHead, { progress: b }: PhaseHead): ComparisonRow[] {
  return [
    { what: 'steps', a: a.step, b: b.step }, { what: 'samples seen', a: a.step * a.samplesPerStep, b: b.step * b.samplesPerStep },
    { what: 'GFLOP a sample', a: a.flopsPerStep / a.samplesPerStep / 1e9, b: b.flopsPerStep / b.samplesPerStep / 1e9, better: 'lower' },
    { what: 'seconds', a: a.seconds, b: b.seconds, better: 'lower' },
  ];
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

function differences(a: unknown, b: unknown, path = ''): [string, string, string][] {
  if (isRecord(a) && isRecord(b)) return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((key) => differences(a[key], b[key], path === '' ? key : `${path}.${key}`));
  const [textA, textB] = [JSON.stringify(a) ?? 'absent', JSON.stringify(b) ?? 'absent'];
  return textA === textB || ['name', 'description'].includes(path) ? [] : [[path, textA, textB]];
}

/** The change from a to b, in per cent of a. */
export const changeOf = ({ a, b }: ComparisonRow): string => (a === b ? '0 %' : `${b > a ? '+' : '−'}${Math.abs(100 * (b / a - 1)).toFixed(1)} %`);

const shown = (value: number): string => (Number.isInteger(value) ? value.toLocaleString('en') : value.toPrecision(4));

/** A page with the numbers, the curves over each other, and the last sheets side by side. @param link how the page names a sheet's file */
export function comparisonPage(a: ComparedRun, b: ComparedRun, link: (file: string) => string): string {
  const { differences: differing, rows } = compareRuns(a, b);
  const heads = lastShared(a, b);
  const names = [a.name, b.name] as const;
  const numbers = rows.map((row) => `<tr><td>${escaped(row.what)}</td><td>${shown(row.a)}</td><td>${shown(row.b)}</td><td>${changeOf(row)}</td></tr>`);
  const sheets = heads.map(({ progress }, i) => {
    const last = progress.sheets.at(-1);
    return last === undefined ? '' : `<figure><img src="${escaped(link(last.file))}" alt="Pictures of ${escaped(names[i] ?? '')}"><figcaption>${escaped(names[i] ?? '')}, after ${last.step} steps</figcaption></figure>`;
  });
  return page(`${a.name} and ${b.name}`, `
<h2>What differs</h2><table><tr><th>recipe</th><th>${escaped(a.name)}</th><th>${escaped(b.name)}</th></tr>${differing.map(([path, one, other]) => `<tr><td>${escaped(path)}</td><td>${escaped(one)}</td><td>${escaped(other)}</td></tr>`).join('')}</table>
<h2>What came out</h2><table><tr><th></th><th>${escaped(a.name)}</th><th>${escaped(b.name)}</th><th>change</th></tr>${numbers.join('')}</table>
<h2>Curves</h2><div class="curves">${charts(heads, names).join('\n')}</div>
<h2>Pictures</h2><div class="sheets">${sheets.join('\n')}</div>`);
}

function charts([a, b]: readonly [PhaseHead, PhaseHead], names: readonly [string, string]): string[] {
  const both = (of: (head: PhaseHead) => Series['points']): Series[] => [{ name: names[0], points: of(a) }, { name: names[1], points: of(b) }];
  const metrics = Object.keys(a.progress.metrics[0]?.losses ?? {});
  return [
    ...(a.progress.validations.length > 1 ? [lineChart({ title: 'Validation loss', xLabel: 'samples', yLabel: '', logY: true, series: both(({ progress }) => progress.validations.map(({ step, loss }) => [step * progress.samplesPerStep, loss] as const)) })] : []),
    ...metrics.map((name) => lineChart({ title: name.replaceAll('_', ' '), xLabel: 'samples', yLabel: '', logY: true, series: both(({ progress }) => progress.metrics.map(({ step, losses }) => [step * progress.samplesPerStep, losses[name] ?? NaN] as const)) })),
    lineChart({ title: 'Gradient norm', xLabel: 'samples', yLabel: '', logY: true, series: both(({ progress }) => progress.metrics.map(({ step, gradientNorm }) => [step * progress.samplesPerStep, gradientNorm] as const)) }),
  ];
}
