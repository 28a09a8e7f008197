import type { Scenario } from '../../sandbox/scenarios/scenario.ts';
import {
  ACL_CHECK,
  KEY_DESCRIBE,
  KEY_ENCRYPT,
  KEY_OWNER,
  TOPIC_OWNER,
  TOPIC_PUBLISH,
  WRITE,
} from '../../sandbox/scenarios/statements.ts';
import type { Stage } from '../../sandbox/stage/stage.ts';

const scenario = (id: string, broken: Scenario['break'], given: Partial<Scenario['given']> = {}): Scenario => ({
  ...{ id, title: id, actor: 'dana', break: broken },
  given: { trail: 'single', statements: [ACL_CHECK, WRITE], ...given },
  expect: { word: 'restored', checks: [], delivers: true },
});

/** Each has a trail of its own: whoever undoes repairs again and again is slowed down. */
export const SCENARIOS = {
  written: scenario('written', { call: 'DeleteBucketPolicy' }),
  bucket: scenario('deleted', { call: 'DeleteBucketPolicy' }),
  key: scenario(
    'keyed',
    { call: 'PutKeyPolicy', statements: [KEY_OWNER, KEY_DESCRIBE] },
    { key: [KEY_OWNER, KEY_ENCRYPT, KEY_DESCRIBE] },
  ),
  topic: scenario(
    'announced',
    { call: 'SetTopicAttributes', statements: [TOPIC_OWNER] },
    { topic: [TOPIC_OWNER, TOPIC_PUBLISH] },
  ),
  changed: scenario('changed', { call: 'DeleteBucketPolicy' }),
} as const;

/** A statement that is nobody's business but theirs. */
export const THEIRS = {
  ...ACL_CHECK,
  Sid: 'Theirs',
  Action: 's3:ListBucket',
  Principal: { AWS: '111122223333' },
  Condition: {},
};

/** What docs/operations.md asks for, of the store and of these buckets, keys and topics. */
export function rightsFor(stages: readonly Stage[], store: string): string {
  const resources = (name: 'kmsKeyArn' | 'topicArn') => stages.flatMap(({ trail }) => trail[name] ?? []);
  const allow = (Action: readonly string[], Resource: readonly string[]) => ({ Effect: 'Allow', Action, Resource });
  const objects = ['records', 'memory'].map((folder) => `arn:aws:s3:::${store}/${folder}/*`);
  const buckets = stages.map(({ trail }) => `arn:aws:s3:::${trail.bucket}`);
  const Statement = [
    allow(['s3:ListAllMyBuckets'], ['*']),
    allow(['s3:ListBucket'], [`arn:aws:s3:::${store}`]),
    allow(['s3:GetObject', 's3:PutObject'], objects),
    allow(['s3:GetBucketPolicy', 's3:PutBucketPolicy', 's3:DeleteBucketPolicy'], buckets),
    allow(['kms:GetKeyPolicy', 'kms:PutKeyPolicy'], resources('kmsKeyArn')),
    allow(['sns:GetTopicAttributes', 'sns:SetTopicAttributes'], resources('topicArn')),
  ];
  return JSON.stringify({ Version: '2012-10-17', Statement });
}
