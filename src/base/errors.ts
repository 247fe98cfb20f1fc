/** The error classes of Darkroom: user errors carry a code and a sentence that says what to do; everything else is a bug. */

/** Codes are stable: the CLI maps them to exit statuses, the HTTP surfaces to status codes. */
export type ErrorCode =
  | 'usage' // a wrong argument or option
  | 'shape' // a graph was built with shapes that do not fit
  | 'data' // a picture, a caption file or a data folder is unusable
  | 'weights' // a checkpoint is missing, truncated, hostile or does not fit the network
  | 'model' // an unknown or unusable model
  | 'device' // a device is absent or failed
  | 'engine' // the engine process died or refused a graph
  | 'not-finite' // NaN or infinity in training or sampling
  | 'io' // a file or folder cannot be read or written
  | 'cancelled'; // the caller asked to stop

/**
 * An error that a user can act on. The message is one or two sentences: where, what was expected, what came, what to do.
 * `details` holds the same facts as data.
 */
export class DarkroomError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, details: Readonly<Record<string, unknown>> = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'DarkroomError';
    this.code = code;
    this.details = details;
  }
}

/** Thrown while a graph is built: the message is in the user's terms, as `matmul: inner sizes differ: [64, 256] × [384, 256]`. */
export class ShapeError extends DarkroomError {
  constructor(message: string, details: Readonly<Record<string, unknown>> = {}) {
    super('shape', message, details);
    this.name = 'ShapeError';
  }
}

/** Throws `cancelled` when the signal has fired; call it between steps. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new DarkroomError('cancelled', 'Cancelled.', {}, signal.reason);
}
