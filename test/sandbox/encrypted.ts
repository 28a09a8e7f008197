import type { Scenario } from '../../sandbox/scenarios/scenario.ts';
import {
  ACL_CHECK,
  KEY_DESCRIBE,
  KEY_ENCRYPT,
  KEY_OWNER,
  TOPIC_PUBLISH,
  WRITE,
} from '../../sandbox/scenarios/statements.ts';

/** A healthy trail with a key and a topic; what breaks it is up to each test. */
export const ENCRYPTED: Scenario = {
  id: 'encrypted',
  title: 'encrypted, with a topic',
  given: {
    trail: 'single',
    statements: [ACL_CHECK, WRITE],
    key: [KEY_OWNER, KEY_ENCRYPT, KEY_DESCRIBE],
    topic: [TOPIC_PUBLISH],
    logFileValidation: true,
  },
  actor: 'dana',
  break: { call: 'DisableKey' },
  expect: { word: 'explained', checks: [], delivers: true, error: 'KMS.DisabledException' },
};
