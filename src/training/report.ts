/** The report of a run: one page that opens in any browser, with what was found, sheets and curves of each phase. */
import { type Series, lineChart } from '../images/chart.ts';
import type { FidelityReading, PhaseHead, PhaseProgress } from './checkpoint.ts';
import type { Fidelity } from './codec/examine-codec.ts';
import { type Finding, diagnose } from './diagnosis.ts';
import { binName } from './validation.ts';

export const escaped = (text: string): string => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

/** Of every page about runs. */
export const pageStyle = `
body{font:15px/1.5 system-ui,sans-serif;color:#26251f;background:#faf9f6;max-width:1340px;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.2rem;margin-top:2.5rem;border-top:1px solid #e4e2dc;padding-top:1.2rem}h3{font-size:1rem;margin-top:1.5rem}
.curves{display:grid;grid-template-columns:repeat(auto-fit,minmax(420px,1fr));gap:1rem}
.curves svg{background:#fff;border:1px solid #e4e2dc;border-radius:6px;width:100%;height:auto}
.sheets{display:flex;gap:1rem;overflow-x:auto;padding-bottom:1rem}figure{margin:0}figure img{border:1px solid #e4e2dc;border-radius:6px;max-width:620px}
figcaption{color:#6a675c}dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dt{color:#6a675c}dd{margin:0}
.findings{padding:0;list-style:none}.findings li{background:#fff;border:1px solid #e4e2dc;border-left:4px solid #d1480f;border-radius:6px;padding:.7rem 1rem;margin:.6rem 0}.findings p{margin:.2rem 0}.good{border-left-color:#2a8c4a!important}
table{border-collapse:collapse}th,td{padding:.25rem .9rem .25rem 0;text-align:right;border-bottom:1px solid #e4e2dc;font-variant-numeric:tabular-nums}th:first-child,td:first-child{text-align:left}
details pre{background:#fff;border:1px solid #e4e2dc;border-radius:6px;padding:1rem;overflow:auto}`;

/** A whole page. @param body HTML */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><style>${pageStyle}</style></head>
<body><h1>${escaped(title)}</h1>
${body}
</body></html>
`;
}

/**
 * @param heads of the phases that have begun, in order
 * @param sheetLink how the page names a sheet's file: a path from where the page lies
 */
export function reportPage(heads: readonly PhaseHead[], sheetLink: (file: string) => string): string {
  const { config, recipe, data } = heads.at(-1) as PhaseHead;
  const total = (of: (progress: PhaseProgress) => number): number => heads.reduce((sum, { progress }) => sum + of(progress), 0);
  const facts: readonly Fact[] = [
    ['Recipe', `${recipe.name}: ${recipe.description}`], ['Data', data], ['Time', `${(total(({ seconds }) => seconds) / 60).toFixed(1)} minutes`],
    ['Cost', `${(total(({ step, flopsPerStep }) => step * flopsPerStep) / 1e12).toFixed(1)} TFLOP`], ['Seed', String(recipe.seed)],
  ];
  return page(`${config.id}: training report`, `${factList(facts)}
${findingList(diagnose(heads))}
${heads.toReversed().map((head) => phaseSection(head, sheetLink)).join('\n')}
<details><summary>The recipe in full</summary><pre>${escaped(JSON.stringify(recipe, null, 2))}</pre></details>`);
}

export type Fact = readonly [name: string, value: string];

export const factList = (facts: readonly Fact[]): string => `<dl>${facts.map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value).replaceAll('\n', '<br>')}</dd>`).join('')}</dl>`;

function findingList(findings: readonly Finding[]): string {
  if (findings.length === 0) return '<ul class="findings"><li class="good">None of the usual failures shows in the numbers.</li></ul>';
  return `<ul class="findings">${findings.map(({ problem, phase, evidence, advice }) => `<li><b>${escaped(problem.replaceAll('-', ' '))}</b> (${escaped(phase)})<p>${escaped(evidence)}</p><p>${escaped(advice)}</p></li>`).join('')}</ul>`;
}

function phaseSection({ phase, progress }: PhaseHead, sheetLink: (file: string) => string): string {
  const { metrics, sheets, validations, fidelities, step, seconds, samplesPerStep, flopsPerStep } = progress;
  const figures = sheets.map(({ step: at, file }) => `<figure><img src="${escaped(sheetLink(file))}" alt="Pictures after ${at} steps" loading="lazy"><figcaption>after ${at} steps, ${(at * samplesPerStep).toLocaleString('en')} samples</figcaption></figure>`);
  const last = metrics.at(-1);
  const facts: readonly Fact[] = [
    ['Steps', `${step} of ${samplesPerStep} samples: ${(step * samplesPerStep).toLocaleString('en')} samples seen`],
    ['Time', `${(seconds / 60).toFixed(1)} minutes, ${((step * flopsPerStep) / 1e9 / Math.max(seconds, 1e-9)).toFixed(0)} GFLOP/s on average`],
    ['Loss at the end', Object.entries(last?.losses ?? {}).map(([name, value]) => `${lossTitle(name)} ${value.toFixed(4)}`).join('; ')],
    ...(validations.length > 0 ? [['Validation', validations.at(-1)?.loss.toFixed(4) ?? ''] as const] : []),
  ];
  return `<section><h2>${escaped(phase)}</h2>
${factList(facts)}
${fidelities.length > 0 ? fidelityTable(fidelities.at(-1) as FidelityReading) : ''}
${figures.length > 0 ? `<h3>Pictures as it went on, the latest first</h3><div class="sheets">${figures.reverse().join('\n')}</div>` : ''}
<h3>Curves</h3><div class="curves">
${[...fidelityCharts(progress), ...validationCharts(progress), ...readingCharts(progress), ...metricCharts(progress)].join('\n')}
</div></section>`;
}

