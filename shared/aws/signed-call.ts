import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { SignatureV4 } from '@smithy/signature-v4';
import type { CredentialsProvider } from './clients.ts';

/** A service that speaks JSON over HTTP, in one Region; `endpoint` is its address where it is not AWS's own. */
export type JsonService = {
  /** The name that requests are signed for. */
  readonly service: string;
  readonly region: string;
  readonly endpoint: string;
  /** Those that the SDK finds for the process if absent. */
  readonly credentials?: CredentialsProvider;
};

/** One POST with a JSON body; it answers with the parsed body, or throws an error as the SDK's clients do. */
export type SignedCall = (path: string, input: object) => Promise<unknown>;

/** Limit of one call in milliseconds. */
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

/**
 * Calls of a service that the SDK at hand has no client for, signed with Signature Version 4 and the credentials that every
 * client of the SDK finds (AWS General Reference, "Signing AWS API requests").
 */
export function signedCalls({ service, region, endpoint, credentials: given }: JsonService): SignedCall {
  const { credentials: found, sha256 } = new CloudTrailClient({ region }).config;
  const credentials = given ?? found;
  const signer = new SignatureV4({ service, region, credentials, sha256 });
  const once = async (path: string, body: string): Promise<unknown> => {
    const url = new URL(path, endpoint);
    const headers = { host: url.host, 'content-type': 'application/json' };
    const { protocol, hostname, pathname } = url;
    const request = { method: 'POST', protocol, hostname, path: pathname, query: {}, headers, body };
    const signed = await signer.sign(request);
    const { host: _, ...sent } = signed.headers;
    const signal = AbortSignal.timeout(TIMEOUT);
    const answer = await fetch(url, { method: 'POST', headers: sent, body, signal });
    const said = parse(await answer.text());
    if (answer.ok) return said;
    throw errorFrom(answer, said);
  };
  return async (path, input) => {
    const body = JSON.stringify(input);
    for (const pause of RETRIES) {
      try {
        return await once(path, body);
      } catch (error) {
        if (!isWorthRetrying(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
    return once(path, body);
  };
}

function isWorthRetrying(error: unknown): boolean {
  if (!(error instanceof Error) || !('$metadata' in error)) return false;
  const { $metadata: metadata } = error;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return false;
  return metadata.httpStatusCode === 429 || Number(metadata.httpStatusCode) >= 500;
}
