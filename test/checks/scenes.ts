import type { JsonObject } from '../../shared/policy/json.ts';
import type { TrailSettings } from '../../shared/settings/settings.ts';
import { documented } from '../trail/documented.ts';
import { KEY, TOPIC, trailWith } from '../trail/trails.ts';
import { type Cloud, TOPIC_KEY } from './cloud.ts';

const TRAIL = trailWith({ organizationId: 'o-exampleorgid', kmsKeyArn: KEY, topicArn: TOPIC });
const CLOUDTRAIL = { Service: 'cloudtrail.amazonaws.com' };

const policyOf = (...Statement: readonly JsonObject[]): string => JSON.stringify({ Version: '2012-10-17', Statement });
const allow = (Action: string, parts: JsonObject = {}): JsonObject => ({
  ...{ Effect: 'Allow', Principal: CLOUDTRAIL, Action, Resource: '*' },
  ...parts,
});
const deny = (Action: string, parts: JsonObject = {}): JsonObject => allow(Action, { Effect: 'Deny', ...parts });

const BUCKET = ['acl-check', 'write', 'organization-write'] as const;
const bucketPolicy = BUCKET.map((name) => documented(TRAIL, name));
const OWNER = allow('kms:*', { Principal: { AWS: TRAIL.account } });
const keyPolicy = [...(['encrypt', 'describe', 'decrypt'] as const).map((name) => documented(TRAIL, name)), OWNER];
const PUBLISH = documented(TRAIL, 'publish');

/** Nobody outside of AWS knows whether the request has this key. */
const OPEN: JsonObject = { Condition: { StringEquals: { 'aws:ResourceOrgID': 'o-exampleorgid' } } };

/** What may be changed of a cloud in which all is well. */
type Change = {
  /** True of a trail that logs its own account alone. */
  readonly isSingle?: true;
  readonly trail?: Cloud['trail'];
  readonly status?: Cloud['status'];
  readonly bucket?: Partial<NonNullable<Cloud['bucket']>> | null;
  readonly key?: { readonly state?: string; readonly policy?: string } | null;
  readonly topic?: Partial<NonNullable<Cloud['topic']>> | null;
  readonly topicKeyPolicy?: string;
  /** Undefined: nobody ever set it. */
  readonly accountBlocksPublicPolicy?: boolean;
};

const LOGGING = {
  IsLogging: true,
  StartLoggingTime: new Date(1_790_000_000_000),
  LatestDeliveryTime: new Date(1_795_000_000_000),
};

const DESCRIBED = {
  S3BucketName: TRAIL.bucket,
  IsOrganizationTrail: true,
  KmsKeyId: KEY,
  SnsTopicARN: TOPIC,
  LogFileValidationEnabled: false,
  IsMultiRegionTrail: true,
  HasInsightSelectors: false,
};

function cloudWith(change: Change): Cloud {
  const { isSingle, trail, status, bucket, key, topic, topicKeyPolicy, accountBlocksPublicPolicy } = change;
  const facts = { isOurs: true, region: 'us-east-1', bucketKey: true, payer: 'BucketOwner' };
  const healthyBucket = { ...facts, policy: policyOf(...bucketPolicy) };
  const own = { state: 'Enabled', policy: policyOf(...keyPolicy), ...key };
  const ofTopic = { state: 'Enabled', policy: topicKeyPolicy ?? policyOf(allow('kms:*')) };
  return {
    trail: trail === undefined ? { ...DESCRIBED, IsOrganizationTrail: isSingle !== true } : trail,
    status: { ...LOGGING, ...status },
    bucket: bucket === null ? null : { ...healthyBucket, ...bucket },
    keys: { ...(key === null ? {} : { [KEY]: own }), [TOPIC_KEY]: ofTopic },
    ...(accountBlocksPublicPolicy === undefined ? {} : { accountBlocksPublicPolicy }),
    topic: topic === null ? null : { policy: policyOf(PUBLISH), kmsKeyId: TOPIC_KEY, ...topic },
  };
}

