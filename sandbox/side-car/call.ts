import { header } from '../aws/exchange.ts';

/** An API call on its way to the engine, read as far as the side-car needs it. */
export type Call = {
  readonly method: string;
  /** As sent, with its query. */
  readonly path: string;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  readonly sourceAddress: string;
  readonly userAgent: string;
  readonly host: string;
  /** From the signature: `s3`, `kms`, … */
  readonly service: string;
  readonly region: string;
  readonly accessKeyId: string;
  /** The API operation of a JSON or form service; empty for REST. */
  readonly operation: string;
  /** What the body says, of a JSON or form service. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The query of the path, by name. */
  readonly query: ReadonlyMap<string, string>;
  /** The bucket and key of an S3 call, path style and virtual-hosted alike. */
  readonly bucket: string | null;
  readonly key: string | null;
};

/** What arrived at the side-car. */
export type Arrival = Pick<Call, 'method' | 'path' | 'rawHeaders' | 'body'> & { readonly remoteAddress: string };

const CREDENTIAL = /Credential=([^/,\s]+)\/[0-9]{8}\/([^/]+)\/([^/]+)\/aws4_request/;
const PRESIGNED = /^([^/]+)\/[0-9]{8}\/([^/]+)\/([^/]+)\/aws4_request$/;
const VIRTUAL_HOST = /^([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\.(?:s3[.-][^:]*|localhost)(?::[0-9]+)?$/;

function signer(rawHeaders: readonly string[], query: ReadonlyMap<string, string>): string[] {
  const signed = CREDENTIAL.exec(header(rawHeaders, 'authorization') ?? '');
  const presigned = PRESIGNED.exec(query.get('X-Amz-Credential') ?? '');
  return [...(signed ?? presigned ?? [])];
}

function readJson(body: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body.toString('utf8') || '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function readBody(rawHeaders: readonly string[], body: Buffer): Pick<Call, 'operation' | 'parameters'> {
  const target = header(rawHeaders, 'x-amz-target');
  if (target !== undefined) return { operation: target.split('.').at(-1) ?? '', parameters: readJson(body) };
  const type = header(rawHeaders, 'content-type') ?? '';
  if (!type.startsWith('application/x-www-form-urlencoded')) return { operation: '', parameters: {} };
  const parameters = Object.fromEntries(new URLSearchParams(body.toString('utf8')));
  return { operation: parameters['Action'] ?? '', parameters };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function readBucket(service: string, host: string, pathname: string): Pick<Call, 'bucket' | 'key'> {
  if (service !== 's3') return { bucket: null, key: null };
  const virtual = VIRTUAL_HOST.exec(host)?.[1];
  const parts = decoded(pathname).slice(1).split('/');
  const bucket = virtual ?? parts.shift() ?? '';
  const key = parts.join('/');
  return { bucket: bucket === '' ? null : bucket, key: key === '' ? null : key };
}

/** Reads a call from what arrived. */
export function readCall(arrival: Arrival): Call {
  const { method, path, rawHeaders, body, remoteAddress } = arrival;
  const url = new URL(`http://engine${path}`);
  const query = new Map(url.searchParams);
  const [, accessKeyId = '', region = 'us-east-1', service = ''] = signer(rawHeaders, query);
  const host = header(rawHeaders, 'host') ?? '';
  return {
    method,
    path,
    rawHeaders,
    body,
    sourceAddress: header(rawHeaders, 'x-forwarded-for') ?? remoteAddress,
    userAgent: header(rawHeaders, 'user-agent') ?? '',
    host,
    service,
    region,
    accessKeyId,
    query,
    ...readBody(rawHeaders, body),
    ...readBucket(service, host, url.pathname),
  };
}
