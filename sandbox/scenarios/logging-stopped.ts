import type { Scenario } from './scenario.ts';
import { ACL_CHECK, WRITE } from './statements.ts';

/** Somebody stops the trail; the policy is as it should be. */
export const loggingStopped: Scenario = {
  id: 'logging-stopped',
  title: 'StopLogging',
  given: { trail: 'single', statements: [ACL_CHECK, WRITE] },
  actor: 'dana',
  break: { call: 'StopLogging' },
  expect: { word: 'restored', checks: ['trail-is-logging'], delivers: true },
};
