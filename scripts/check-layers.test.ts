import { expect, test } from 'vitest';
import { checkLayers, importsOf } from './check-layers.ts';
import { rooms } from './layers.ts';

const check = (files: Record<string, string>) => checkLayers(new Map(Object.entries(files)), rooms);

test('imports are found in all their forms, and not in comments', () => {
  const source = `import { a } from './a.ts';\nimport type { B } from "./b.ts";\nexport * from './c.ts';\nimport {\n  d,\n  e,\n} from './d.ts';\n/* import x from './no.ts' */\nconst f = await import('./f.ts');\nimport './g.ts';`;
  expect(importsOf(source).map(({ specifier }) => specifier)).toEqual(['./a.ts', './b.ts', './c.ts', './d.ts', './g.ts', './f.ts']);
});

test('an import from below is fine; from above, beside or the platform it is not', () => {
  expect(check({ 'graph/a.ts': `import { x } from '../base/b.ts';`, 'base/b.ts': '' })).toEqual([]);
  expect(check({ 'graph/a.ts': '', 'base/b.ts': `import type { x } from '../graph/a.ts';` })).toEqual(['base/b.ts: base may not import graph (graph/a.ts)']);
  expect(check({ 'training/a.ts': `import '../node/b.ts';`, 'node/b.ts': '' })).toHaveLength(1);
  expect(check({ 'node/a.ts': `import '../cli/b.ts';`, 'cli/b.ts': '' })).toHaveLength(1);
});

test('node modules and packages are kept out of the core', () => {
  expect(check({ 'graph/a.ts': `import { readFile } from 'node:fs';` })).toHaveLength(1);
  expect(check({ 'graph/a.ts': `import sharp from 'sharp';` })).toHaveLength(1);
  expect(check({ 'node/a.ts': `import sharp from 'sharp';\nimport { readFile } from 'node:fs';` })).toEqual([]);
});

test('circles are found, type imports make none', () => {
  expect(check({ 'base/a.ts': `import './b.ts';`, 'base/b.ts': `import './a.ts';` })).toEqual(['circle: base/a.ts → base/b.ts → base/a.ts']);
  expect(check({ 'base/a.ts': `import './b.ts';`, 'base/b.ts': `import type { A } from './a.ts';` })).toEqual([]);
});
