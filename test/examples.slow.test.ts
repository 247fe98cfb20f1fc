/** The examples run as they stand. */
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');

test.each([['01-generate.ts', /fox-8\.png\n$/], ['02-watch-the-noise-go.ts', /owl-steps\.png\n$/], ['04-edit-a-picture.ts', /edit-enlarged\.png\n$/]])('%s', async (name, output) => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', `examples/${name}`], { cwd: root });
  expect(stdout).toMatch(output);
});
