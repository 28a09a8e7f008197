import type { Call } from './call.ts';
import type { Identity } from './identities.ts';
import type { Refusal } from './refuse.ts';

/** The buckets that Control Tower's SCP guards, and the one role that it exempts (facts §4.4). */
const GUARDED = /^aws-controltower/;
const EXEMPT = /:(role|assumed-role)\/AWSControlTowerExecution(\/|$)/;

/**
 * The refusal of GRCTAUDITBUCKETPOLICYCHANGESPROHIBITED, the SCP by which Control Tower keeps everybody from the policies of its
 * buckets. The root of the account sets the stage, as if it did so before the SCP was attached.
 */
export async function guardrailRefusal(call: Call, whoCalls: () => Promise<Identity>): Promise<Refusal | null> {
  const { bucket, key, method, query } = call;
  const isPolicyWrite = key === null && query.has('policy') && (method === 'PUT' || method === 'DELETE');
  if (!isPolicyWrite || bucket === null || !GUARDED.test(bucket)) return null;
  const { userIdentity } = await whoCalls();
  const arn = String(userIdentity['arn']);
  if (userIdentity['type'] === 'Root' || EXEMPT.test(arn)) return null;
  const action = method === 'PUT' ? 's3:PutBucketPolicy' : 's3:DeleteBucketPolicy';
  const message = `User: ${arn} is not authorized to perform: ${action} on resource: "arn:aws:s3:::${bucket}" with an explicit deny in a service control policy`;
  return { status: 403, code: 'AccessDenied', message };
}
