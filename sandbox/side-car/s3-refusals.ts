import type { Caller } from '../aws/caller.ts';
import { header } from '../aws/exchange.ts';
import { bucketCall } from '../aws/s3.ts';
import { isOwner } from './bucket-owner.ts';
import type { Call } from './call.ts';
import { guardrailRefusal } from './guardrail.ts';
import type { Identity } from './identities.ts';
import { malformedPolicy } from './malformed-policy.ts';
import { namesMissingPrincipal } from './missing-principal.ts';
import type { Organization } from './organization.ts';
import type { Refusal } from './refuse.ts';

/** Whether the bucket may be the account's; one that nobody owns is left to the engine, which says so. */
async function mayOwn(engine: Caller, account: string, bucket: string): Promise<boolean> {
  if (await isOwner(engine, account, bucket)) return true;
  return (await bucketCall(engine, 'GET', bucket, 'location')).errorCode === 'NoSuchBucket';
}

async function refusePolicy(
  engine: Caller,
  organization: Organization,
  text: string,
  bucket: string,
): Promise<Refusal | null> {
  const malformed = (message: string) => ({ status: 400, code: 'MalformedPolicy', message });
  const wrong = malformedPolicy(text, bucket);
  if (wrong !== null) return malformed(wrong);
  return (await namesMissingPrincipal(engine, organization, JSON.parse(text)))
    ? malformed('Invalid principal in policy')
    : null;
}

/** What S3 would refuse and the engine would let pass. */
export async function s3Refusal(
  engine: Caller,
  organization: Organization,
  call: Call,
  who: Identity,
): Promise<Refusal | null> {
  if (call.bucket === null) return null;
  const expected = header(call.rawHeaders, 'x-amz-expected-bucket-owner');
  if (expected !== undefined && !(await mayOwn(engine, expected, call.bucket)))
    return { status: 403, code: 'AccessDenied', message: 'Access Denied' };
  const guarded = guardrailRefusal(organization, call, who);
  if (guarded !== null) return guarded;
  const isPolicyWrite = call.method === 'PUT' && call.key === null && call.query.has('policy');
  return isPolicyWrite ? refusePolicy(engine, organization, call.body.toString('utf8'), call.bucket) : null;
}
