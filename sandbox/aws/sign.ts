import { createHash, createHmac } from 'node:crypto';

/** Keys as AWS gives them out; the engine takes an account's number as the key of its root. */
export type Credentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
};

/** What is signed: Signature Version 4, all headers given. */
export type Signable = {
  readonly method: string;
  readonly path: string;
  /** Already encoded, by name. */
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  readonly service: string;
  readonly region: string;
};

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: string | Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}

/** Percent-encoding as Signature Version 4 wants it: everything but letters, digits and `-._~`. */
export function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The headers to send, with date, content hash and signature. */
export function sign(signable: Signable, credentials: Credentials, now: Date): Record<string, string> {
  const stamp = `${now.toISOString().replaceAll(/[-:]/g, '').slice(0, 15)}Z`;
  const scope = `${stamp.slice(0, 8)}/${signable.region}/${signable.service}/aws4_request`;
  const headers: Record<string, string> = {
    ...signable.headers,
    'x-amz-date': stamp,
    'x-amz-content-sha256': sha256(signable.body),
    ...(credentials.sessionToken === undefined ? {} : { 'x-amz-security-token': credentials.sessionToken }),
  };
  const names = Object.keys(headers).sort();
  const query = signable.query.map(([name, value]) => `${name}=${value}`).sort();
  const canonical = [
    signable.method,
    signable.path,
    query.join('&'),
    ...names.map((name) => `${name}:${headers[name]?.trim()}`),
    '',
    names.join(';'),
    sha256(signable.body),
  ].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', stamp, scope, sha256(canonical)].join('\n');
  const key = [signable.region, signable.service, 'aws4_request'].reduce<Buffer>(
    hmac,
    hmac(`AWS4${credentials.secretAccessKey}`, stamp.slice(0, 8)),
  );
  const signature = createHmac('sha256', key).update(toSign).digest('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return { ...headers, authorization };
}
