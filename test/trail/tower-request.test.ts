import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { documentedStatement } from '../../shared/trail/statements.ts';
import { readTowerAnswer, towerTask } from '../../shared/trail/tower-request.ts';
import { sessionPolicyFor } from '../../shared/trail/tower-session.ts';
import { GUARDED_TOWER_BUCKET, TOWER_TRAIL } from './tower.ts';

const bucket = GUARDED_TOWER_BUCKET;
const scope = [bucket];
const statements = [documentedStatement(TOWER_TRAIL, 'acl-check')];
const request = { version: 1, bucket: bucket.bucket, statements };

function refuses(event: unknown, why: RegExp, within = scope): void {
  const answer = towerTask(event, within);
  assert.ok('outcome' in answer, JSON.stringify(event));
  assert.deepEqual([answer.version, answer.outcome, answer.added], [1, 'refused', []]);
  assert.match(answer.reason ?? '', why);
}

describe('a request to the function for Control Tower', () => {
  it('is a bucket and statements; everything else is the settings’', () => {
    assert.deepEqual(towerTask(request, scope), { bucket, statements });
  });

  it('is nothing else', () => {
    for (const event of [
      ...[null, 'text', [], [request], {}, { ...request, version: 2 }, { ...request, version: '1' }],
      ...[
        { ...request, owner: '999988887777' },
        { ...request, Bucket: bucket.bucket },
      ],
      ...[
        { bucket: bucket.bucket, statements },
        { version: 1, statements },
        { version: 1, bucket: bucket.bucket },
      ],
      JSON.parse(JSON.stringify(request).replace('{', '{"__proto__":{"owner":"1"},')),
      { source: 'aws.s3', detail: request },
    ])
      refuses(event, /^the request is not `\{ version: 1, bucket, statements \}`$/);
  });

  it('names a bucket that the settings let be written', () => {
    for (const name of [
      `${bucket.bucket}x`,
      '',
      null,
      [bucket.bucket],
      { 0: bucket.bucket },
      'audit-logs',
      '__proto__',
    ])
      refuses({ ...request, bucket: name }, /^the bucket is none of Control Tower/);
  });

  it('is refused where nothing may be written', () =>
    refuses(request, /none of Control Tower that the settings name/, []));

  it('is refused with the reasons, of which the first ten are told', () => {
    refuses({ ...request, statements: [] }, /^there is no list of statements to add$/);
    const wrong = { ...statements[0], Principal: '*' };
    refuses({ ...request, statements: [wrong] }, /^statement 0 names `"\*"`, which is not CloudTrail alone$/);
    const many = Array.from({ length: 12 }, () => wrong);
    refuses({ ...request, statements: many }, /statement 9 .*; and 2 more$/);
  });
});

describe('an answer', () => {
  it('is read as it was given, and is null where it is something else', () => {
    const answer = { version: 1, outcome: 'written', reason: null, added: statements };
    assert.deepEqual(readTowerAnswer(JSON.parse(JSON.stringify(answer))), answer);
    assert.equal(readTowerAnswer({ ...answer, outcome: 'refused', reason: 'no' })?.reason, 'no');
    for (const other of [
      ...[null, 'written', {}, { ...answer, version: 2 }, { ...answer, outcome: 'done' }],
      { errorType: 'RetryableError', errorMessage: 'SlowDown' },
    ])
      assert.equal(readTowerAnswer(other), null);
  });
});

it('the session may read and write the policy of one bucket', () => {
  assert.deepEqual(sessionPolicyFor(bucket), {
    Version: '2012-10-17',
    Statement: [
      {
        ...{ Effect: 'Allow', Action: ['s3:GetBucketPolicy', 's3:PutBucketPolicy'] },
        Resource: 'arn:aws:s3:::aws-controltower-logs-444455556666-us-east-1',
      },
    ],
  });
  assert.ok(JSON.stringify(sessionPolicyFor(bucket)).length < 2048);
});
