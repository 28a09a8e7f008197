import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it came over the wire. */
export type WireRequest = {
  readonly method: string;
  readonly url: URL;
  readonly target: string;
  readonly body: string;
};

/** One answer as it goes over the wire. */
export type WireAnswer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
};

/** A server that speaks a service's wire format, until it is closed. */
export type WireServer = AsyncDisposable & { readonly endpoint: string; readonly requests: readonly WireRequest[] };

async function read(request: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const target = request.headers['x-amz-target'];
  return {
    method: request.method ?? '',
    url: new URL(request.url ?? '', 'http://localhost'),
    target: typeof target === 'string' ? (target.split('.').at(-1) ?? '') : '',
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

/** Starts a server on a free port of this machine, which answers every request as told. */
export async function wireServer(answer: (request: WireRequest, before: number) => WireAnswer): Promise<WireServer> {
  const requests: WireRequest[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const request = await read(incoming);
    const { status, headers = {}, body } = answer(request, requests.length);
    requests.push(request);
    outgoing.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
