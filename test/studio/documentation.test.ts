/** What docs/studio.md shows is what the studio is: every screen that is photographed, every shortcut. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { withKeys } from '../../scripts/studio-keys.ts';
import { photographs } from './screens.ts';

const docs = resolve(import.meta.dirname, '../../docs');
const page = readFileSync(join(docs, 'studio.md'), 'utf8');

test('the table of keys is the table of actions', () => {
  expect(withKeys(page)).toBe(page);
});

test('every photograph is there and shown, and no other', () => {
  const files = photographs.map(({ name }) => `studio-${name}.png`).sort();
  expect(readdirSync(join(docs, 'pictures')).filter((name) => name.startsWith('studio-')).sort()).toEqual(files);
  expect([...page.matchAll(/pictures\/(studio-[\w-]+\.png)/g)].map(([, name]) => name).sort()).toEqual(files);
});

test('all of them together are no burden', () => {
  const bytes = photographs.reduce((sum, { name }) => sum + statSync(join(docs, 'pictures', `studio-${name}.png`)).size, 0);
  expect(bytes).toBeLessThanOrEqual(900_000);
});
