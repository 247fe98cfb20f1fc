/** The report of a run: one page that opens in any browser, with curves and sheets side by side. */
import { lineChart } from '../images/chart.ts';
import type { Metric, PhaseHead } from './checkpoint.ts';

const escaped = (text: string): string => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

const curve = (metrics: readonly Metric[], title: string, value: (metric: Metric) => number, logY = false): string =>
  lineChart({ title, xLabel: 'steps', yLabel: '', logY, series: [{ name: title, points: metrics.map((metric) => [metric.step, value(metric)] as const) }] });

const style = `
body{font:15px/1.5 system-ui,sans-serif;color:#26251f;background:#faf9f6;max-width:1340px;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}
.curves{display:grid;grid-template-columns:repeat(auto-fit,minmax(420px,1fr));gap:1rem}
.curves svg{background:#fff;border:1px solid #e4e2dc;border-radius:6px;width:100%;height:auto}
.sheets{display:flex;gap:1rem;overflow-x:auto;padding-bottom:1rem}figure{margin:0}figure img{border:1px solid #e4e2dc;border-radius:6px;max-width:620px}
figcaption{color:#6a675c}dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dt{color:#6a675c}dd{margin:0}
details pre{background:#fff;border:1px solid #e4e2dc;border-radius:6px;padding:1rem;overflow:auto}`;

/**
 * @param heads of the phases that have begun, in order
 * @param sheetLink how the page names a sheet's file: a path from where the page lies
 */
export function reportPage(heads: readonly PhaseHead[], sheetLink: (file: string) => string): string {
  const last = heads.at(-1) as PhaseHead;
  const { config, recipe, data } = last;
  const facts: readonly (readonly [string, string])[] = [
    ['Recipe', `${recipe.name}: ${recipe.description}`], ['Data', data],
    ['Time', `${(heads.reduce((sum, { progress }) => sum + progress.seconds, 0) / 60).toFixed(1)} minutes`], ['Seed', String(recipe.seed)],
  ];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(config.id)}: training report</title><style>${style}</style></head>
<body><h1>${escaped(config.id)}: training report</h1>
${factList(facts)}
${heads.toReversed().map((head) => phaseSection(head, sheetLink)).join('\n')}
<details><summary>The recipe in full</summary><pre>${escaped(JSON.stringify(recipe, null, 2))}</pre></details>
</body></html>
`;
}

const factList = (facts: readonly (readonly [string, string])[]): string => `<dl>${facts.map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value).replaceAll('\n', '<br>')}</dd>`).join('')}</dl>`;

function phaseSection({ phase, recipe, progress }: PhaseHead, sheetLink: (file: string) => string): string {
  const { metrics, sheets, step, seconds } = progress;
  const learning = recipe.phases[phase];
  const perStep = learning === undefined ? 0 : learning.batch * (learning.kind === 'denoiser' ? learning.copies : 1);
  const names = Object.keys(metrics[0]?.losses ?? {});
  const figures = sheets.map(({ step: at, file }) => `<figure><img src="${escaped(sheetLink(file))}" alt="Pictures after ${at} steps"><figcaption>after ${at} steps</figcaption></figure>`);
  return `<section><h2>${escaped(phase)}</h2>
${factList([['Steps', `${step} of ${perStep} samples`], ['Time', `${(seconds / 60).toFixed(1)} minutes`], ...names.slice(0, 1).map((name) => ['Loss at the end', metrics.at(-1)?.losses[name]?.toFixed(4) ?? ''] as const)])}
${figures.length > 0 ? `<h3>Pictures as it went on</h3><div class="sheets">${figures.reverse().join('\n')}</div>` : ''}
<h3>Curves</h3><div class="curves">
${names.map((name) => curve(metrics, lossTitle(name), ({ losses }) => losses[name] ?? NaN, true)).join('\n')}
${curve(metrics, 'Gradient norm before clipping', ({ gradientNorm }) => gradientNorm, true)}
${curve(metrics, 'Share of the full learning rate', ({ rateFactor }) => rateFactor)}
${curve(metrics, 'Samples per second', ({ samplesPerSecond }) => samplesPerSecond)}
</div></section>`;
}

const titles: Readonly<Record<string, string>> = { denoising_loss: 'Loss', label_loss: 'Label loss (text encoder), nats' };
const lossTitle = (name: string): string => titles[name] ?? name.replaceAll('_', ' ');

/** One JSON object a line: for other programs' plots. */
export function metricLines(heads: readonly PhaseHead[]): string {
  const lines = heads.flatMap(({ phase, progress: { metrics, validations, readings } }) => [
    ...metrics, ...validations.map((validation) => ({ validation })), ...readings.map((reading) => ({ reading })),
  ].map((line) => ({ phase, ...line })));
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}
