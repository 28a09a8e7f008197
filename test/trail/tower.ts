import type { JsonObject } from '../../shared/policy/json.ts';
import type { TowerBucket } from '../../shared/trail/tower-addition.ts';
import type { GuardedTowerBucket } from '../../shared/trail/tower-request.ts';
import { KEY, trailWith } from './trails.ts';

const ORGANIZATION = 'o-exampleorgid';
/** Control Tower's own trail. */
export const TRAIL = trailWith({
  ...{ name: 'aws-controltower-BaselineCloudTrail', organizationId: ORGANIZATION, sourceOrganizationId: ORGANIZATION },
  ...{ prefix: ORGANIZATION, kmsKeyArn: KEY, logFileValidation: true },
});
const BUCKET = 'arn:aws:s3:::example-logs';

/** Facts §4.1, by landing zone: what each writes for the bucket that the trail delivers to. */
export function bucketPolicy(version: '3.0' | '3.3' | '4.0', paths: readonly string[]): JsonObject {
  const services = version === '4.0' ? ['cloudtrail'] : ['cloudtrail', 'config'];
  const Principal = { Service: services.map((service) => `${service}.amazonaws.com`) };
  const Condition = version === '3.0' ? {} : { Condition: { StringEquals: { 'aws:SourceOrgID': ORGANIZATION } } };
  return {
    Version: '2012-10-17',
    Statement: [
      {
        ...{ Sid: 'AllowSSLRequestsOnly', Effect: 'Deny', Principal: '*', Action: 's3:*' },
        ...{ Resource: [BUCKET, `${BUCKET}/*`], Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      },
      { Sid: 'AWSBucketPermissionsCheck', Effect: 'Allow', Principal, Action: 's3:GetBucketAcl', Resource: BUCKET },
      { Sid: 'AWSConfigBucketExistenceCheck', Effect: 'Allow', Principal, Action: 's3:ListBucket', Resource: BUCKET },
      {
        ...{ Sid: 'AWSBucketDeliveryForOrganizationTrail', Effect: 'Allow', Action: 's3:PutObject' },
        ...{ Principal: { Service: 'cloudtrail.amazonaws.com' } },
        ...{ Resource: paths.map((path) => `${BUCKET}/${ORGANIZATION}/AWSLogs/${path}/*`), ...Condition },
      },
    ],
  };
}

/** Facts §4.3: no DescribeKey, and Decrypt under both conditions. */
export const KEY_POLICY: JsonObject = {
  Version: '2012-10-17',
  Statement: [
    {
      ...{ Sid: 'Enable IAM User Permissions', Effect: 'Allow', Action: 'kms:*', Resource: '*' },
      ...{ Principal: { AWS: 'arn:aws:iam::111122223333:root' } },
    },
    {
      ...{ Sid: 'Allow CloudTrail to use KMS for encryption', Effect: 'Allow', Resource: KEY },
      ...{ Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: ['kms:GenerateDataKey*', 'kms:Decrypt'] },
      Condition: {
        StringEquals: { 'aws:SourceArn': TRAIL.arn },
        StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'arn:aws:cloudtrail:*:111122223333:trail/*' },
      },
    },
  ],
};

/** The organization of the bucket below. */
export const TOWER = ORGANIZATION;

/** Control Tower's own trail, with a bucket of Control Tower's. */
export const TOWER_TRAIL = trailWith({ ...TRAIL, bucket: 'aws-controltower-logs-444455556666-us-east-1' });

/** Its bucket, which a trail of a member account delivers to as well. */
export const TOWER_BUCKET: TowerBucket = {
  ...{ partition: 'aws', bucket: TOWER_TRAIL.bucket, organizationId: ORGANIZATION },
  trails: [TOWER_TRAIL, trailWith({ account: '222233334444', prefix: 'audit', bucket: TOWER_TRAIL.bucket })],
};

/** The same, as the settings let it be written from the management account. */
export const GUARDED_TOWER_BUCKET: GuardedTowerBucket = {
  ...TOWER_BUCKET,
  owner: '444455556666',
  roles: ['arn:aws:iam::444455556666:role/AWSControlTowerExecution'],
};
