/** The engine process: owns ONNX Runtime and its sessions, and answers its parent's requests one after the other. */
import { Worker } from 'node:worker_threads';
import { DarkroomError } from '../../base/errors.ts';
import { chooseDevice } from './device-choice.ts';
import { onnxErrorLine } from './onnx-tensors.ts';
import type { Answers, Reply, Request } from './protocol.ts';
import { SessionHost } from './session-host.ts';
import type { HostOptions } from './session-host.ts';

// Node 24 has arrays of float16. onnxruntime-node would use them, but its native side sees them as empty (1.30): without them it takes the bits as
// Uint16Array, as everywhere else. This process is the engine's alone, so nothing else misses them.
Reflect.deleteProperty(globalThis, 'Float16Array');

let options: HostOptions | undefined;
const sessions = new Map<number, SessionHost>();

const handlers = {
  open: async ({ device, threads, spin }) => {
    const report = await chooseDevice(device, threads);
    options = { report, spin };
    return report;
  },
  load: async (request) => {
    if (options === undefined) throw new Error('load before open');
    const host = await SessionHost.load(request, options);
    sessions.set(request.session, host);
    return host.model;
  },
  run: ({ session, feeds, fetches }) => host(session).run(feeds, fetches),
  readState: ({ session, names }) => host(session).readState(names),
  writeState: async ({ session, values }) => {
    host(session).writeState(values);
    return null;
  },
  release: async ({ session }) => {
    await host(session).release();
    sessions.delete(session);
    return null;
  },
} satisfies { [Kind in Request['kind']]: (request: Extract<Request, { kind: Kind }>) => Promise<Answers[Kind]> };

function host(session: number): SessionHost {
  const found = sessions.get(session);
  if (found === undefined) throw new Error(`session ${session} is not loaded`);
  return found;
}

async function answer(request: Request): Promise<Reply> {
  try {
    // The table is keyed by `kind`, which TypeScript cannot follow through a union.
    const handle = handlers[request.kind] as (request: Request) => Promise<Answers[keyof Answers]>;
    return { ok: true, value: await handle(request) };
  } catch (error) {
    if (error instanceof DarkroomError) return { ok: false, code: error.code, message: error.message, details: error.details };
    return { ok: false, code: 'engine', message: `engine: ${onnxErrorLine(error)}`, details: {} };
  }
}

/**
 * Ends this process when its parent is gone, even in the middle of a native run, which blocks the event loop so that
 * 'disconnect' would come late. Plain JavaScript, because a worker cannot be relied on to load TypeScript.
 */
const orphanGuard = `
  const parent = process.ppid;
  setInterval(() => {
    let alive = process.ppid === parent;
    try { process.kill(parent, 0); } catch (error) { alive = alive && error.code !== 'ESRCH'; }
    if (!alive) process.kill(process.pid, 'SIGKILL');
  }, 500);
`;

// Ctrl-C reaches the whole process group: the parent decides what to do, perhaps save a checkpoint first.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
process.on('disconnect', () => process.exit(0));
process.on('message', (request: Request) => {
  void answer(request).then((reply) => process.connected && process.send?.(reply));
});
new Worker(orphanGuard, { eval: true, execArgv: [] }).unref();
