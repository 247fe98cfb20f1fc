/** What the command writes where: results to standard output, everything on the way to standard error. */

export interface Output {
  /** A line of the result. */
  result(text: string): void;
  /** A line for the person who waits. Silent when the result is to be JSON. */
  note(text: string): void;
  /** A line that the next one replaces, where the terminal can; elsewhere one now and then. */
  progress(text: string): void;
}

/** Where nothing can be replaced, progress is told this often. */
const PLAIN_INTERVAL_MS = 10_000;

export interface Streams {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean; readonly columns?: number };
  readonly now: () => number;
}

/** @param quiet write nothing but the result */
export function createOutput({ stdout, stderr, now }: Streams, quiet: boolean): Output {
  let open = false;
  let toldAt = -Infinity;
  const clear = (): void => {
    if (open) stderr.write('\r\u001b[K');
    open = false;
  };
  return {
    result: (text) => {
      clear();
      stdout.write(`${text}\n`);
    },
    note: (text) => {
      if (quiet) return;
      clear();
      stderr.write(`${text}\n`);
    },
    progress: (text) => {
      if (quiet) return;
      if (stderr.isTTY) {
        stderr.write(`\r\u001b[K${text.slice(0, (stderr.columns ?? 80) - 1)}`);
        open = true;
      } else if (now() - toldAt >= PLAIN_INTERVAL_MS) {
        toldAt = now();
        stderr.write(`${text}\n`);
      }
    },
  };
}
