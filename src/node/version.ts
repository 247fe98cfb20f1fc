/** The package's version, from its package.json. */
import { readFileSync } from 'node:fs';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };

/** As `0.1.0`. */
export const VERSION: string = version;
