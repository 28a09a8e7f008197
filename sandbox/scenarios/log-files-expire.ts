import type { Scenario } from './scenario.ts';
import { ACL_CHECK, WRITE } from './statements.ts';

/** Somebody lets everything in the bucket expire after a week; log files arrive as before. */
export const logFilesExpire: Scenario = {
  id: 'log-files-expire',
  title: 'log files that expire',
  given: { trail: 'single', statements: [ACL_CHECK, WRITE] },
  actor: 'dana',
  break: { call: 'PutBucketLifecycle' },
  expect: { word: 'explained', checks: ['bucket-keeps-log-files'], delivers: true, error: null },
};
