import type { Scenario } from './scenario.ts';
import { ACL_CHECK, ORGANIZATION_WRITE, WRITE } from './statements.ts';

/** An organization trail is left with the statements of a trail for one account (facts §9, 2). */
export const organizationStatementRemoved: Scenario = {
  id: 'organization-statement-removed',
  title: 'organization statement removed',
  given: { trail: 'organization', statements: [ACL_CHECK, WRITE, ORGANIZATION_WRITE] },
  actor: 'pipeline',
  break: { call: 'PutBucketPolicy', statements: [ACL_CHECK, WRITE] },
  expect: { word: 'restored', checks: ['bucket-policy-allows-organization-delivery'], delivers: true },
};
