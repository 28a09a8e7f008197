import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A call of the SDK as it came over the wire. */
export type WireCall = {
  readonly service: string;
  readonly region: string;
  /** The name of the operation: of the target header where the protocol has one, else of the path. */
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
};

/** What a service answers: an error by its code, or a body. */
export type WireAnswer =
  | { readonly body: object }
  | { readonly status: number; readonly error: string; readonly message: string };

/** A service that speaks JSON, until it is closed; every call is kept. */
export type Wire = {
  readonly endpoint: string;
  readonly calls: readonly WireCall[];
  readonly close: () => Promise<void>;
};

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

/** Reads a call: which Region and service it is for stands in the scope of its signature (IAM user guide, "AWS API request signing"). */
async function callOf(request: IncomingMessage): Promise<WireCall> {
  const [, region = '', service = ''] =
    /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\/aws4_request/.exec(request.headers.authorization ?? '') ?? [];
  const target = String(request.headers['x-amz-target'] ?? request.url ?? '');
  const operation = target.slice(Math.max(target.lastIndexOf('.'), target.lastIndexOf('/')) + 1);
  const text = await textOf(request);
  return { service, region, operation, input: text === '' ? {} : JSON.parse(text) };
}

/** Starts a service on a free port of this machine. */
export async function startWire(answer: (call: WireCall) => WireAnswer): Promise<Wire> {
  const calls: WireCall[] = [];
  const server = createServer(async (request, response) => {
    const call = await callOf(request);
    calls.push(call);
    const said = answer(call);
    // REST services name the error in a header, the others in the body.
    const isError = 'error' in said;
    response.writeHead(isError ? said.status : 200, {
      'content-type': 'application/x-amz-json-1.1',
      ...(isError ? { 'x-amzn-errortype': said.error } : {}),
    });
    response.end(JSON.stringify(isError ? { __type: said.error, message: said.message } : said.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
