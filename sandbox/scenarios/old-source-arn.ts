import type { Scenario, StatementTemplate } from './scenario.ts';
import { ACL_CHECK, WRITE } from './statements.ts';

const OLD = 'arn:aws:cloudtrail:{region}:{account}:trail/renamed-long-ago';

function forOldTrail(statement: StatementTemplate, more: StatementTemplate = {}): StatementTemplate {
  return { ...statement, Condition: { StringEquals: { ...more, 'aws:SourceArn': OLD } } };
}

/** The policy names a trail that is called otherwise by now (facts §9, 1). */
export const oldSourceArn: Scenario = {
  id: 'old-source-arn',
  title: 'old SourceArn',
  given: { trail: 'single', statements: [ACL_CHECK, WRITE] },
  actor: 'dana',
  break: {
    call: 'PutBucketPolicy',
    statements: [forOldTrail(ACL_CHECK), forOldTrail(WRITE, { 's3:x-amz-acl': 'bucket-owner-full-control' })],
  },
  expect: {
    word: 'restored',
    checks: ['bucket-policy-allows-acl-check', 'bucket-policy-allows-log-delivery'],
    delivers: true,
  },
};
