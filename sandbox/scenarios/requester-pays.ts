import type { Scenario } from './scenario.ts';
import { ACL_CHECK, WRITE } from './statements.ts';

/** Somebody lets those who read the bucket pay for it, and so keeps CloudTrail out; the policy is as it should be. */
export const requesterPays: Scenario = {
  id: 'requester-pays',
  title: 'Requester Pays',
  given: { trail: 'single', statements: [ACL_CHECK, WRITE] },
  actor: 'dana',
  break: { call: 'PutBucketRequestPayment' },
  expect: { word: 'restored', checks: ['bucket-is-not-requester-pays'], delivers: true },
};
