import type { Scenario } from './scenario.ts';
import { ACL_CHECK, WRITE } from './statements.ts';

const CLOUDTRAIL = { Service: ['cloudtrail.amazonaws.com'] };

/** The policy is rewritten in the form that Control Tower uses: other words, the same meaning, nothing to do. */
export const healthyInAnotherForm: Scenario = {
  id: 'healthy-in-another-form',
  title: 'healthy in another form',
  given: { trail: 'single', statements: [ACL_CHECK, WRITE] },
  actor: 'pipeline',
  break: {
    call: 'PutBucketPolicy',
    statements: [
      {
        Sid: 'AWSBucketPermissionsCheck',
        Effect: 'Allow',
        Principal: CLOUDTRAIL,
        Action: 's3:GetBucketAcl',
        Resource: 'arn:aws:s3:::{bucket}',
      },
      {
        Sid: 'AWSBucketDelivery',
        Effect: 'Allow',
        Principal: CLOUDTRAIL,
        Action: 's3:PutObject',
        Resource: 'arn:aws:s3:::{bucket}/AWSLogs/*/*',
        Condition: { StringEquals: { 'aws:SourceOrgID': '{organization}' } },
      },
    ],
  },
  expect: { word: 'explained', checks: [], delivers: true },
};
