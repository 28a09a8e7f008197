import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checks } from '../../shared/checks/index.ts';
import type { JsonObject } from '../../shared/policy/json.ts';
import { judge } from '../../shared/reconcile/judge.ts';
import { offlineObservation } from '../../shared/reconcile/observation.ts';
import { planRepairs } from '../../shared/reconcile/plan.ts';
import type { DocumentKind } from '../../shared/trail/document.ts';
import { KEY, trailWith } from './trails.ts';

const ORGANIZATION = 'o-exampleorgid';
const TRAIL = trailWith({
  ...{ name: 'aws-controltower-BaselineCloudTrail', organizationId: ORGANIZATION, sourceOrganizationId: ORGANIZATION },
  ...{ prefix: ORGANIZATION, kmsKeyArn: KEY, logFileValidation: true },
});
const BUCKET = 'arn:aws:s3:::example-logs';

/** Facts §4.1, by landing zone: what each writes for the bucket that the trail delivers to. */
function bucketPolicy(version: '3.0' | '3.3' | '4.0', paths: readonly string[]): JsonObject {
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
const KEY_POLICY: JsonObject = {
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

function judged(kind: DocumentKind, document: JsonObject, bucketKey: boolean | null) {
  const given = { [kind]: { state: 'present', value: JSON.stringify(document) } } as const;
  const judgement = judge(offlineObservation({ ...TRAIL, bucketKey }, given), checks, (_, mode) => mode);
  const broken = judgement.findings.filter(({ finding }) => finding.verdict === 'broken').map(({ check }) => check.id);
  return { delivers: judgement.delivers, broken, plan: planRepairs([judgement]) };
}

const NOTHING = { documents: [], actions: [], notRepairable: [] };

describe('what Control Tower writes is left alone', () => {
  for (const [version, paths] of [
    ['3.0', ['*']],
    ['3.3', ['*']],
    ['4.0', ['*']],
    ['4.0', [TRAIL.account, ORGANIZATION]],
  ] as const)
    it(`the bucket policy of landing zone ${version} for ${paths.join(' and ')}`, () => {
      const document = bucketPolicy(version, paths);
      // Before 3.3 nothing said for whom CloudTrail writes: that is advice.
      const broken = version === '3.0' ? ['bucket-policy-limits-source'] : [];
      assert.deepEqual(judged('bucket-policy', document, false), { delivers: true, broken, plan: NOTHING });
    });

  for (const bucketKey of [false, true, null])
    it(`the key policy (Bucket Key: ${bucketKey}); that DescribeKey is missing is advice`, () => {
      const broken = ['key-policy-allows-describe-and-decrypt'];
      assert.deepEqual(judged('key-policy', KEY_POLICY, bucketKey), { delivers: true, broken, plan: NOTHING });
    });
});
