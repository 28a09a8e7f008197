import type { JsonObject } from '../../shared/policy/json.ts';
import { documented } from '../trail/documented.ts';
import { KEY, TOPIC, trailWith } from '../trail/trails.ts';
import { type Cloud, GUARDED_ARN } from './cloud.ts';

/** The trail that the scenes are about. */
export const TRAIL = trailWith({ organizationId: 'o-exampleorgid', kmsKeyArn: KEY, topicArn: TOPIC });
const CLOUDTRAIL = { Service: 'cloudtrail.amazonaws.com' };

/** A policy of these statements, as text. */
export const policyOf = (...Statement: readonly JsonObject[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement });
/** An Allow for CloudTrail. */
export const allow = (Action: string, parts: JsonObject = {}): JsonObject => ({
  ...{ Effect: 'Allow', Principal: CLOUDTRAIL, Action, Resource: '*' },
  ...parts,
});
/** The same as a Deny. */
export const deny = (Action: string, parts: JsonObject = {}): JsonObject => allow(Action, { Effect: 'Deny', ...parts });

const BUCKET = ['acl-check', 'write', 'organization-write'] as const;
/** The bucket's policy as AWS documents it. */
export const bucketPolicy = BUCKET.map((name) => documented(TRAIL, name));
/** The same of the key. */
export const keyPolicy = (['encrypt', 'describe', 'decrypt'] as const).map((name) => documented(TRAIL, name));
/** The same of the topic. */
export const PUBLISH = documented(TRAIL, 'publish');

/** Nobody outside of AWS knows whether the request has this key. */
const OPEN: JsonObject = { Condition: { StringEquals: { 'aws:ResourceOrgID': 'o-exampleorgid' } } };

/** What may be changed of a cloud in which all is well. */
export type Change = {
  /** True of a trail that logs its own account alone. */
  readonly isSingle?: true;
  /** A trail of Control Tower, whose landing zone has drifted. */
  readonly isTowers?: true;
  /** The home Region of the trail. */
  readonly home?: string;
  readonly regions?: Cloud['regions'];
  readonly elsewhere?: Cloud['elsewhere'];
  readonly members?: Cloud['members'];
  readonly trail?: Cloud['trail'];
  readonly status?: Cloud['status'];
  readonly bucket?: Partial<NonNullable<Cloud['bucket']>> | null;
  readonly key?: { readonly state?: string; readonly policy?: string } | null;
  readonly topic?: Partial<NonNullable<Cloud['topic']>> | null;
  readonly topicKeyPolicy?: string;
  readonly organization?: Partial<Cloud['organization']>;
  /** The account that owns the bucket, where it is not the management account. */
  readonly bucketOwner?: string;
  /** Undefined: nobody ever set it. */
  readonly accountBlocksPublicPolicy?: boolean;
} & Pick<Cloud, 'selectors' | 'others' | 'folders'>;

/** The status of a trail that logs. */
export const LOGGING = {
  IsLogging: true,
  StartLoggingTime: new Date(1_790_000_000_000),
  LatestDeliveryTime: new Date(1_795_000_000_000),
};

/** The trail as CloudTrail describes it. */
export const DESCRIBED = {
  S3BucketName: TRAIL.bucket,
  IsOrganizationTrail: true,
  KmsKeyId: KEY,
  SnsTopicARN: TOPIC,
  LogFileValidationEnabled: false,
  IsMultiRegionTrail: true,
  HasInsightSelectors: false,
};

/** A landing zone that has drifted. */
export const DRIFTED = {
  version: '4.0',
  latestAvailableVersion: '4.0',
  status: 'ACTIVE',
  driftStatus: { status: 'DRIFTED' },
};
const FAILING = { LatestDeliveryError: 'AccessDenied' };
const UNPROVEN = { LatestDigestDeliveryError: 'AccessDenied' };
const VALIDATED = { ...DESCRIBED, LogFileValidationEnabled: true };
const DENIED = { LatestNotificationError: 'AuthorizationError' };
const without = (at: number): string => policyOf(...keyPolicy.toSpliced(at, 1));
const LOG_ARCHIVE = '444455556666';
/** Whether the bucket has a tag, a policy does not tell. */
const OPEN_TO_TAGS = deny('s3:*', {
  ...{ Principal: '*' },
  Condition: { StringNotEqualsIfExists: { 'aws:ResourceTag/perimeter': 'off' } },
});
/** A Deny of which nobody knows whether it is about CloudTrail. */
export const OPEN_DENY = deny('*', { Principal: '*', ...OPEN });

