/** One program of the Stable Diffusion bench: a process that answers one request a line. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface Request {
  /** `step`: one look with guidance; `text`: two prompts; `decode`: one picture; `predict`, `picture`: written to `file` as float32; `peak`: nothing. */
  readonly do: 'step' | 'text' | 'decode' | 'predict' | 'picture' | 'peak';
  readonly file?: string;
  readonly steps?: number;
}

export interface Answer {
  readonly ms: number;
  /** The most memory it ever had. */
  readonly bytes: number;
  /** Versions, said once. */
  readonly version?: string;
}

export interface Contestant {
  readonly name: string;
  /** @param until as `performance.now` counts: then it is ended @throws Error with the last thing that it said */
  ask(request: Request, until?: number): Promise<Answer>;
  /** Milliseconds since it was started. */
  age(): number;
  close(): Promise<void>;
}

const LAST_WORDS = 400;

export function startContestant(name: string, command: string, words: readonly string[]): Contestant {
  const began = performance.now();
  const child = spawn(command, words, { stdio: ['pipe', 'pipe', 'pipe'] });
  let lastWords = '';
  child.stderr.on('data', (chunk) => { lastWords = (lastWords + String(chunk)).slice(-LAST_WORDS); });
  child.on('error', (error) => { lastWords = error.message; });
  child.stdin.on('error', () => undefined); // it has ended: the missing answer says so
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    name,
    ask: async (request, until) => {
      const late = until === undefined ? undefined : setTimeout(() => {
        lastWords = 'it was ended, as its time was over: give more with --minutes';
        child.kill('SIGKILL');
      }, Math.max(0, until - performance.now()));
      try {
        child.stdin.write(`${JSON.stringify(request)}\n`);
        for (;;) {
          const { value, done } = await lines.next() as IteratorResult<string>;
          if (done === true) throw new Error(lastWords.trim().split('\n').at(-1) ?? 'it ended');
          if (value.startsWith('{')) return JSON.parse(value) as Answer; // libraries print what they like
        }
      } finally {
        clearTimeout(late);
      }
    },
    age: () => performance.now() - began,
    close: () => {
      child.stdin.end();
      return ended;
    },
  };
}
