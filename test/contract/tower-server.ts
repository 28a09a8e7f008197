import { sign } from '../../sandbox/aws/sign.ts';
import { wireServer } from './wire-server.ts';

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

const DENIED: Answer = {
  ...{ status: 403, errorType: 'AccessDeniedException' },
  body: { message: 'no identity-based policy allows it' },
};
const FORGED: Answer = {
  ...{ status: 403, errorType: 'InvalidSignatureException' },
  body: { message: 'the signature does not match' },
};

/** Starts a server on a port of its own. Requests to `service` have to be signed for it. */
export async function startServer(service: string, answering: Answering): Promise<Server> {
  const asked: Asked[] = [];
  const { endpoint, close } = await wireServer((request) => {
    const { path, headers, signedFor, body } = request;
    const isOurs = signedFor.service === service;
    const target = headers['x-amz-target'] ?? '';
    const one = { path, target, body: isOurs || target !== '' ? JSON.parse(body) : {} };
    asked.push(one);
    const said = isOurs && !isSigned(path, body, headers, service) ? FORGED : (answering(one) ?? DENIED);
    const named = said.errorType === undefined ? {} : { 'x-amzn-errortype': said.errorType };
    const type = { 'content-type': 'application/json' };
    return { status: said.status ?? 200, headers: { ...type, ...named }, body: JSON.stringify(said.body ?? {}) };
  });
  return { endpoint, asked, close };
}
