import { exchange, type WireAnswer } from './exchange.ts';
import { type Credentials, encode, sign } from './sign.ts';

/** Somebody who calls AWS: where, as whom, in which Region. */
export type Caller = {
  readonly port: number;
  readonly credentials: Credentials;
  readonly region: string;
  /** How the caller introduces itself; it is recorded in events. */
  readonly userAgent: string;
  /** Where the call seems to come from; this machine if absent. */
  readonly sourceAddress?: string;
};

/** An answer in text, and the error code where the call failed. */
export type Answer = {
  readonly status: number;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  readonly text: string;
  readonly body: Buffer;
  readonly errorCode: string | null;
};

type Call = {
  readonly service: string;
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
};

/** The error code of an answer of AWS, in XML or JSON. */
export function errorCodeOf(status: number, text: string): string | null {
  if (status < 400) return null;
  const inXml = /<Code>([^<]*)<\/Code>/.exec(text)?.[1];
  const inJson = /"(?:__type|code|Code)"\s*:\s*"(?:[^"]*#)?([^"]*)"/.exec(text)?.[1];
  return inXml ?? inJson ?? `Http${status}`;
}

function answerOf({ status, headers, body }: WireAnswer): Answer {
  const text = body.toString('utf8');
  return { status, headers, text, body, errorCode: errorCodeOf(status, text) };
}

async function send(caller: Caller, call: Call): Promise<Answer> {
  const body = call.body ?? '';
  const query = Object.entries(call.query ?? {}).map(([name, value]) => [encode(name), encode(value)] as const);
  const host = `127.0.0.1:${caller.port}`;
  const headers = sign(
    { ...call, query, body, region: caller.region, headers: { ...call.headers, host } },
    caller.credentials,
    new Date(),
  );
  const search = query.map(([name, value]) => (value === '' ? name : `${name}=${value}`)).join('&');
  const all = {
    ...headers,
    'user-agent': caller.userAgent,
    'content-length': String(Buffer.byteLength(body)),
    ...(caller.sourceAddress === undefined ? {} : { 'x-forwarded-for': caller.sourceAddress }),
  };
  const wire = await exchange({
    port: caller.port,
    method: call.method,
    path: search === '' ? call.path : `${call.path}?${search}`,
    headers: Object.entries(all).flat(),
    body: Buffer.from(body),
  });
  return answerOf(wire);
}

/** A REST call: S3 (path style) and Lambda. */
export function rest(caller: Caller, call: Call): Promise<Answer> {
  return send(caller, call);
}

/** A call of a service that speaks JSON: CloudTrail, EventBridge, SQS, KMS. */
export function json(caller: Caller, service: string, target: string, body: unknown): Promise<Answer> {
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target };
  return send(caller, { service, method: 'POST', path: '/', headers, body: JSON.stringify(body) });
}

/** A call of a service that speaks forms and XML: IAM, STS, SNS. */
export function query(
  caller: Caller,
  service: string,
  version: string,
  parameters: Readonly<Record<string, string>>,
): Promise<Answer> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams({ ...parameters, Version: version }).toString();
  return send(caller, { service, method: 'POST', path: '/', headers, body });
}

/** The same caller as the root of an account, in a Region: the same Region if none is named. */
export function inAccount(caller: Caller, account: string, region: string = caller.region): Caller {
  const credentials = { accessKeyId: account, secretAccessKey: caller.credentials.secretAccessKey };
  return { ...caller, credentials, region };
}

/** The same caller as the root of the account, and in the Region, of what an ARN names. */
export function asOwnerOf(caller: Caller, arn: string): Caller {
  const [, , , region = '', account = ''] = arn.split(':');
  return inAccount(caller, account, region === '' ? caller.region : region);
}

/** Throws what AWS said if the call failed, else returns the answer. */
export function succeeded(what: string, answer: Answer): Answer {
  if (answer.errorCode === null) return answer;
  throw new Error(`${what} failed: ${answer.errorCode}: ${answer.text.slice(0, 300)}`);
}
