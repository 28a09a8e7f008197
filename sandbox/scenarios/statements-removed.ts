import type { Scenario } from './scenario.ts';
import { ACL_CHECK, AUDITORS_READ, TLS_ONLY, WRITE } from './statements.ts';

/** A pipeline applies a policy that knows nothing of CloudTrail. */
export const statementsRemoved: Scenario = {
  id: 'statements-removed',
  title: 'statements removed',
  given: { trail: 'single', statements: [TLS_ONLY, ACL_CHECK, WRITE, AUDITORS_READ], logFileValidation: true },
  actor: 'pipeline',
  break: { call: 'PutBucketPolicy', statements: [TLS_ONLY, AUDITORS_READ] },
  expect: {
    word: 'restored',
    checks: ['bucket-policy-allows-acl-check', 'bucket-policy-allows-log-delivery'],
    delivers: true,
  },
};