/** A Region that opened after this was written: only AWS can tell that the account has it. */
const NEW_REGION = { regions: ['us-east-1', 'ap-south-9'] };

const LOG_GROUP = 'arn:aws:logs:us-east-1:111122223333:log-group:trail:*';

const BARE = { ...DESCRIBED, KmsKeyId: '', SnsTopicARN: '' };
const READ_ONLY = { EventSelectors: [{ ReadWriteType: 'ReadOnly', IncludeManagementEvents: true }] };
const EVERYTHING = { EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }] };
/** Another trail of the account, which delivers to a bucket of its own. */
const OTHER_ARN = GUARDED_ARN.replace('/example', '/other');
const ELSEWHERE = {
  trail: { ...DESCRIBED, S3BucketName: 'other-logs', IsOrganizationTrail: false },
  status: LOGGING,
  selectors: EVERYTHING,
};

const BESIDE = { ...ELSEWHERE, trail: { ...ELSEWHERE.trail, S3BucketName: TRAIL.bucket } };

const PUBLIC = policyOf(...bucketPolicy, allow('s3:ListBucket', { Principal: '*' }));

/** What is otherwise than all well, by what it is. */
export const CHANGES: Readonly<Record<string, Change>> = {
  'all is well': {},
  'the landing zone has drifted': { isTowers: true },
  'the trail is gone': { trail: null },
  'the trail has another bucket': { trail: { ...DESCRIBED, S3BucketName: 'foreign-logs' } },
  'the trail has neither key nor topic': { trail: BARE },
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
  'CloudTrail fails in a Region that opened since': { ...NEW_REGION, elsewhere: { 'ap-south-9': FAILING } },
  'digests do not come in a Region that opened since': {
    ...NEW_REGION,
    trail: VALIDATED,
    status: { LatestDigestDeliveryTime: new Date(1_795_260_600_000) },
    elsewhere: { 'ap-south-9': UNPROVEN },
  },
  'CloudTrail cannot publish in a Region that opened since': { ...NEW_REGION, elsewhere: { 'ap-south-9': DENIED } },
  'CloudTrail cannot write to the log group in a Region that opened since': {
    ...NEW_REGION,
    trail: { ...DESCRIBED, CloudWatchLogsLogGroupArn: LOG_GROUP },
    elsewhere: { 'ap-south-9': { LatestCloudWatchLogsDeliveryError: 'AccessDenied' } },
  },
  'the home Region is an opt-in Region, which a member account has not enabled': {
    home: 'ap-east-1',
    regions: ['ap-east-1'],
    members: { '444455556666': true, '777788889999': false },
  },
  'CloudTrail cannot write to the log group': {
    trail: { ...DESCRIBED, CloudWatchLogsLogGroupArn: LOG_GROUP },
    status: { LatestCloudWatchLogsDeliveryError: 'AccessDenied' },
  },
  'CloudTrail cannot publish, and the topic explains it': { status: DENIED, topic: { policy: policyOf() } },
  'the trail records what is read alone': { selectors: READ_ONLY },
  'another trail records what the trail leaves out': { selectors: READ_ONLY, others: { [OTHER_ARN]: ELSEWHERE } },
  'another trail of the account delivers into the bucket, and may not': { others: { [OTHER_ARN]: BESIDE } },
  'the trail is gone, and another one has its bucket': { trail: null, others: { [OTHER_ARN]: BESIDE } },
  'a folder of another account is there': { folders: ['AWSLogs/222233334444/'] },
  'the bucket is gone': { bucket: null },
  'the bucket is gone, of a trail with neither key nor topic': { trail: BARE, bucket: null },
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
  'the bucket policy names the accounts of every Region that the account has': {
    isSingle: true,
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
  'the organization does not trust CloudTrail': { organization: { services: [] } },
  'CloudTrail has no role in the organization': { organization: { hasRole: false } },
  'a resource control policy denies CloudTrail': {
    bucketOwner: LOG_ARCHIVE,
    organization: { policies: [policyOf(deny('s3:*', { Principal: '*' }))] },
  },
  'a resource control policy may deny CloudTrail, which delivers': {
    bucketOwner: LOG_ARCHIVE,
    status: { LatestDeliveryTime: new Date(1_795_262_000_000) },
    organization: { policies: [policyOf(OPEN_TO_TAGS)] },
  },
  'the trail is none of its organization any more, and a resource control policy denies CloudTrail': {
    bucketOwner: LOG_ARCHIVE,
    trail: { ...DESCRIBED, IsOrganizationTrail: false },
    organization: { services: [], policies: [policyOf(deny('s3:*', { Principal: '*' }))] },
  },
};
