import type { Scenario, StatementTemplate } from './scenario.ts';
import { ACL_CHECK, WRITE } from './statements.ts';

/** The statements of the trail that nobody guards. */
const OTHER: readonly StatementTemplate[] = [
  {
    ...ACL_CHECK,
    Sid: 'other trail, ACL',
    Condition: { StringEquals: { 'aws:SourceArn': '{secondTrailArn}' } },
  },
  {
    ...WRITE,
    Sid: 'other trail, files',
    Resource: 'arn:aws:s3:::{bucket}/second/AWSLogs/{account}/*',
    Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceArn': '{secondTrailArn}' } },
  },
];

/** Another trail of the account shares the bucket, and is dropped from the policy: it gets its statements back. */
export const otherTrailDropped: Scenario = {
  id: 'other-trail-dropped',
  title: 'another trail dropped',
  given: { trail: 'single', statements: [ACL_CHECK, WRITE, ...OTHER], secondTrail: true },
  actor: 'pipeline',
  break: { call: 'PutBucketPolicy', statements: [ACL_CHECK, WRITE] },
  expect: { word: 'restored', checks: ['bucket-policy-keeps-every-source'], delivers: true },
};
