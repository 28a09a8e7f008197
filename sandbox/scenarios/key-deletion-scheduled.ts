import type { Scenario } from './scenario.ts';
import { ACL_CHECK, KEY_DESCRIBE, KEY_ENCRYPT, KEY_OWNER, WRITE } from './statements.ts';

/** The key is scheduled for deletion; the deletion is taken back, and the settings say to enable the key again. */
export const keyDeletionScheduled: Scenario = {
  id: 'key-deletion-scheduled',
  title: 'key scheduled for deletion',
  given: {
    trail: 'single',
    statements: [ACL_CHECK, WRITE],
    key: [KEY_OWNER, KEY_ENCRYPT, KEY_DESCRIBE],
    modes: { 'key-is-usable': 'restore' },
  },
  actor: 'dana',
  break: { call: 'ScheduleKeyDeletion' },
  expect: { word: 'restored', checks: ['key-is-usable'], delivers: true, writes: 2 },
};
