/** Fails when a file or a function has outgrown its room: 400 lines, 60 lines. Lists the largest, for those who look for work. */
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

const MOST_FILE_LINES = 400;
const MOST_FUNCTION_LINES = 60;
/** Tables and drawn art: long because there is much of the same. */
const tables = new Set(['src/worlds/first-light/icons.ts', 'src/worlds/storybook/art/noto.ts', 'src/worlds/storybook/art/fluent.ts', 'test/gradients/table.ts', 'test/gradients/picture-table.ts']);

interface Measured {
  readonly where: string;
  readonly lines: number;
}

/** Named functions and methods by indentation: from the line that opens them to the brace of the same depth. */
function functionsOf(path: string, lines: readonly string[]): Measured[] {
  const found: Measured[] = [];
  lines.forEach((line, start) => {
    const opened = /^(\s*)(?:export )?(?:(?:async )?function\*? ?(\w+)|(?:static |async |private )*\*? ?(#?\w+)\([^;]*\)(?:: [^;]+)? \{$)/.exec(line);
    if (opened === null || !line.trimEnd().endsWith('{') || /^\s*(if|for|while|switch|catch|return)\b/.test(line)) return;
    const end = lines.findIndex((other, i) => i > start && other.startsWith(`${opened[1]}}`));
    if (end > 0) found.push({ where: `${path}:${start + 1} ${opened[2] ?? opened[3]}`, lines: end - start + 1 });
  });
  return found;
}

const root = resolve(import.meta.dirname, '..');
const paths = ['src', 'studio', 'test', 'scripts', 'bench', 'examples'].flatMap((folder) => {
  try {
    return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`);
  } catch {
    return [];
  }
}).filter((path) => /\.tsx?$/.test(path) && !tables.has(path));
const sources = paths.map((path) => ({ path, lines: readFileSync(join(root, path), 'utf8').split('\n') }));
const byLines = (a: Measured, b: Measured): number => b.lines - a.lines;
const files = sources.map(({ path, lines }) => ({ where: path, lines: lines.length })).sort(byLines);
const functions = sources.filter(({ path }) => !path.endsWith('.test.ts')).flatMap(({ path, lines }) => functionsOf(path, lines)).sort(byLines);
const print = (title: string, all: readonly Measured[]): void => console.log(`${title}\n${all.slice(0, 5).map(({ where, lines }) => `  ${String(lines).padStart(4)}  ${where}`).join('\n')}`);
print(`largest of ${files.length} files (at most ${MOST_FILE_LINES} lines)`, files);
print(`largest of ${functions.length} functions (at most ${MOST_FUNCTION_LINES} lines)`, functions);
const over = [...files.filter(({ lines }) => lines > MOST_FILE_LINES), ...functions.filter(({ lines }) => lines > MOST_FUNCTION_LINES)];
for (const { where, lines } of over) console.error(`too long: ${where} has ${lines} lines`);
if (over.length > 0) process.exitCode = 1;
