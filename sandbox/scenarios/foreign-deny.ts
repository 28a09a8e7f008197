import type { Scenario } from './scenario.ts';
import { ACL_CHECK, WRITE } from './statements.ts';

/** A data perimeter that forgets AWS's own services: a person's decision, which is explained and left alone. */
export const foreignDeny: Scenario = {
  id: 'foreign-deny',
  title: 'a foreign Deny',
  given: { trail: 'single', statements: [ACL_CHECK, WRITE] },
  actor: 'dana',
  break: {
    call: 'PutBucketPolicy',
    statements: [
      ACL_CHECK,
      WRITE,
      {
        Sid: 'OurOrganizationOnly',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:PutObject',
        Resource: 'arn:aws:s3:::{bucket}/*',
        Condition: { StringNotEquals: { 'aws:PrincipalOrgID': '{organization}' } },
      },
    ],
  },
  expect: { word: 'explained', checks: ['bucket-policy-has-no-blocking-deny'], delivers: false },
};
