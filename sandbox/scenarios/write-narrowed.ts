import type { Scenario } from './scenario.ts';
import { ACL_CHECK, WRITE } from './statements.ts';

/** The Write statement is left with the folder of one year, which is over. */
export const writeNarrowed: Scenario = {
  id: 'write-narrowed',
  title: 'write narrowed',
  given: { trail: 'single', statements: [ACL_CHECK, WRITE] },
  actor: 'dana',
  break: {
    call: 'PutBucketPolicy',
    statements: [
      ACL_CHECK,
      { ...WRITE, Resource: 'arn:aws:s3:::{bucket}/AWSLogs/{account}/CloudTrail/{region}/2024/*' },
    ],
  },
  expect: { word: 'restored', checks: ['bucket-policy-allows-log-delivery'], delivers: true },
};
