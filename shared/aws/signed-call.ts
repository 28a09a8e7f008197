import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { SignatureV4 } from '@smithy/signature-v4';
import type { CredentialsProvider } from './clients.ts';
import { errorName, httpStatus } from './errors.ts';

/** A service that speaks JSON over HTTP, in one Region; `endpoint` is its address where it is not AWS's own. */
export type JsonService = {
  /** The name that requests are signed for. */
  readonly service: string;
  readonly region: string;
  readonly endpoint: string;
  /** Those that the SDK finds for the process if absent. */
  readonly credentials?: CredentialsProvider;
  /** The name before the operation's in the header that tells it, where the protocol is AWS's JSON 1.0 and not REST. */
  readonly target?: string;
  /** Limit of one attempt in milliseconds; 5,000 if absent. */
  readonly timeout?: number;
};

/** One POST with a JSON body; the first argument is the path, or the operation where there is a target. It answers with the parsed body, or throws an error as the SDK's clients do. */
export type SignedCall = (path: string, input: object) => Promise<unknown>;

/** Limit of one attempt in milliseconds, where nothing else is said. */
const TIMEOUT = 5_000;

/** Pauses before a call is tried again that was throttled, or failed on AWS's side, in milliseconds. */
const RETRIES = [300, 1_200];

/** An error as the SDK's clients throw it: AWS's code as its name, and the HTTP status. */
function failure(name: string, message: string, httpStatusCode: number): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });
}

function textIn(body: unknown, ...names: readonly string[]): string | null {
  if (typeof body !== 'object' || body === null) return null;
  const entry = Object.entries(body).find(([name, value]) => names.includes(name) && typeof value === 'string');
  return typeof entry?.[1] === 'string' ? entry[1] : null;
}

/** AWS's code stands in a header or in the body, at times with a namespace before it or an address after it. */
function errorFrom(answer: Response, body: unknown): Error {
  const given = answer.headers.get('x-amzn-errortype') ?? textIn(body, '__type', 'code') ?? `${answer.status}`;
  const name = given.replace(/:.*$/, '').replace(/^.*#/, '');
  return failure(name, textIn(body, 'message', 'Message') ?? '', answer.status);
}

function parse(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    return {};
  }
}

/** REST tells the operation by its path, JSON 1.0 by a header (Smithy, "AWS JSON 1.0 protocol"). */
function headersOf(operation: string, target: string | undefined): Readonly<Record<string, string>> {
  if (target === undefined) return { 'content-type': 'application/json' };
  return { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `${target}.${operation}` };
}

/**
 * Calls of a service that the SDK at hand has no client for, signed with Signature Version 4 and the credentials that every
 * client of the SDK finds (AWS General Reference, "Signing AWS API requests").
 */
export function signedCalls({
  service,
  region,
  endpoint,
  target,
  timeout = TIMEOUT,
  credentials: given,
}: JsonService): SignedCall {
  const { credentials: found, sha256 } = new CloudTrailClient({ region }).config;
  const credentials = given ?? found;
  const signer = new SignatureV4({ service, region, credentials, sha256 });
  const once = async (operation: string, body: string): Promise<unknown> => {
    const url = new URL(target === undefined ? operation : '/', endpoint);
    const headers = { host: url.host, ...headersOf(operation, target) };
    const { protocol, hostname, pathname } = url;
    const request = { method: 'POST', protocol, hostname, path: pathname, query: {}, headers, body };
    const signed = await signer.sign(request);
    const { host: _, ...sent } = signed.headers;
    const signal = AbortSignal.timeout(timeout);
    const answer = await fetch(url, { method: 'POST', headers: sent, body, signal });
    const said = parse(await answer.text());
    if (answer.ok) return said;
    throw errorFrom(answer, said);
  };
  return async (operation, input) => {
    const body = JSON.stringify(input);
    for (const pause of RETRIES) {
      try {
        return await once(operation, body);
      } catch (error) {
        if (!isWorthRetrying(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
    return once(operation, body);
  };
}

/** Services that speak JSON 1.0 answer with 400 what they throttle. */
function isWorthRetrying(error: unknown): boolean {
  const status = httpStatus(error);
  return status === 429 || status >= 500 || /Throttl/.test(errorName(error));
}
