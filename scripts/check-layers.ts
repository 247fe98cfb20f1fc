/** Fails when a room imports what stands above it, a package it may not use, or when files import each other in a circle. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Room, rooms, studioRooms, topRooms } from './layers.ts';

export interface Import {
  readonly specifier: string;
  /** Type imports vanish: they count for layers, but make no circle. */
  readonly typeOnly: boolean;
}

/** Static and dynamic imports and re-exports of a source text; comments and strings elsewhere are passed over. */
export function importsOf(source: string): Import[] {
  const bare = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  const found = [...bare.matchAll(/^\s*(?:import|export)\s+(type\s)?(?:[\w*{}\s,$]+?\sfrom\s+)?['"]([^'"]+)['"]/gm)].map(([, type, specifier]) => ({ specifier: specifier ?? '', typeOnly: type !== undefined }));
  const late = [...bare.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)].map(([, specifier]) => ({ specifier: specifier ?? '', typeOnly: true }));
  return [...found, ...late];
}

/** The first folder below the root. */
const firstFolder = (file: string): string => file.split('/')[0] ?? '';

/** The folder below `studio/`, `studio` for what lies beside the folders; `src/api` for a room of the source. */
export const studioRoomOf = (file: string): string => {
  const [top = '', room = '', ...rest] = file.split('/');
  return top === 'studio' ? (rest.length === 0 ? 'studio' : room) : `${top}/${room}`;
};

export interface LayerOptions {
  /** Default: the first folder. */
  readonly roomOf?: (file: string) => string;
  /** Paths that may be imported, but are not looked into. */
  readonly besides?: ReadonlySet<string>;
}

/** @param files sources by path from the root, as `graph/ops/conv.ts`; tests are left out by the caller */
export function checkLayers(files: ReadonlyMap<string, string>, table: Readonly<Record<string, Room>>, { roomOf = firstFolder, besides = new Set() }: LayerOptions = {}): string[] {
  const problems: string[] = [];
  const edges = new Map<string, string[]>();
  for (const [file, source] of files) {
    const room = table[roomOf(file)];
    if (room === undefined) {
      problems.push(`${file}: '${roomOf(file)}' is no room of scripts/layers.ts`);
      continue;
    }
    for (const { specifier, typeOnly } of importsOf(source)) {
      if (!specifier.startsWith('.')) {
        problems.push(...packageProblem(file, room, specifier));
        continue;
      }
      const target = join(dirname(file), specifier).replaceAll('\\', '/');
      if (files.has(target) || besides.has(target)) problems.push(...roomProblem(file, room, target, [roomOf(file), roomOf(target)]));
      else problems.push(`${file}: imports ${target}, which is not there (imports end in .ts)`);
      if (!typeOnly && files.has(target)) edges.set(file, [...(edges.get(file) ?? []), target]);
    }
  }
  return [...problems, ...circles(edges)];
}

function packageProblem(file: string, { platform, packages }: Room, specifier: string): string[] {
  if (specifier.startsWith('node:') || builtinModules.includes(specifier)) return platform ? [] : [`${file}: imports ${specifier}, but its room runs in the browser too`];
  return packages.some((name) => specifier === name || specifier.startsWith(`${name}/`)) ? [] : [`${file}: its room may not use the package ${specifier}`];
}

function roomProblem(file: string, { imports }: Room, target: string, [from, to]: readonly [string, string]): string[] {
  if (from === to) return [];
  const allowed = imports === '*' ? !(to in topRooms) || (topRooms[to] as readonly string[]).includes(from) : imports.includes(to);
  return allowed ? [] : [`${file}: ${from} may not import ${to} (${target})`];
}

function circles(edges: ReadonlyMap<string, readonly string[]>): string[] {
  const state = new Map<string, 'open' | 'done'>();
  const found: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      found.push(`circle: ${[...path.slice(path.indexOf(file)), file].join(' → ')}`);
      return;
    }
    state.set(file, 'open');
    for (const next of edges.get(file) ?? []) visit(next, [...path, file]);
    state.set(file, 'done');
  };
  for (const file of edges.keys()) visit(file, []);
  return found;
}

/** The table as it stands in src/README.md. */
export function roomTable(table: Readonly<Record<string, Room>>): string {
  const rows = Object.entries(table).map(([name, { purpose, imports, packages }]) => `| \`${name}\` | ${purpose} | ${imports === '*' ? 'every room' : imports.join(', ') || 'nothing'}${packages.length > 0 ? `; ${packages.map((each) => `\`${each}\``).join(', ')}` : ''} |`);
  return ['| room | holds | may import |', '|---|---|---|', ...rows].join('\n');
}

const namesIn = (root: string): string[] => readdirSync(root, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/')).sort();

function readSources(root: string): Map<string, string> {
  return new Map(namesIn(root).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts')).map((name) => [name, readFileSync(join(root, name), 'utf8')]));
}

/** The studio's own files, and what it may reach for: its styles, and the rooms of the source. */
function checkStudio(root: string, source: ReadonlyMap<string, string>): { readonly problems: string[]; readonly count: number } {
  const names = namesIn(root);
  const files = new Map(names.filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.test.ts') && name !== 'vite.config.ts').map((name) => [`studio/${name}`, readFileSync(join(root, name), 'utf8')]));
  const besides = new Set([...names.filter((name) => name.endsWith('.css')).map((name) => `studio/${name}`), ...[...source.keys()].map((name) => `src/${name}`)]);
  return { problems: checkLayers(files, studioRooms, { roomOf: studioRoomOf, besides }), count: files.size };
}

function main(): void {
  const root = resolve(import.meta.dirname, '../src');
  const files = readSources(root);
  const studio = checkStudio(resolve(root, '../studio'), files);
  const problems = [...checkLayers(files, rooms), ...studio.problems];
  const readme = join(root, 'README.md');
  const text = readFileSync(readme, 'utf8');
  const fresh = text.replace(/\| room \|[\s\S]*?(?=\n\n|$)/, roomTable(rooms));
  if (process.argv.includes('--write')) writeFileSync(readme, fresh);
  else if (fresh !== text) problems.push(`${relative(process.cwd(), readme)}: the table of rooms is out of date; run: npm run layers -- --write`);
  for (const problem of problems) console.error(problem);
  console.log(problems.length === 0 ? `layers: ${files.size} files in ${Object.keys(rooms).length} rooms keep their order; ${studio.count} in ${Object.keys(studioRooms).length} rooms of the studio` : `layers: ${problems.length} problems`);
  if (problems.length > 0) process.exitCode = 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main();
