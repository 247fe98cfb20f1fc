/** A grid as one page that stands by itself: pictures within, no scripts from anywhere, opened from a disk as well as from the web. */
import type { Axis, Grid } from './grid.ts';
import type { Recipe } from './recipe.ts';

export interface GridPicture {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly made: { readonly picture: { readonly width: number }; readonly png: Uint8Array; readonly recipe: Recipe };
}

/** Pixels of the page. */
const LEAST_WIDTH = 128;
const MOST_WIDTH = 320;

const escaped = (text: string): string => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

function base64(bytes: Uint8Array): string {
  let text = '';
  // In parts: a call has only so many arguments.
  for (let at = 0; at < bytes.length; at += 1 << 14) text += String.fromCharCode(...bytes.subarray(at, at + (1 << 14)));
  return btoa(text);
}

/** What is the same in all pictures, for the heading. */
function shared(pictures: readonly GridPicture[], { x, y, z }: Grid): string {
  const recipe = pictures[0]?.made.recipe;
  if (recipe === undefined) return '';
  const varied = new Set([x, y, z].flatMap((axis) => (axis === undefined ? [] : [axis.name])));
  const facts = { model: recipe.model.id, seed: recipe.seed, steps: recipe.steps, sampler: recipe.sampler, guidance: recipe.guidance, size: `${recipe.width}×${recipe.height}` };
  return Object.entries(facts).filter(([name]) => !varied.has(name)).map(([name, value]) => `${name} ${escaped(String(value))}`).join(' · ');
}

const STYLE = `:root{color-scheme:light dark;--line:#8884}body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:90rem;padding:0 1rem}h1{font-size:1.25rem;margin:0}h2{font-size:1rem;margin:2rem 0 .5rem}
p{margin:.25rem 0 1rem;opacity:.7}.grid{overflow:auto}table{border-collapse:separate;border-spacing:6px}th{font-weight:600;text-align:center;position:sticky;top:0;background:Canvas;padding:.25rem .5rem}tbody th{text-align:right;left:0;top:auto;max-width:14rem}
td{padding:0}img{display:block;height:auto;border-radius:4px;cursor:zoom-in}.small img{image-rendering:pixelated}dialog{border:0;background:#000d;max-width:none;max-height:none;width:100vw;height:100vh;padding:0;color:#fff}
dialog:not([open]){display:none}dialog{display:grid;place-content:center;justify-items:center;gap:1rem}dialog img{max-width:90vw;max-height:80vh;width:min(80vmin,90vw);object-fit:contain;cursor:zoom-out}dialog p{max-width:70ch;margin:0;opacity:1;white-space:pre-wrap}`;

/** Opens a picture large, with what made it; arrow keys go on. */
const SCRIPT = `const all=[...document.querySelectorAll('td img')],box=document.querySelector('dialog'),large=box.querySelector('img'),text=box.querySelector('p');let at=0;
const show=i=>{at=(i+all.length)%all.length;large.src=all[at].src;large.alt=all[at].alt;text.textContent=all[at].title;if(!box.open)box.showModal()};all.forEach((image,i)=>{image.onclick=()=>show(i);image.onkeydown=e=>{if(e.key==='Enter')show(i)}});
box.onclick=()=>box.close();addEventListener('keydown',e=>{if(box.open&&e.key==='ArrowRight')show(at+1);if(box.open&&e.key==='ArrowLeft')show(at-1)});`;

/** @param title above the grid, usually the prompt */
export function gridPage(title: string, grid: Grid, pictures: readonly GridPicture[]): string {
  const { x, y, z } = grid;
  const sheets = (z?.values ?? [{ label: '' }]).map(({ label }, k) => `${z === undefined ? '' : `<h2>${escaped(z.name)} ${escaped(label)}</h2>`}<div class="grid">${sheet(x, y, pictures.filter((picture) => picture.z === k))}</div>`);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(title)}</title><style>${STYLE}</style></head>
<body${(pictures[0]?.made.picture.width ?? LEAST_WIDTH) < LEAST_WIDTH ? ' class="small"' : ''}><h1>${escaped(title)}</h1><p>${shared(pictures, grid)}</p>${sheets.join('\n')}
<dialog aria-label="Picture"><img alt=""><p></p></dialog><script>${SCRIPT}</script></body></html>
`;
}

function sheet(x: Axis, y: Axis | undefined, pictures: readonly GridPicture[]): string {
  const head = `<tr>${y === undefined ? '' : `<th>${escaped(y.name)} \\ ${escaped(x.name)}</th>`}${x.values.map(({ label }) => `<th scope="col">${y === undefined ? `${escaped(x.name)} ` : ''}${escaped(label)}</th>`).join('')}</tr>`;
  const rows = (y?.values ?? [{ label: '' }]).map(({ label }, j) => `<tr>${y === undefined ? '' : `<th scope="row">${escaped(label)}</th>`}${x.values.map((_, i) => cell(pictures.find((picture) => picture.x === i && picture.y === j))).join('')}</tr>`);
  return `<table><thead>${head}</thead><tbody>${rows.join('')}</tbody></table>`;
}

/** Small pictures by whole numbers, so that their pixels stay squares; large ones no wider than several fit side by side. */
const shownWidth = (width: number): number => (width < LEAST_WIDTH ? width * Math.ceil(LEAST_WIDTH / width) : Math.min(width, MOST_WIDTH));

function cell(picture: GridPicture | undefined): string {
  if (picture === undefined) return '<td></td>';
  const { png, recipe, picture: { width } } = picture.made;
  const text = `${recipe.resolvedPrompt ?? recipe.prompt}\nseed ${recipe.seed} · steps ${recipe.steps} · ${recipe.sampler} · guidance ${recipe.guidance} · ${recipe.model.id}`;
  // The file itself, recipe and all: saved from the page it can be drawn again.
  return `<td><img tabindex="0" width="${shownWidth(width)}" alt="${escaped(recipe.resolvedPrompt ?? recipe.prompt)}" title="${escaped(text)}" src="data:image/png;base64,${base64(png)}"></td>`;
}