function validationCharts({ validations, samplesPerStep }: PhaseProgress): string[] {
  if (validations.length < 2) return [];
  const seen = (step: number): number => step * samplesPerStep;
  const line = (name: string, of: (validation: (typeof validations)[number]) => number | undefined): Series => ({ name, points: validations.map((each) => [seen(each.step), of(each) ?? NaN] as const) });
  return [
    lineChart({ title: 'Validation: what captions are worth, and what was learned by heart', xLabel: 'samples', yLabel: '', logY: true, series: [line('their own captions', ({ loss }) => loss), line("each other's captions", ({ shuffled }) => shuffled), line('pictures that it learns from', ({ trained }) => trained)] }),
    lineChart({ title: 'Validation by noise, from clean to pure noise', xLabel: 'samples', yLabel: '', logY: true, series: validations[0]?.bins.map((_, bin) => line(binName(bin), ({ bins }) => bins[bin])) ?? [] }),
  ];
}

/** What each factor's share of right answers did, on captions that nothing is learned from. */
function readingCharts({ readings, samplesPerStep }: PhaseProgress): string[] {
  return (readings.length < 2 ? [] : readings[0]?.rows ?? []).map(({ title, scores }, row) => lineChart({
    title: `Read right: ${title}`, xLabel: 'captions', yLabel: '',
    series: Object.keys(scores).map((factor) => ({ name: factor, points: readings.map(({ step, rows }) => [step * samplesPerStep, rows[row]?.scores[factor] ?? NaN] as const) })),
  }));
}

function metricCharts({ metrics, samplesPerStep }: PhaseProgress): string[] {
  const curve = (title: string, logY: boolean, ...lines: readonly (readonly [name: string, of: (metric: (typeof metrics)[number]) => number])[]): string =>
    lineChart({ title, xLabel: 'samples', yLabel: '', logY, series: lines.map(([name, of]) => ({ name, points: metrics.map((metric) => [metric.step * samplesPerStep, of(metric)] as const) })) });
  return [
    ...Object.keys(metrics[0]?.losses ?? {}).map((name) => curve(lossTitle(name), true, [name, ({ losses }) => losses[name] ?? NaN])),
    curve('Gradient norm before clipping', true, ['mean', ({ gradientNorm }) => gradientNorm], ['largest', ({ gradientNormPeak }) => gradientNormPeak]),
    curve('Share of the full learning rate', false, ['rate', ({ rateFactor }) => rateFactor]),
    curve('Samples per second', false, ['samples per second', ({ samplesPerSecond }) => samplesPerSecond]),
  ];
}

/** Reconstructions of unseen pictures: how good those of each kind are now. */
function fidelityTable({ all, kinds }: FidelityReading): string {
  const row = (name: string, { psnr, ssim, pictures }: Fidelity): string => `<tr><td>${escaped(name)}</td><td>${psnr.toFixed(2)}</td><td>${ssim.toFixed(4)}</td><td>${pictures}</td></tr>`;
  return `<h3>Reconstructions of unseen pictures</h3>
<table><tr><th>kind</th><th>PSNR, dB</th><th>SSIM</th><th>pictures</th></tr>${Object.entries(kinds).map(([kind, each]) => row(kind, each)).join('')}${row('all', all)}</table>`;
}

function fidelityCharts({ fidelities, samplesPerStep }: PhaseProgress): string[] {
  if (fidelities.length < 2) return [];
  const chart = (title: string, of: (each: Fidelity) => number): string =>
    lineChart({ title, xLabel: 'samples', yLabel: '', series: [{ name: title, points: fidelities.map(({ step, all }) => [step * samplesPerStep, of(all)] as const) }] });
  return [chart('Reconstructions: PSNR, decibels', ({ psnr }) => psnr), chart('Reconstructions: SSIM', ({ ssim }) => ssim)];
}

const titles: Readonly<Record<string, string>> = {
  reconstruction_loss: 'Loss', resampled_loss: 'Loss of resampled latents',
  denoising_loss: 'Loss', label_loss: 'Label loss (text encoder), nats', middle_loss: 'Loss of the lower half', region_loss: 'Region loss (which thing fills a token), nats',
};
const lossTitle = (name: string): string => titles[name] ?? name.replaceAll('_', ' ');

/** One JSON object a line: for other programs' plots. */
export function metricLines(heads: readonly PhaseHead[]): string {
  const lines = heads.flatMap(({ phase, progress: { metrics, validations, readings, fidelities } }) => [
    ...metrics, ...fidelities.map((fidelity) => ({ fidelity })), ...validations.map((validation) => ({ validation })), ...readings.map((reading) => ({ reading })),
  ].map((line) => ({ phase, ...line })));
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}
