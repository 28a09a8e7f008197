import type { Scenario } from './scenario.ts';
import { ACL_CHECK, TOPIC_OWNER, TOPIC_PUBLISH, WRITE } from './statements.ts';

/** Log files go on arriving, and nobody is told of them. */
export const topicStatementRemoved: Scenario = {
  id: 'topic-statement-removed',
  title: 'topic statement removed',
  given: { trail: 'single', statements: [ACL_CHECK, WRITE], topic: [TOPIC_OWNER, TOPIC_PUBLISH] },
  actor: 'pipeline',
  break: { call: 'SetTopicAttributes', statements: [TOPIC_OWNER] },
  expect: { word: 'restored', checks: ['topic-policy-allows-publish'], delivers: true },
};
