import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sign } from '../../sandbox/aws/sign.ts';

/** One answer: a status, a JSON body, and the header in which AWS names its errors. */
export type Answer = { readonly status?: number; readonly body?: object; readonly errorType?: string };

/** A request as it arrived. */
export type Asked = {
  readonly path: string;
  readonly target: string;
  readonly body: Readonly<Record<string, unknown>>;
};

/** How a request is answered; null: with 403, as where the caller has no right. */
export type Answering = (asked: Asked) => Answer | null;

/** A server that speaks JSON over HTTP as AWS does, and what it was asked. */
export type Server = {
  readonly endpoint: string;
  readonly asked: readonly Asked[];
  readonly close: () => Promise<void>;
};

const KEYS = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' };

/** The credentials that the server takes, as environment variables. */
export const CREDENTIALS = {
  AWS_ACCESS_KEY_ID: KEYS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
  AWS_SESSION_TOKEN: KEYS.sessionToken,
} as const;

type Headers = Readonly<Record<string, string>>;

/** Whether the signature is the one that these credentials give; worked out apart from the SDK. */
function isSigned(path: string, body: string, headers: Headers, service: string): boolean {
  const { authorization = '' } = headers;
  const stamp = headers['x-amz-date'] ?? '';
  const [, region = '', named = ''] = /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\/aws4_request/.exec(authorization) ?? [];
  const [, list = ''] = /SignedHeaders=([^,]+)/.exec(authorization) ?? [];
  const own = ['x-amz-date', 'x-amz-content-sha256', 'x-amz-security-token'];
  const signed = list.split(';').filter((name) => !own.includes(name));
  const at = new Date(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  const signable = {
    ...{ method: 'POST', path, query: [], body, service, region },
    headers: Object.fromEntries(signed.map((name) => [name, headers[name] ?? ''])),
  };
  return named === service && sign(signable, KEYS, at).authorization === authorization;
}

/** Starts a server on a port of its own. Requests to `service` have to be signed for it. */
export async function startServer(service: string, answering: Answering): Promise<Server> {
  const asked: Asked[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
    const text = Buffer.concat(chunks).toString('utf8');
    const path = incoming.url ?? '/';
    const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
    const isOurs = headers.authorization?.includes(`/${service}/aws4_request`) === true;
    const target = headers['x-amz-target'] ?? '';
    const one = { path, target, body: isOurs || target !== '' ? JSON.parse(text) : {} };
    asked.push(one);
    const refusal = {
      status: 403,
      errorType: 'AccessDeniedException',
      body: { message: 'no identity-based policy allows it' },
    };
    const forged = {
      status: 403,
      errorType: 'InvalidSignatureException',
      body: { message: 'the signature does not match' },
    };
    const answer = isOurs && !isSigned(path, text, headers, service) ? forged : (answering(one) ?? refusal);
    outgoing.writeHead(answer.status ?? 200, {
      'content-type': 'application/json',
      ...(answer.errorType === undefined ? {} : { 'x-amzn-errortype': answer.errorType }),
    });
    outgoing.end(JSON.stringify(answer.body ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    asked,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
