/** A real Chromium for tests: the one that CHROMIUM names, else the first on the path. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Undefined: tests that need one are skipped, and say so. */
export const chromiumPath: string | undefined = process.env['CHROMIUM'] ?? (process.env['PATH'] ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name))).find(isProgram);

if (chromiumPath === undefined) console.warn('No Chromium was found, so the studio is not tested. Install one, or name it in CHROMIUM.');

export function openBrowser(): Promise<Browser> {
  // As root, as in containers, Chromium's sandbox does not start.
  return chromium.launch({ executablePath: chromiumPath as string, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
}
