#!/usr/bin/env node
/** The program: ties the command to this process, its streams and its signals. */
import { main } from './main.ts';

const controller = new AbortController();
/** Once asks to stop; twice stops at once. */
const stop = (): void => {
  if (controller.signal.aborted) process.exit(130);
  controller.abort();
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);

// `darkroom … | head` closes the pipe early: no reason to complain.
process.stdout.on('error', () => process.exit());

process.exitCode = await main(process.argv.slice(2), { stdout: process.stdout, stderr: process.stderr, now: () => performance.now() }, controller.signal, () => import('../node/index.ts'));
