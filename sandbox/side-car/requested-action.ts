import type { Call } from './call.ts';
import { keyArnOf } from './kms-writes.ts';
import { s3Write } from './s3-writes.ts';

/** What a call asks for, in the words of IAM: the action, and on which resource. */
export type RequestedAction = { readonly action: string; readonly resource: string };

/** Where IAM has another name for a call on a bucket than CloudTrail. */
const S3_ACTIONS: Readonly<Record<string, string>> = {
  PutBucketLifecycle: 's3:PutLifecycleConfiguration',
  DeleteBucketLifecycle: 's3:PutLifecycleConfiguration',
  PutBucketEncryption: 's3:PutEncryptionConfiguration',
  DeleteBucketEncryption: 's3:PutEncryptionConfiguration',
  PutBucketReplication: 's3:PutReplicationConfiguration',
  DeleteBucketReplication: 's3:PutReplicationConfiguration',
  DeleteBucketPublicAccessBlock: 's3:PutBucketPublicAccessBlock',
  DeleteBucketOwnershipControls: 's3:PutBucketOwnershipControls',
};

const OBJECT_ACTIONS: Readonly<Record<string, string>> = {
  GET: 's3:GetObject',
  HEAD: 's3:GetObject',
  PUT: 's3:PutObject',
  DELETE: 's3:DeleteObject',
};

/** Of the reads of a bucket the policy alone is told apart. */
function s3Action(call: Call, account: string): RequestedAction | null {
  const { bucket, key, method } = call;
  if (bucket === null) return null;
  const resource = `arn:aws:s3:::${bucket}`;
  if (key !== null) return { action: OBJECT_ACTIONS[method] ?? 's3:PutObject', resource: `${resource}/${key}` };
  const write = s3Write(call, account);
  if (write !== null) return { action: S3_ACTIONS[write.eventName] ?? `s3:${write.eventName}`, resource };
  return call.query.has('policy') ? { action: 's3:GetBucketPolicy', resource } : null;
}

/** The ARN that a call names: of a key, topic, trail or role. */
function namedArn(call: Call, account: string): string {
  const { service, region, parameters } = call;
  const { TopicArn: topic, RoleArn: role, Name: name } = parameters;
  if (service === 'kms') return keyArnOf(call, account) ?? '*';
  if (service === 'sns' && typeof topic === 'string') return topic;
  if (service === 'sts' && typeof role === 'string') return role;
  if (service !== 'cloudtrail' || typeof name !== 'string') return '*';
  return name.startsWith('arn:') ? name : `arn:aws:cloudtrail:${region}:${account}:trail/${name}`;
}

/** Reads from a call what IAM is asked, or null where that cannot be told. */
export function requestedAction(call: Call, account: string): RequestedAction | null {
  if (call.service === 's3') return s3Action(call, account);
  return call.operation === ''
    ? null
    : { action: `${call.service}:${call.operation}`, resource: namedArn(call, account) };
}
