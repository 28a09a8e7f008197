import type { Scenario } from './scenario.ts';
import { ACL_CHECK, KEY_DESCRIBE, KEY_ENCRYPT, KEY_OWNER, WRITE } from './statements.ts';

/** A key may be disabled on purpose: people are told, and nothing is enabled. */
export const keyDisabled: Scenario = {
  id: 'key-disabled',
  title: 'a key disabled',
  given: { trail: 'single', statements: [ACL_CHECK, WRITE], key: [KEY_OWNER, KEY_ENCRYPT, KEY_DESCRIBE] },
  actor: 'dana',
  break: { call: 'DisableKey' },
  expect: { word: 'explained', checks: ['key-is-usable'], delivers: true, error: 'KMS.DisabledException' },
};
