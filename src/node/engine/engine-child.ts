/** Starts an engine process and exchanges one request at a time with it; knows nothing of sessions or queues. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { DarkroomError } from '../../base/errors.ts';
import type { Answers, Reply, Request } from './protocol.ts';

/** How much of the process's last words to keep for the error message. */
const LAST_WORDS = 2000;
const LAST_WORDS_DELAY_MS = 50;

/** The caller whose request is in flight. */
interface Waiting {
  resolve(reply: Reply): void;
  reject(error: Error): void;
}

/** One engine process. It keeps the parent alive only while it works on a request. */
export class EngineChild {
  readonly #process: ChildProcess;
  readonly #exited: Promise<void>;
  #waiting: Waiting | undefined;
  #death: DarkroomError | undefined;
  #lastWords = '';

  constructor() {
    // From source (tests, development) the file next to this one is TypeScript; from dist it is JavaScript.
    const here = fileURLToPath(import.meta.url);
    const fromSource = here.endsWith('.ts');
    this.#process = fork(`${dirname(here)}/engine-process.${fromSource ? 'ts' : 'js'}`, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: fromSource ? ['--import', 'tsx'] : [],
      // `--import tsx` is looked up from the working directory.
      ...(fromSource ? { cwd: dirname(here) } : {}),
    });
    this.#process.stderr?.on('data', (chunk) => {
      this.#lastWords = (this.#lastWords + String(chunk)).slice(-LAST_WORDS);
    });
    this.#process.on('message', (reply: Reply) => this.#settle((waiting) => waiting.resolve(reply)));
    // Not 'close': after a disconnect it may never come. The last words may arrive a moment after 'exit'.
    this.#exited = new Promise((resolve) => {
      this.#process.on('exit', (status, signal) => {
        const finish = (): void => {
          this.#die(deathNotice(status, signal, this.#lastWords));
          resolve();
        };
        if (this.#process.stderr?.readableEnded === true) finish();
        else setTimeout(finish, LAST_WORDS_DELAY_MS);
      });
      this.#process.on('error', (cause) => {
        this.#die(new DarkroomError('engine', `The engine process failed: ${cause.message}.`, {}, cause));
        if (this.#process.pid === undefined) resolve(); // it never started, so it will not exit
      });
    });
    this.#keepParentAlive(false);
  }

  /** Why the process is gone; undefined while it lives. */
  get death(): DarkroomError | undefined {
    return this.#death;
  }

  get processId(): number | undefined {
    return this.#process.pid;
  }

  /** @throws DarkroomError as the engine reports it, or code 'engine' when the process dies meanwhile */
  async exchange<Kind extends Request['kind']>(request: Extract<Request, { kind: Kind }>): Promise<Answers[Kind]> {
    if (this.#death !== undefined) throw this.#death;
    const reply = await new Promise<Reply>((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#keepParentAlive(true);
      this.#process.send(request, (error) => {
        // A failed send means that the process is going away: 'exit' will say why.
        if (error !== null && this.#process.connected) this.#settle((waiting) => waiting.reject(error));
      });
    });
    if (!reply.ok) throw new DarkroomError(reply.code, reply.message, reply.details);
    return reply.value as Answers[Kind];
  }

  /** Ends the process at once, whatever it is doing. */
  async kill(): Promise<void> {
    this.#keepParentAlive(true);
    this.#process.kill('SIGKILL');
    await this.#exited;
  }

  /** Lets an idle process end by itself; kills it when it does not within `patienceMs`. */
  async stop(patienceMs: number): Promise<void> {
    this.#keepParentAlive(true);
    if (this.#process.connected) this.#process.disconnect();
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), patienceMs);
    await this.#exited;
    clearTimeout(timer);
  }

  #settle(act: (waiting: Waiting) => void): void {
    const waiting = this.#waiting;
    if (waiting === undefined) return;
    this.#waiting = undefined;
    this.#keepParentAlive(false);
    act(waiting);
  }

  #die(death: DarkroomError): void {
    this.#death ??= death;
    this.#settle((waiting) => waiting.reject(death));
  }

  #keepParentAlive(alive: boolean): void {
    const act = alive ? 'ref' : 'unref';
    this.#process[act]();
    this.#process.channel?.[act]();
    (this.#process.stderr as Socket | null)?.[act]();
  }
}

function deathNotice(status: number | null, signal: NodeJS.Signals | null, lastWords: string): DarkroomError {
  const how = signal === null ? `with status ${status ?? 'unknown'}` : `by signal ${signal}`;
  const hint = signal === 'SIGKILL' ? ' The system kills processes that use up its memory: try smaller pictures or a smaller batch.' : '';
  const words = stripVTControlCharacters(lastWords).trim().split('\n').at(-1) ?? '';
  const said = words === '' ? '' : ` Its last words: ${words.slice(0, 300)}`;
  return new DarkroomError('engine', `The engine process ended ${how}.${hint}${said}`, { status, signal, lastWords });
}
