import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it came over the wire. */
export type WireRequest = {
  readonly method: string;
  readonly url: URL;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  /** The operation, where the protocol names it in a header; empty elsewhere. */
  readonly target: string;
  /** The Region and service that the request was signed for, where it was (IAM user guide, "AWS API request signing"). */
  readonly signedFor: { readonly region: string; readonly service: string };
  readonly body: string;
};

/** One answer as it goes over the wire. */
export type WireAnswer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
};

/** A server that speaks a service's wire format, until it is closed. */
export type WireServer = AsyncDisposable & {
  readonly endpoint: string;
  readonly requests: readonly WireRequest[];
  /** How many connections were opened so far. */
  readonly connections: () => number;
  readonly close: () => Promise<void>;
};

async function read(incoming: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
  const [, region = '', service = ''] =
    /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\/aws4_request/.exec(headers['authorization'] ?? '') ?? [];
  const url = new URL(incoming.url ?? '/', 'http://service');
  return {
    ...{ method: incoming.method ?? '', url, path: url.pathname, query: url.searchParams, headers },
    target: headers['x-amz-target']?.split('.').at(-1) ?? '',
    signedFor: { region, service },
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

/** Starts a server on a free port of this machine, which answers every request as told; `before` is how many came earlier. */
export async function wireServer(answer: (request: WireRequest, before: number) => WireAnswer): Promise<WireServer> {
  const requests: WireRequest[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const request = await read(incoming);
    const { status, headers = {}, body } = answer(request, requests.length);
    requests.push(request);
    outgoing.writeHead(status, headers).end(body);
  });
  let opened = 0;
  server.on('connection', () => {
    opened += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return {
    endpoint: `http://127.0.0.1:${port}`,
    requests,
    connections: () => opened,
    close,
    [Symbol.asyncDispose]: close,
  };
}