const FAILING = { LatestDeliveryError: 'AccessDenied' };
const UNPROVEN = { LatestDigestDeliveryError: 'AccessDenied' };
const VALIDATED = { ...DESCRIBED, LogFileValidationEnabled: true };
const DENIED = { LatestNotificationError: 'AuthorizationError' };
const without = (at: number): string => policyOf(...keyPolicy.toSpliced(at, 1));
const OPEN_DENY = deny('*', { Principal: '*', ...OPEN });

const PUBLIC = policyOf(...bucketPolicy, allow('s3:ListBucket', { Principal: '*' }));

const CHANGES: Readonly<Record<string, Change>> = {
  'all is well': {},
  'the trail is gone': { trail: null },
  'the trail has another bucket': { trail: { ...DESCRIBED, S3BucketName: 'foreign-logs' } },
  'the trail has neither key nor topic': { trail: { ...DESCRIBED, KmsKeyId: '', SnsTopicARN: '' } },
  'logging was stopped': { status: { IsLogging: false } },
  'logging was stopped, and the trail has another bucket': {
    status: { IsLogging: false },
    trail: { ...DESCRIBED, S3BucketName: 'foreign-logs' },
  },
  'CloudTrail fails, and nothing explains it': { status: FAILING },
  'CloudTrail fails for want of a bucket': { status: FAILING, bucket: null },
  'CloudTrail fails for want of a bucket policy': { status: FAILING, bucket: { policy: null } },
  'CloudTrail fails, for the key is disabled': { status: FAILING, key: { state: 'Disabled' } },
  'CloudTrail fails, for the key refuses': { status: FAILING, key: { policy: policyOf() } },
  'digests do not come, and nothing explains it': { trail: VALIDATED, status: UNPROVEN },
  'digests do not come for want of a bucket': { trail: VALIDATED, status: UNPROVEN, bucket: null },
  'digests do not come for want of a bucket policy': { trail: VALIDATED, status: UNPROVEN, bucket: { policy: null } },
  'digests do not come, for the bucket is Requester Pays': {
    ...{ trail: VALIDATED, status: UNPROVEN },
    bucket: { payer: 'Requester' },
  },
  'digests do not come, for the key is disabled': { trail: VALIDATED, status: UNPROVEN, key: { state: 'Disabled' } },
  'digests do not come, for the key refuses': { trail: VALIDATED, status: UNPROVEN, key: { policy: policyOf() } },
  'CloudTrail cannot write to the log group': {
    trail: { ...DESCRIBED, CloudWatchLogsLogGroupArn: 'arn:aws:logs:us-east-1:111122223333:log-group:trail:*' },
    status: { LatestCloudWatchLogsDeliveryError: 'AccessDenied' },
  },
  'CloudTrail cannot publish, and the topic explains it': { status: DENIED, topic: { policy: policyOf() } },
  'the bucket is gone': { bucket: null },
  'the bucket is foreign': { bucket: { isOurs: false } },
  'the bucket lies elsewhere': { bucket: { region: 'eu-west-1' } },
  'the bucket is Requester Pays': { bucket: { payer: 'Requester' } },
  'CloudTrail fails, for the bucket is Requester Pays': { status: FAILING, bucket: { payer: 'Requester' } },
  'log files expire after a week': {
    bucket: { rules: [{ ID: 'week', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 7 } }] },
  },
  'the ACL grants something to a group': {
    bucket: { grants: [{ Grantee: { URI: 'http://acs.amazonaws.com/groups/s3/LogDelivery' }, Permission: 'WRITE' }] },
  },
  'the bucket policy is public, which the bucket does not let it be': { bucket: { policy: PUBLIC } },
  'the bucket policy is public, which the account does not let it be': {
    bucket: { policy: PUBLIC, blocksPublicPolicy: false },
    accountBlocksPublicPolicy: true,
  },
  'the bucket has no policy': { bucket: { policy: null } },
  'the bucket policy names the accounts of former years': {
    bucket: { policy: policyOf(allow('s3:*', { Principal: { AWS: '086441151436' } })) },
  },
  'the bucket policy has a Deny': { bucket: { policy: policyOf(...bucketPolicy, deny('s3:*')) } },
  'the bucket policy is open': { bucket: { policy: policyOf(allow('s3:*', OPEN)) } },
  'the bucket policy of one account is open': { isSingle: true, bucket: { policy: policyOf(allow('s3:*', OPEN)) } },
  'a Deny of the bucket policy is open': { bucket: { policy: policyOf(...bucketPolicy, OPEN_DENY) } },
  'the key is gone': { key: null },
  'the key is disabled': { key: { state: 'Disabled' } },
  'the key is to be deleted': { key: { state: 'PendingDeletion' } },
  'the key does not encrypt': { key: { policy: without(0) } },
  'the key cannot be described': { key: { policy: without(1) } },
  'the key does not decrypt, with an S3 Bucket Key': { key: { policy: without(2) } },
  'the key encrypts for the bucket alone, with an S3 Bucket Key, and CloudTrail fails': {
    status: FAILING,
    key: {
      policy: policyOf(
        allow('kms:*', {
          Condition: { StringEquals: { 'kms:EncryptionContext:aws:s3:arn': `arn:aws:s3:::${TRAIL.bucket}` } },
        }),
      ),
    },
  },
  'the key policy has a Deny': { key: { policy: policyOf(...keyPolicy, deny('kms:*')) } },
  'the key policy denies Decrypt, with an S3 Bucket Key': {
    key: { policy: policyOf(...keyPolicy, deny('kms:Decrypt')) },
  },
  'the key policy is open': { key: { policy: policyOf(allow('kms:*', OPEN)) } },
  'the key policy is open, and CloudTrail fails': { key: { policy: policyOf(allow('kms:*', OPEN)) }, status: FAILING },
  'a Deny of the key policy is open': { key: { policy: policyOf(...keyPolicy, OPEN_DENY) } },
  'everybody may decrypt': { key: { policy: policyOf(...keyPolicy, allow('kms:Decrypt', { Principal: '*' })) } },
  'the topic is gone': { topic: null },
  'the topic refuses': { topic: { policy: policyOf() } },
  'the topic policy is open': { topic: { policy: policyOf(allow('SNS:Publish', OPEN)) } },
  'the topic policy is open, and CloudTrail cannot publish': {
    topic: { policy: policyOf(allow('SNS:Publish', OPEN)) },
    status: { ...LOGGING, LatestNotificationError: 'AuthorizationError' },
  },
  'the topic policy is open, and CloudTrail fails': {
    topic: { policy: policyOf(allow('SNS:Publish', OPEN)) },
    status: FAILING,
  },
  'the key of the topic refuses': { topicKeyPolicy: policyOf() },
};

/** The settings entry of the trail that the clouds are about. */
const GUARDED: TrailSettings = {
  trailArn: TRAIL.arn,
  bucket: TRAIL.bucket,
  organizationId: 'o-exampleorgid',
  kmsKeyArn: KEY,
  topicArn: TOPIC,
  topicKmsKeyArn: TOPIC_KEY,
};

/** What a run finds: the settings of a trail, and AWS. */
export type Scene = { readonly guarded: TrailSettings; readonly cloud: Cloud };

function sceneOf(change: Change): Scene {
  const { organizationId: _, ...single } = GUARDED;
  return { guarded: change.isSingle === true ? single : GUARDED, cloud: cloudWith(change) };
}

/** Scenes in which each check is healthy, broken or in doubt. */
export const scenes: readonly Scene[] = Object.values(CHANGES).map(sceneOf);
