import { describe, expect, test } from 'vitest';
import { checkLayers, importsOf, studioRoomOf } from './check-layers.ts';
import { rooms, studioRooms } from './layers.ts';

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

describe('the studio', () => {
  const besides = new Set(['src/api/client.ts', 'src/images/mask.ts', 'src/pipelines/generate.ts', 'studio/canvas/canvas.module.css']);
  const checkStudio = (files: Record<string, string>) => checkLayers(new Map(Object.entries(files)), studioRooms, { roomOf: studioRoomOf, besides });

  test('reaches for the contract, the recipe and pictures, and for nothing that makes them', () => {
    expect(checkStudio({ 'studio/engine/a.ts': `import '../../src/api/client.ts';`, 'studio/kernels/b.ts': `import '../../src/images/mask.ts';` })).toEqual([]);
    expect(checkStudio({ 'studio/engine/a.ts': `import '../../src/pipelines/generate.ts';` })).toEqual(['studio/engine/a.ts: engine may not import src/pipelines (src/pipelines/generate.ts)']);
    expect(checkStudio({ 'studio/main.tsx': `import 'node:fs';` })).toHaveLength(1);
  });

  test('keeps React and Konva out of documents, kernels and tools, and Konva in the canvas', () => {
    for (const room of ['document', 'kernels', 'tools']) for (const name of ['react', 'konva']) expect(checkStudio({ [`studio/${room}/a.ts`]: `import '${name}';` })).toHaveLength(1);
    expect(checkStudio({ 'studio/canvas/a.tsx': `import Konva from 'konva';\nimport { useState } from 'react';\nimport './canvas.module.css';` })).toEqual([]);
    expect(checkStudio({ 'studio/create/a.tsx': `import Konva from 'konva';` })).toHaveLength(1);
    expect(checkStudio({ 'studio/document/a.ts': `import '../create/b.tsx';`, 'studio/create/b.tsx': '' })).toHaveLength(1);
    expect(checkStudio({ 'studio/create/a.tsx': `import './gone.tsx';` })).toHaveLength(1);
  });
});
