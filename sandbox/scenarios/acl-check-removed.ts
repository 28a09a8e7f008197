import type { Scenario } from './scenario.ts';
import { ACL_CHECK, TLS_ONLY, WRITE } from './statements.ts';

/** The right to look at the bucket's ACL is taken for superfluous. */
export const aclCheckRemoved: Scenario = {
  id: 'acl-check-removed',
  title: 'ACL check removed',
  given: { trail: 'single', statements: [TLS_ONLY, ACL_CHECK, WRITE] },
  actor: 'dana',
  break: { call: 'PutBucketPolicy', statements: [TLS_ONLY, WRITE] },
  expect: { word: 'restored', checks: ['bucket-policy-allows-acl-check'], delivers: true },
};
