/** The service's log: one JSON object a line, made of what machines and people may know. Prompts are not among it unless asked for. */

export type LogFields = Readonly<Record<string, unknown>>;

export interface Log {
  info(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** May prompts be told? */
  readonly prompts: boolean;
}

export function createLog(write: (line: string) => void, { prompts = false, now = () => new Date() }: { readonly prompts?: boolean; readonly now?: () => Date } = {}): Log {
  const tell = (level: string) => (message: string, fields: LogFields = {}): void => write(`${JSON.stringify({ time: now().toISOString(), level, message, ...fields })}\n`);
  return { info: tell('info'), error: tell('error'), prompts };
}

export const silentLog: Log = { info: () => undefined, error: () => undefined, prompts: false };
