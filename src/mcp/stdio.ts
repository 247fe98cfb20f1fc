/** The tools over standard input and output, until the other side closes or the signal fires. Nothing else may write to standard output. */
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { Client } from '../api/client.ts';
import { VERSION } from '../node/version.ts';
import { createMcpServer } from './tools.ts';

export async function serveStdio(client: Client, signal: AbortSignal): Promise<void> {
  const server = createMcpServer(client, VERSION);
  const closed = new Promise<void>((resolve) => {
    Object.assign(server.server, { onclose: resolve });
    // A client that is gone closes the pipe, which the transport does not notice by itself.
    process.stdin.once('end', resolve);
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await server.connect(new StdioServerTransport());
  if (!signal.aborted) await closed;
  await server.close();
}
