/** The result as a page: numbers with their intervals, pictures with what is wrong in them, the nearest training pictures. One file that opens anywhere. */
import { encodePng } from '../../images/png.ts';
import type { Picture } from '../../images/picture.ts';
import { EXAM_ROWS, type ExamExample, type ExamResult, type ExamScore, type NearestPair, rowTitles } from './exam-event.ts';
import type { Interval } from './statistics.ts';

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
export const intervalText = ({ mean, low, high }: Interval): string => `${percent(mean)} (${(100 * low).toFixed(0)}–${(100 * high).toFixed(0)})`;

const style = `
body{font:15px/1.5 system-ui,sans-serif;color:#26251f;background:#faf9f6;max-width:1200px;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2.5rem}p{max-width:72ch;color:#55524a}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}td,th{padding:.3rem .8rem .3rem 0;text-align:left;border-bottom:1px solid #e4e2dc}th{font-weight:600}tr.reference td{color:#7a766a}
.bar{display:inline-block;height:.6rem;background:#d9480f;border-radius:2px;vertical-align:middle}
.examples{display:grid;grid-template-columns:repeat(auto-fill,minmax(360px,1fr));gap:1.2rem}figure{margin:0}figcaption{font-size:.85rem;color:#55524a}
.row{display:flex;gap:4px}.row div{flex:1;min-width:0}.row img{width:100%;border-radius:4px;border:3px solid #2b8a3e}.row .wrong img{border-color:#c92a2a}.row small{color:#c92a2a;font-size:.7rem;display:block;line-height:1.2}
.pairs{display:flex;flex-wrap:wrap;gap:1rem}.pairs img{width:96px}`;

/** Pictures as data; pages are looked at, so 128 pixels do. */
const source = (picture: Picture, encode: (picture: Picture) => Uint8Array): string => `data:image/png;base64,${base64(encode(picture))}`;

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}

export interface ExamPageParts {
  readonly result: ExamResult;
  readonly examples: readonly ExamExample[];
  readonly nearest: readonly NearestPair[];
}

/** @param encode default: PNG without text */
export function examPage({ result, examples, nearest }: ExamPageParts, encode: (picture: Picture) => Uint8Array = (picture) => encodePng(picture)): string {
  const { model, quick, means, freeKept, refused, distance, diversity, memorised, seconds } = result;
  const facts: readonly (readonly [string, string])[] = [
    ...Object.entries(means).map(([split, mean]) => [`Mean over tasks, ${split}`, percent(mean)] as const),
    ['Free wording keeps of ID', percent(freeKept)], ['Prompts outside the world whose strange words are named', percent(refused)],
    ['Kernel distance to renders (autoencoder: the floor)', `${(1000 * distance.model).toFixed(2)} (${(1000 * distance.floor).toFixed(2)}) × 10⁻³`], ['Diversity, in parts of the renders\'', percent(diversity)],
    ['Pictures nearer to a training picture than 99 % of fresh renders', `${percent(memorised.share)}; median distance ${percent(memorised.ratio)} of theirs`], ['Time', `${(seconds / 60).toFixed(1)} minutes`],
  ];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(model)}: examination</title><style>${style}</style></head>
<body><h1>${escaped(model)}: examination${quick ? ' (quick)' : ''}</h1>
<p>Each picture is looked at by a detector that was trained on renders with other seeds and is used nowhere in training or sampling. A picture is right when every fact of its prompt is. Intervals hold 95 % of resampled prompts. ID: everything was seen in training; HO-1: one pair was not; HO-2: the relation of two things was not; FREE: written by hand in other words.</p>
<table>${facts.map(([name, value]) => `<tr><td>${escaped(name)}</td><td>${escaped(value)}</td></tr>`).join('')}</table>
${scoreTables(result.scores)}
<h2>Pictures, nothing chosen: the first prompts of each task</h2>
<div class="examples">${examples.map((example) => exampleFigure(example, encode)).join('')}</div>
<h2>The pictures nearest to a training picture</h2><p>Left the model's, right the training picture that is nearest at 32×32 pixels.</p>
<div class="pairs">${nearest.map(({ generated, training, distance: far }) => `<figure><img src="${source(generated, encode)}" alt="generated"><img src="${source(training, encode)}" alt="training"><figcaption>${far.toFixed(2)}</figcaption></figure>`).join('')}</div>
</body></html>
`;
}

function scoreTables(scores: readonly ExamScore[]): string {
  const splits = [...new Set(scores.map(({ split }) => split))];
  return splits.map((split) => {
    const tasks = [...new Set(scores.filter((score) => score.split === split).map(({ task }) => task))];
    const cell = (row: string, task: string): string => {
      const score = scores.find((each) => each.row === row && each.split === split && each.task === task);
      return score === undefined ? '' : `${intervalText(score.right)}`;
    };
    const body = EXAM_ROWS.map((row) => `<tr${row === 'model' ? '' : ' class="reference"'}><td>${escaped(rowTitles[row])}</td>${tasks.map((task) => `<td>${cell(row, task)}</td>`).join('')}</tr>`);
    return `<h2>${escaped(split)}</h2><table><tr><th></th>${tasks.map((task) => `<th>${escaped(task)}</th>`).join('')}</tr>${body.join('')}</table>`;
  }).join('');
}

function exampleFigure({ id, text, pictures }: ExamExample, encode: (picture: Picture) => Uint8Array): string {
  const cells = pictures.map(({ picture, right, wrong }) => `<div class="${right ? 'right' : 'wrong'}"><img src="${source(picture, encode)}" alt=""><small>${escaped(wrong.join(', '))}</small></div>`);
  return `<figure><div class="row">${cells.join('')}</div><figcaption>${escaped(text)} <small>${escaped(id)}</small></figcaption></figure>`;
}
