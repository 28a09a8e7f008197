import type { Scenario } from './scenario.ts';
import { ACL_CHECK, KEY_DESCRIBE, KEY_ENCRYPT, KEY_OWNER, WRITE } from './statements.ts';

/** The same where the settings say that the key is to be enabled again. */
export const keyDisabledRestored: Scenario = {
  id: 'key-disabled-restored',
  title: 'a key disabled, by settings',
  given: {
    trail: 'single',
    statements: [ACL_CHECK, WRITE],
    key: [KEY_OWNER, KEY_ENCRYPT, KEY_DESCRIBE],
    modes: { 'key-is-usable': 'restore' },
  },
  actor: 'dana',
  break: { call: 'DisableKey' },
  expect: { word: 'restored', checks: ['key-is-usable'], delivers: true },
};
