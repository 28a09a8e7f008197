import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { signedCalls } from '../../shared/aws/signed-call.ts';
import { withTowerWriter } from '../../shared/aws/tower-writer.ts';
import { type Amendment, RetryableError, TerminalError } from '../../shared/reconcile/ports.ts';
import { documentedStatement } from '../../shared/trail/statements.ts';
import { MemoryBucket, MemoryBuckets } from '../memory/buckets.ts';
import { Journal } from '../memory/journal.ts';
import { TOWER_TRAIL } from '../trail/tower.ts';
import { type Answer, type Answering, CREDENTIALS, type Server, startServer } from './tower-server.ts';

const OWNER = '444455556666';
const { bucket } = TOWER_TRAIL;
const ADDED = [documentedStatement(TOWER_TRAIL, 'acl-check')];
const CHANGE: Amendment = { added: ADDED, restored: [] };
const PATH = '/2015-03-31/functions/trailmend-tower/invocations';
const answered = (outcome: string, reason: string | null = null): Answer => ({
  body: { version: 1, outcome, reason, added: outcome === 'written' ? ADDED : [] },
});

/** Writes through a Lambda that answers so; what it was asked, and what the bucket holds afterwards. */
async function writing(answering: Answering, change = CHANGE, name = bucket) {
  await using disposable = new AsyncDisposableStack();
  const server: Server = await startServer('lambda', answering);
  disposable.defer(() => server.close());
  const direct = new MemoryBuckets(new Journal());
  direct.add(name, new MemoryBucket(null, OWNER));
  const call = signedCalls({ service: 'lambda', region: 'us-east-1', endpoint: server.endpoint });
  const isTowers = (one: string): boolean => one === bucket;
  const buckets = withTowerWriter(direct, { functionName: 'trailmend-tower', call, isTowers });
  const error: unknown = await buckets.putPolicy(name, OWNER, '{"Statement":[]}', change).then(
    () => null,
    (reason: unknown) => reason,
  );
  return { error, asked: server.asked, written: direct.at(name).written };
}

const terminal = (error: unknown, text: RegExp): TerminalError => {
  assert.ok(error instanceof TerminalError, String(error));
  assert.match(error.message, text);
  return error;
};

describe('a policy of Control Tower’s bucket', () => {
  before(() => Object.assign(process.env, CREDENTIALS));
  after(() => {
    for (const name of Object.keys(CREDENTIALS)) delete process.env[name];
  });

  it('is written by the function, which gets the bucket and what is added, and waits for it', async () => {
    const { error, asked, written } = await writing(() => answered('written'));
    assert.deepEqual([error, written], [null, []]);
    assert.deepEqual(asked, [{ path: PATH, target: '', body: { version: 1, bucket, statements: ADDED } }]);
  });

  it('that has it all already is as good as written', async () => {
    assert.equal((await writing(() => answered('unchanged'))).error, null);
  });

  it('is written as every other where it is another bucket', async () => {
    const { error, asked, written } = await writing(() => answered('written'), CHANGE, 'audit-logs');
    assert.deepEqual([error, asked, written], [null, [], ['{"Statement":[]}']]);
  });

  it('in which something was turned back is for a person: as whom, and what', async () => {
    const restored = [{ index: 2, before: { ...ADDED[0], Effect: 'Deny' }, after: ADDED[0] ?? {} }];
    const { error, asked } = await writing(() => answered('written'), { added: ADDED, restored });
    const { message } = terminal(error, /a person has to change the policy of `aws-controltower-logs/);
    assert.match(message, /from the management account, as `AWSControlTowerExecution` of account 444455556666/);
    assert.match(message, /statement 2 back to `Allow`; added \[\{"Sid":"AWSCloudTrailAclCheck20150319"/);
    assert.deepEqual(asked, []);
  });

  it('that takes nothing new, or more than a sentence holds, is told in short', async () => {
    terminal((await writing(() => answered('written'), { added: [], restored: [] })).error, /nothing turned back/);
    const many = { added: Array.from({ length: 20 }, () => ADDED[0] ?? {}), restored: [] };
    const { error } = await writing(() => answered('refused', 'too many'), many);
    terminal(error, /refused: too many; .* added 20 statements, which stand in the log$/);
  });

  it('that the function refuses is for a person, with its reason and what AWS said', async () => {
    const { error } = await writing(() => answered('refused', 'statement 0 is no Allow'));
    assert.equal(terminal(error, /refused: statement 0 is no Allow; a person has to/).refused, null);
    const scp = 'AWS denied `s3:PutBucketPolicy` on x: with an explicit deny in a service control policy';
    const denied = await writing(() => answered('refused', scp));
    assert.equal(terminal(denied.error, /service control policy/).refused?.cause, 'service-control-policy');
  });

  it('is tried again where the function failed, or its answer is none', async () => {
    for (const body of [{ errorType: 'RetryableError', errorMessage: 'SlowDown' }, {}, { version: 2 }]) {
      const { error } = await writing(() => ({ body }));
      assert.ok(error instanceof RetryableError, String(error));
      assert.match(error.message, /^the function `trailmend-tower` failed: \{/);
    }
  });

  it('is tried again where Lambda throttles: twice at once, and then with the next run', async () => {
    const slow = { status: 429, errorType: 'TooManyRequestsException', body: { message: 'Rate Exceeded.' } };
    let before = 0;
    const once = await writing(() => (before++ === 0 ? slow : answered('written')));
    assert.deepEqual([once.error, once.asked.length], [null, 2]);
    const { error, asked } = await writing(() => slow);
    assert.ok(error instanceof RetryableError, String(error));
    assert.equal(asked.length, 3);
  });

  it('is not tried again where the right or the function is missing', async () => {
    const { error } = await writing(() => null);
    assert.equal(terminal(error, /^AWS denied `lambda:InvokeFunction` on trailmend-tower/).refused?.cause, 'denied');
    const gone = { status: 404, errorType: 'ResourceNotFoundException', body: { Message: 'Function not found' } };
    terminal((await writing(() => gone)).error, /ResourceNotFoundException: Function not found/);
  });
});
