import type { Scenario } from './scenario.ts';
import { ACL_CHECK, AUDITORS_READ, WRITE } from './statements.ts';

/** The trail's own Write statement is made a Deny: the one Deny that is taken back. */
export const effectFlipped: Scenario = {
  id: 'effect-flipped',
  title: 'Effect flipped',
  given: { trail: 'single', statements: [ACL_CHECK, WRITE, AUDITORS_READ] },
  actor: 'dana',
  break: { call: 'PutBucketPolicy', statements: [ACL_CHECK, { ...WRITE, Effect: 'Deny' }, AUDITORS_READ] },
  expect: {
    word: 'restored',
    checks: ['bucket-policy-allows-log-delivery', 'bucket-policy-has-no-blocking-deny'],
    delivers: true,
    flippedBack: 1,
  },
};
