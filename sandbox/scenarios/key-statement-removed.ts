import type { Scenario } from './scenario.ts';
import { ACL_CHECK, KEY_DESCRIBE, KEY_ENCRYPT, KEY_OWNER, WRITE } from './statements.ts';

/** Somebody tidies up the key policy, and CloudTrail can no longer encrypt. */
export const keyStatementRemoved: Scenario = {
  id: 'key-statement-removed',
  title: 'key statement removed',
  given: { trail: 'single', statements: [ACL_CHECK, WRITE], key: [KEY_OWNER, KEY_ENCRYPT, KEY_DESCRIBE] },
  actor: 'pipeline',
  break: { call: 'PutKeyPolicy', statements: [KEY_OWNER, KEY_DESCRIBE] },
  expect: { word: 'restored', checks: ['key-policy-allows-encryption'], delivers: true },
};
