import type { Scenario } from './scenario.ts';
import { ACL_CHECK, WRITE } from './statements.ts';

/** Somebody deletes the whole policy. */
export const policyDeleted: Scenario = {
  id: 'policy-deleted',
  title: 'policy deleted',
  given: { trail: 'single', statements: [ACL_CHECK, WRITE] },
  actor: 'dana',
  break: { call: 'DeleteBucketPolicy' },
  expect: {
    word: 'restored',
    checks: ['bucket-policy-allows-acl-check', 'bucket-policy-allows-log-delivery'],
    delivers: true,
  },
};
