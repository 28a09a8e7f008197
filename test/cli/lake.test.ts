import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { documented } from '../trail/documented.ts';
import { STORE } from '../trail/stores.ts';
import { trailmend } from './trailmend.ts';

const LAKE = ['--lake', '--event-data-store-arn', STORE.arn, '--bucket', STORE.bucket];
const policyOf = (...Statement: readonly object[]): string => JSON.stringify({ Version: '2012-10-17', Statement });
const BOTH = [documented(STORE, 'lake-write'), documented(STORE, 'lake-acl-check')];
const FOREIGN = { Sid: 'Readers', Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' };
const DENY = { Sid: 'Lock', Effect: 'Deny', Principal: '*', Action: 's3:Put*', Resource: '*' };

const folder = mkdtempSync(join(tmpdir(), 'trailmend-lake-'));
after(() => rmSync(folder, { recursive: true }));

async function said(command: string, policy: string, ...more: readonly string[]) {
  const args = [command, ...LAKE, '--bucket-policy', '-', ...more, '--format', 'json'];
  const { exitCode, output, errors } = await trailmend(args, { input: policy });
  assert.equal(errors, '');
  return { exitCode, printed: JSON.parse(output) };
}

describe('trailmend check --lake', () => {
  it('speaks of the event data store alone, and of nothing that a trail has', async () => {
    const { exitCode, printed } = await said('check', policyOf(...BOTH));
    assert.equal(exitCode, 0);
    assert.equal(printed.delivers, true);
    const [{ trailArn, delivers, checks }, ...others] = printed.trails;
    assert.deepEqual([trailArn, delivers, others], [STORE.arn, true, []]);
    assert.deepEqual(
      checks.map(({ id, verdict, severity }: Record<string, string>) => [id, verdict, severity]),
      [['lake-results-policy-allows-delivery', 'healthy', 'medium']],
    );
  });

  it('does not deliver without the statements, nor where a Deny touches it', async () => {
    for (const policy of [policyOf(FOREIGN), policyOf(...BOTH, DENY)]) {
      const { exitCode, printed } = await said('check', policy);
      assert.deepEqual([exitCode, printed.delivers], [2, false]);
    }
  });

  it('cannot tell what hangs on a header that nobody has seen', async () => {
    const Condition = { StringNotEquals: { 's3:x-amz-server-side-encryption': 'AES256' } };
    const { exitCode, printed } = await said('check', policyOf(...BOTH, { ...DENY, Condition }));
    assert.deepEqual([exitCode, printed.delivers], [1, null]);
  });

  it('takes a bucket without policy', async () => {
    const { exitCode, output } = await trailmend(['check', ...LAKE, '--no-bucket-policy']);
    assert.equal(exitCode, 2);
    assert.match(output, /does not deliver/);
  });

  it('knows the organization of the account', async () => {
    const Condition = { StringEquals: { 'aws:SourceOrgID': 'o-exampleorgid' } };
    const policy = policyOf({
      ...FOREIGN,
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 's3:*',
      Condition,
    });
    for (const option of ['--organization-id', '--source-organization-id'])
      assert.equal((await said('check', policy, option, 'o-exampleorgid')).printed.delivers, true);
    assert.equal((await said('check', policy)).printed.delivers, null);
  });
});

describe('trailmend plan and apply --lake', () => {
  it('add what AWS documents and keep the rest', async () => {
    const { exitCode, printed } = await said('plan', policyOf(FOREIGN));
    assert.equal(exitCode, 2);
    const [document, ...others] = printed.documents;
    assert.deepEqual(others, []);
    assert.equal(document.kind, 'bucket-policy');
    assert.equal(document.resource, `arn:aws:s3:::${STORE.bucket}`);
    assert.deepEqual(document.after.Statement, [FOREIGN, ...document.added]);
    assert.deepEqual(
      new Set(document.added.map((one: object) => JSON.stringify(one))),
      new Set(BOTH.map((one) => JSON.stringify(one))),
    );
    assert.deepEqual(document.accessBroadened, []);
    assert.deepEqual(printed.notRepairable, []);
    const again = await said('plan', JSON.stringify(document.after));
    assert.deepEqual([again.exitCode, again.printed.documents], [0, []]);
  });

  it('leave a Deny to people, with the statement that spares the event data store', async () => {
    const { printed } = await said('plan', policyOf(...BOTH, DENY));
    assert.deepEqual(printed.documents, []);
    const [left] = printed.notRepairable;
    assert.equal(left.id, 'lake-results-policy-allows-delivery');
    assert.deepEqual(left.suggestion, { ...DENY, Condition: { StringNotEquals: { 'aws:SourceArn': STORE.arn } } });
  });

  it('write the repaired policy into a folder', async () => {
    const { exitCode } = await said('apply', policyOf(FOREIGN), '--out', folder);
    assert.equal(exitCode, 0);
    assert.deepEqual(readdirSync(folder), ['bucket-policy.json']);
    const written = readFileSync(join(folder, 'bucket-policy.json'), 'utf8');
    assert.equal((await said('check', written)).printed.delivers, true);
  });
});

describe('trailmend --lake refuses', () => {
  const BAD: readonly [name: string, args: readonly string[], says: RegExp][] = [
    ['no ARN', ['--lake', '--bucket', 'b-1', '--no-bucket-policy'], /^--event-data-store-arn is missing/],
    ['no bucket', ['--lake', '--event-data-store-arn', STORE.arn, '--no-bucket-policy'], /^--bucket is missing/],
    ['no document', LAKE, /^no document to judge/],
    [
      'the ARN of a trail',
      [
        '--lake',
        '--event-data-store-arn',
        'arn:aws:cloudtrail:us-east-1:111122223333:trail/x',
        '--bucket',
        'b-1',
        '--no-bucket-policy',
      ],
      /^--event-data-store-arn must be an event data store's ARN/,
    ],
    ['a trail besides', [...LAKE, '--no-bucket-policy', '--trail-arn', 'x'], /^--trail-arn describes a trail/],
    ['a key', [...LAKE, '--no-bucket-policy', '--kms-key-arn', 'x'], /^--kms-key-arn describes a trail/],
    ['both kinds of policy', [...LAKE, '--no-bucket-policy', '--bucket-policy', '-'], /exclude each other/],
    [
      'an event data store without --lake',
      [...LAKE.slice(1), '--no-bucket-policy'],
      /^--event-data-store-arn goes with --lake/,
    ],
    ['a settings file', [...LAKE, '--no-bucket-policy', '--settings', 'x'], /^--settings goes with a live run/],
  ];
  for (const [name, args, says] of BAD) {
    it(name, async () => {
      const { exitCode, output, errors } = await trailmend(['check', ...args], { input: '{"Statement":[]}' });
      assert.deepEqual([exitCode, output], [1, '']);
      assert.match(errors.replace(/^trailmend: /, ''), says);
    });
  }
});
