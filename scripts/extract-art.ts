/** Extracts the drawings of the worlds from two openly licensed icon sets into committed modules: `node --import tsx scripts/extract-art.ts`. */

import { writeFileSync } from 'node:fs';
import type { Icon } from '../src/worlds/art/icon.ts';
import type { Extracted } from '../src/worlds/storybook/art/extracted.ts';
import { subjectIds } from '../src/worlds/storybook/vocabulary.ts';
import { firstLightIcons } from './art/first-light.ts';
import { extractSubject } from './art/storybook.ts';

const write = (path: string, text: string): void => writeFileSync(new URL(`../src/worlds/${path}`, import.meta.url), text);
const quote = (text: string): string => `'${text}'`;

function iconText({ origin, licence, width, height, ink, mainFill, fills, body }: Icon, indent: string): string {
  return [
    `origin: '${origin}',`,
    `licence: '${licence}',`,
    `width: ${width},`,
    `height: ${height},`,
    `ink: [${ink.join(', ')}],`,
    `mainFill: '${mainFill}',`,
    `fills: [${fills.map(quote).join(', ')}],`,
    `body: '${body}',`,
  ].map((line) => `${indent}${line}\n`).join('');
}

function extractedText(id: string, { icon, hand, riding, paint }: Extracted): string {
  const parts = [`    icon: {\n${iconText(icon, '      ')}    },\n`];
  if (hand !== undefined) parts.push(`    hand: [${hand.join(', ')}],\n`);
  if (paint !== undefined) parts.push(`    paint: [${paint.map(quote).join(', ')}],\n`);
  if (riding !== undefined) parts.push(`    riding: {\n      bottom: [${riding.bottom.join(', ')}],\n      icon: {\n${iconText(riding.icon, '        ')}      },\n    },\n`);
  return `  ${/^\w+$/.test(id) ? id : quote(id)}: {\n${parts.join('')}  },\n`;
}

const firstLight = (await firstLightIcons()).map(([id, icon]) => `  ${id}: {\n${iconText(icon, '    ')}  },\n`).join('');
write('first-light/icons.ts', `/** Vector icons of first-light. Made by scripts/extract-art.ts; do not edit. Licences: NOTICE. */

import type { Icon } from '../art/icon.ts';

/** One drawing per subject. */
export const icons = {
${firstLight}} as const satisfies Record<string, Icon>;
`);

for (const family of ['noto', 'fluent'] as const) {
  let rows = '';
  for (const id of subjectIds) rows += extractedText(id, await extractSubject(family, id));
  const text = `/** The ${family} drawings of the storybook world. Made by scripts/extract-art.ts; do not edit. Licences: NOTICE. */

import type { SubjectId } from '../vocabulary.ts';
import type { Extracted } from './extracted.ts';

export const ${family}: Readonly<Record<SubjectId, Extracted>> = {
${rows}};
`;
  write(`storybook/art/${family}.ts`, text);
  console.log(`${family}: ${subjectIds.length} subjects, ${Math.round(text.length / 1000)} kB`);
}
