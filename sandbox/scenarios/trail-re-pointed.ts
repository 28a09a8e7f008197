import type { Scenario } from './scenario.ts';
import { ACL_CHECK, WRITE } from './statements.ts';

/** The trail is pointed to a bucket that nobody guards: it delivers there, and no policy is written. */
export const trailRePointed: Scenario = {
  id: 'trail-re-pointed',
  title: 'trail pointed elsewhere',
  given: { trail: 'single', statements: [ACL_CHECK, WRITE] },
  actor: 'dana',
  break: { call: 'UpdateTrail' },
  expect: { word: 'explained', checks: ['trail-settings-are-expected'], delivers: true, error: null },
};
