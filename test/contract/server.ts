import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it came over the wire. */
export type WireRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
};

/** What a service says to it. */
export type WireAnswer = { readonly status: number; readonly body: string };

/** A service that speaks HTTP on this machine until the test is over. */
export type WireServer = {
  readonly endpoint: string;
  readonly requests: readonly WireRequest[];
  readonly stop: () => void;
};

/** Starts a service that answers as a test says. */
export async function serve(answer: (request: WireRequest) => WireAnswer): Promise<WireServer> {
  const requests: WireRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    const url = new URL(incoming.url ?? '/', 'http://service');
    const { method = '', headers } = incoming;
    const request = { method, path: url.pathname, query: url.searchParams, headers };
    requests.push(request);
    incoming.resume();
    const { status, body } = answer(request);
    outgoing.writeHead(status, { 'content-type': 'application/xml' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { endpoint: `http://127.0.0.1:${port}`, requests, stop };
}
