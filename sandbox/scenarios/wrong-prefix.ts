import type { Scenario } from './scenario.ts';
import { ACL_CHECK, WRITE } from './statements.ts';

/** The policy is written for another key prefix than the trail has. */
export const wrongPrefix: Scenario = {
  id: 'wrong-prefix',
  title: 'wrong prefix',
  given: { trail: 'prefixed', statements: [ACL_CHECK, WRITE] },
  actor: 'pipeline',
  break: {
    call: 'PutBucketPolicy',
    statements: [ACL_CHECK, { ...WRITE, Resource: 'arn:aws:s3:::{bucket}/cloudtrail/AWSLogs/{account}/*' }],
  },
  expect: { word: 'restored', checks: ['bucket-policy-allows-log-delivery'], delivers: true },
};
