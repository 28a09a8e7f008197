import { randomUUID } from 'node:crypto';
import { type Caller, query, rest } from '../aws/caller.ts';
import { header, type WireAnswer } from '../aws/exchange.ts';
import { bucketCall } from '../aws/s3.ts';
import type { Call } from './call.ts';
import { malformedPolicy } from './malformed-policy.ts';
import { namedPrincipals } from './principal-syntax.ts';
import { escapeXml } from './xml.ts';

const IAM = '2010-05-08';

function refuse(status: number, code: string, message: string): WireAnswer {
  const body = Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${escapeXml(message)}</Message><RequestId>${randomUUID()}</RequestId><HostId>side-car</HostId></Error>`,
  );
  return { status, headers: ['content-type', 'application/xml', 'content-length', String(body.length)], body };
}

/** Whether the bucket is the account's; one that nobody owns is left to the engine, which says so. */
async function isOwner(engine: Caller, account: string, bucket: string): Promise<boolean> {
  const credentials = { ...engine.credentials, accessKeyId: account };
  const list = { service: 's3', method: 'GET', path: '/', query: { prefix: bucket } };
  const listed = await rest({ ...engine, credentials }, list);
  if (listed.text.includes(`<Name>${bucket}</Name>`)) return true;
  return (await bucketCall(engine, 'GET', bucket, 'location')).errorCode === 'NoSuchBucket';
}

/** A role or user of an account of the engine that does not exist. */
async function isMissing(engine: Caller, arn: string): Promise<boolean> {
  const [, account = '', kind = '', name = ''] =
    /^arn:[^:]+:iam::([0-9]{12}):(user|role)\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  if (account !== engine.credentials.accessKeyId) return false;
  const parameters = kind === 'user' ? { Action: 'GetUser', UserName: name } : { Action: 'GetRole', RoleName: name };
  return (await query(engine, 'iam', IAM, parameters)).errorCode === 'NoSuchEntity';
}

async function refusePolicy(engine: Caller, text: string, bucket: string): Promise<WireAnswer | null> {
  const wrong = malformedPolicy(text, bucket);
  if (wrong !== null) return refuse(400, 'MalformedPolicy', wrong);
  const missing = await Promise.all(namedPrincipals(JSON.parse(text)).map((arn) => isMissing(engine, arn)));
  return missing.includes(true) ? refuse(400, 'MalformedPolicy', 'Invalid principal in policy') : null;
}

/** What AWS would refuse and the engine would let pass, as the answer that AWS would give; null if it may pass. */
export async function refusalOf(engine: Caller, call: Call): Promise<WireAnswer | null> {
  if (call.service !== 's3' || call.bucket === null) return null;
  const expected = header(call.rawHeaders, 'x-amz-expected-bucket-owner');
  if (expected !== undefined && !(await isOwner(engine, expected, call.bucket)))
    return refuse(403, 'AccessDenied', 'Access Denied');
  const isPolicyWrite = call.method === 'PUT' && call.key === null && call.query.has('policy');
  return isPolicyWrite ? refusePolicy(engine, call.body.toString('utf8'), call.bucket) : null;
}
