import type { Scenario, StatementTemplate } from './scenario.ts';
import { ACL_CHECK, WRITE } from './statements.ts';

const ACL = { 's3:x-amz-acl': 'bucket-owner-full-control' };

function allowing(trails: readonly string[], folders: readonly string[]): StatementTemplate[] {
  return [
    { ...ACL_CHECK, Condition: { StringEquals: { 'aws:SourceArn': trails } } },
    {
      ...WRITE,
      Resource: folders.map((folder) => `arn:aws:s3:::{bucket}/${folder}AWSLogs/{account}/*`),
      Condition: { StringEquals: { ...ACL, 'aws:SourceArn': trails } },
    },
  ];
}

/** Two trails share a bucket, and one of them is dropped from the policy: the other delivers before and after. */
export const secondTrail: Scenario = {
  id: 'second-trail',
  title: 'beside a second trail',
  given: {
    trail: 'single',
    statements: allowing(['{trailArn}', '{secondTrailArn}'], ['', 'second/']),
    secondTrail: true,
  },
  actor: 'pipeline',
  break: { call: 'PutBucketPolicy', statements: allowing(['{secondTrailArn}'], ['second/']) },
  expect: {
    word: 'restored',
    checks: ['bucket-policy-allows-acl-check', 'bucket-policy-allows-log-delivery'],
    delivers: true,
  },
};
