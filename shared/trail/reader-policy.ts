import type { JsonObject } from '../policy/json.ts';
import { escapeLiteral } from '../policy/variables.ts';
import { accountOf, bucketArn } from './arn.ts';
import type { PeoplePolicy } from './people-policy.ts';
import { anyTrailOf, logsRoot } from './statements.ts';
import type { Trail } from './trail.ts';

const once = (values: readonly string[]): readonly string[] => [...new Set(values)];

/** The folders of a trail's files, as patterns of their keys: those of its account, and those of its organization. */
function folders(trail: Trail): readonly string[] {
  const owners = trail.organizationId === null ? [trail.account] : [trail.account, trail.organizationId];
  return owners.map((owner) => `${escapeLiteral(logsRoot(trail))}${owner}/*`);
}

/** The prefix condition of ListBucket means no other request, so the bucket's Region has a statement of its own. */
function reading(trails: readonly [Trail, ...Trail[]]): readonly JsonObject[] {
  const [{ partition, bucket }] = trails;
  const arn = bucketArn(partition, bucket);
  const keys = once(trails.flatMap(folders));
  return [
    {
      Sid: 'ReadCloudTrailLogFiles',
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: keys.map((key) => `${arn}/${key}`),
    },
    {
      Sid: 'ListCloudTrailLogFiles',
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: arn,
      Condition: { StringLike: { 's3:prefix': keys } },
    },
    { Sid: 'LocateCloudTrailBucket', Effect: 'Allow', Action: 's3:GetBucketLocation', Resource: arn },
  ];
}

/**
 * Decrypt for files of these accounts' trails: the encryption context names the trail (CloudTrail user guide, "Granting
 * decrypt permissions for trails"). With an S3 Bucket Key that is documented of the bucket's ARN alone, so nothing is asked.
 */
function decryption(trails: readonly Trail[]): readonly JsonObject[] {
  const encrypted = trails.filter(({ kmsKeyArn }) => kmsKeyArn !== null);
  if (encrypted.length === 0) return [];
  const isNamed = encrypted.every(({ bucketKey }) => bucketKey === false);
  const context = { 'kms:EncryptionContext:aws:cloudtrail:arn': once(encrypted.map(anyTrailOf)) };
  return [
    {
      Sid: 'DecryptCloudTrailLogFiles',
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Resource: once(encrypted.flatMap(({ kmsKeyArn }) => kmsKeyArn ?? [])),
      ...(isNamed ? { Condition: { StringLike: context } } : {}),
    },
  ];
}

function keyNotes(trails: readonly Trail[]): readonly string[] {
  const keys = once(trails.flatMap(({ kmsKeyArn }) => kmsKeyArn ?? []));
  const notes = keys.map(
    (key) =>
      `a reader in another account than ${accountOf(key)}, which owns the key ${key}, needs kms:Decrypt in the key policy too; in that account the key policy has to leave it to IAM policies, as the one that \`trailmend policy --document key\` prints does`,
  );
  if (keys.length === 0) return [];
  return [
    ...notes,
    trails.every(({ bucketKey }) => bucketKey === false)
      ? 'kms:Decrypt asks for the trail in the encryption context; where the bucket has an S3 Bucket Key, ask for the policy with --bucket-key'
      : 'with an S3 Bucket Key it is not documented that the encryption context names the trail, so kms:Decrypt has no condition on it',
  ];
}

/** What people need who read the log files of these trails; nothing of it writes. */
export function readerPolicy(trails: readonly [Trail, ...Trail[]]): PeoplePolicy {
  const [{ partition, bucket }] = trails;
  return {
    managedPolicies: [`arn:${partition}:iam::aws:policy/AWSCloudTrail_ReadOnlyAccess`],
    policy: { Version: '2012-10-17', Statement: [...reading(trails), ...decryption(trails)] },
    notes: [
      'AWSCloudTrail_ReadOnlyAccess shows trails, their status and the event history, and reads no log file: attach it beside this policy',
      `a reader in another account than the one that owns the bucket ${bucket} needs s3:GetObject, s3:ListBucket and s3:GetBucketLocation in the bucket policy too`,
      ...keyNotes(trails),
    ],
  };
}
