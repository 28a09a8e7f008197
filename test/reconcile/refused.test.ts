import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseMemory } from '../../shared/reconcile/parse-memory.ts';
import { RetryableError, TerminalError } from '../../shared/reconcile/ports.ts';
import type { RefusalCause } from '../../shared/reconcile/refusal.ts';
import { World } from '../memory/world.ts';
import { unwrapped } from '../report/unwrapped.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { KEY, SINGLE, trailWith } from '../trail/trails.ts';
import { ACL, documentedKeyPolicy, FOREIGN, KEY_OWNER, policyWith, statementsOf } from './policies.ts';

const GONE = { ...FOREIGN, Sid: 'Auditors', Principal: { AWS: 'AROAEXAMPLE123456789A' } };

const refused = (cause: RefusalCause, said = 'Access Denied') =>
  new TerminalError('AWS denied `s3:PutBucketPolicy` on example-logs', { refused: { cause, said } });

/** A world whose next writes are refused so often. */
function refusing(times: number, cause: RefusalCause = 'service-control-policy'): World {
  const world = new World([SINGLE], policyWith(ACL));
  world.bucket.failures = Array.from({ length: times }, () => refused(cause));
  return world;
}

const idsOf = (left: readonly { readonly id: string }[]): readonly string[] => left.map(({ id }) => id);

describe('a repair that AWS refuses', () => {
  it('is explained, with what to do, and nothing is lost', async () => {
    const world = refusing(1);
    const before = world.bucket.stored;
    const { word, notRepairable } = await world.pass();
    assert.equal(word, 'failed');
    assert.deepEqual(idsOf(notRepairable), ['repair-is-permitted']);
    assert.match(
      notRepairable[0]?.message ?? '',
      /service control policy .* nothing was lost, the policy is as it was/,
    );
    assert.match(String(notRepairable[0]?.suggestion), /^three ways out/);
    assert.equal(world.bucket.stored, before);
    const [alert] = world.notifier.alerts;
    assert.match(
      unwrapped(alert?.body ?? ''),
      /WHAT A PERSON HAS TO DO\n- AWS refused `s3:PutBucketPolicy` .* three ways out/,
    );
    assert.ok(alert?.attributes['check']?.includes('repair-is-permitted'));
  });

  it('is remembered, tried again with every run, and told once', async () => {
    const world = refusing(3);
    await world.pass();
    const first = world.clock.time;
    for (const _ of [2, 3]) assert.equal((await world.next()).word, 'failed');
    assert.equal(world.journal.count('putPolicy'), 3);
    assert.equal(world.notifier.alerts.length, 1);
    assert.deepEqual(world.store.of(SINGLE.arn).refusals, [
      {
        ...{ resource: 'arn:aws:s3:::example-logs', action: 's3:PutBucketPolicy', said: 'Access Denied' },
        ...{ cause: 'service-control-policy', since: first },
      },
    ]);
  });

  it('is forgotten once a write goes through', async () => {
    const world = refusing(1);
    await world.pass();
    const { word, notRepairable } = await world.next();
    assert.deepEqual([word, notRepairable], ['restored', []]);
    assert.deepEqual(world.store.of(SINGLE.arn).refusals, []);
    assert.doesNotMatch(world.notifier.alerts.at(-1)?.body ?? '', /refused/);
  });

  it('is forgotten once somebody else mends the policy', async () => {
    const world = refusing(1);
    await world.pass();
    world.bucket.write(documentedPolicy(SINGLE));
    const { word, judgements } = await world.next();
    assert.equal(word, 'unchanged');
    const finding = judgements[0]?.findings.find(({ check }) => check.id === 'repair-is-permitted')?.finding;
    assert.equal(finding?.verdict, 'healthy', finding?.message);
    assert.deepEqual(world.store.of(SINGLE.arn).refusals, []);
  });

  it('stays known while the next try is throttled, and while the policy cannot be read', async () => {
    const world = refusing(1);
    await world.pass();
    world.bucket.failures = [new RetryableError('SlowDown')];
    assert.deepEqual(idsOf((await world.next()).notRepairable), ['repair-is-permitted']);
    world.bucket.answer = { state: 'unreadable', reason: 'AWS denied it' };
    assert.deepEqual(idsOf((await world.next()).notRepairable), ['repair-is-permitted']);
    assert.equal(world.store.of(SINGLE.arn).refusals.length, 1);
  });

  it('for another cause than before is told anew', async () => {
    const world = refusing(1);
    await world.pass();
    world.bucket.failures = [refused('public-access-block')];
    await world.next();
    assert.equal(world.notifier.alerts.length, 2);
    assert.deepEqual(
      world.store.of(SINGLE.arn).refusals.map(({ cause, since }) => [cause, since]),
      [['public-access-block', world.clock.time]],
    );
  });

  it('of a call that is no document says that nothing was changed', async () => {
    const world = new World([SINGLE], documentedPolicy(SINGLE));
    await world.pass();
    world.trails.set(SINGLE.arn, { status: { isLogging: false } });
    world.trails.failures = [refused('permissions-boundary')];
    const { notRepairable } = await world.next();
    assert.match(
      notRepairable[0]?.message ?? '',
      /`cloudtrail:StartLogging`.* permissions boundary .* nothing was changed/,
    );
    assert.equal((await world.next()).word, 'restored');
    assert.deepEqual(world.store.of(SINGLE.arn).refusals, []);
  });

  it('of one trail is not that of another', async () => {
    const other = trailWith({ name: 'other', bucket: 'other-logs' });
    const world = new World([SINGLE, other], policyWith(ACL));
    world.bucket.failures = [refused('denied')];
    await world.pass();
    const of = (arn: string): number => world.store.of(arn).refusals.length;
    assert.deepEqual([of(SINGLE.arn), of(other.arn)], [1, 0]);
  });
});

describe('a repair that looks as if it would be refused', () => {
  it('is tried all the same, and what was foreseen is forgotten where it goes through', async () => {
    const world = new World([SINGLE], policyWith(ACL, GONE));
    const { word, notRepairable } = await world.run();
    assert.deepEqual([word, notRepairable], ['restored', []]);
    assert.deepEqual(statementsOf(world.bucket.document)[1], GONE);
  });

  it('names the deleted principal where it is refused, and keeps the statement', async () => {
    const world = new World([SINGLE], policyWith(ACL, GONE));
    world.bucket.failures = [refused('invalid-principal', 'Invalid principal in policy')];
    const before = world.bucket.stored;
    const { word, notRepairable } = await world.run();
    assert.equal(word, 'failed');
    assert.ok(notRepairable.some(({ message }) => /deleted: `AROAEXAMPLE123456789A` in statement 1/.test(message)));
    assert.equal(world.bucket.stored, before);
  });

  it('is told beforehand in alert-only mode', async () => {
    const world = new World([SINGLE], policyWith(ACL, GONE));
    world.settings = { ...world.settings, alertOnly: true };
    const { notRepairable } = await world.run();
    assert.ok(idsOf(notRepairable).includes('repair-is-permitted'));
    assert.equal(world.writes, 0);
  });

  it('is never an incident while nothing has to be repaired', async () => {
    const world = new World([SINGLE], policyWith(...statementsOf(documentedPolicy(SINGLE)), GONE));
    const { word, notRepairable } = await world.pass();
    assert.deepEqual([word, notRepairable, world.notifier.alerts], ['unchanged', [], []]);
  });

  it('for want of anybody who may change the key is told of the key alone', async () => {
    const trail = trailWith({ kmsKeyArn: KEY });
    const world = new World([trail], documentedPolicy(trail), { key: policyWith() });
    world.key.failures = [
      refused('lockout', 'The new key policy will not allow you to update the key policy in the future.'),
    ];
    const { word, notRepairable } = await world.run();
    assert.equal(word, 'failed');
    assert.match(JSON.stringify(notRepairable), /only AWS Support can help/);
    const kept = [...statementsOf(documentedKeyPolicy(trail)), KEY_OWNER];
    assert.equal(
      (await new World([trail], documentedPolicy(trail), { key: policyWith(...kept) }).run()).word,
      'unchanged',
    );
  });
});

describe('a memory of refusals', () => {
  const memory = (refusals: unknown): string => JSON.stringify({ version: 1, trailArn: SINGLE.arn, refusals });
  const one = { resource: 'r', action: 'a', cause: 'denied', said: 's', since: 1 };
  const cases: readonly (readonly [string, unknown, unknown])[] = [
    ['of an earlier release has none', undefined, []],
    ['that is no list has none', 'many', []],
    ['keeps what it knows', [one], [one]],
    ['takes a cause of a later release for a refusal without a word', [{ ...one, cause: 'quantum' }], [one]],
    ['needs no words of AWS', [{ ...one, said: 7 }], [{ ...one, said: '' }]],
    [
      'leaves out what is none',
      [7, {}, { ...one, since: 'today' }, { ...one, resource: 7 }, { ...one, action: null }],
      [],
    ],
  ];
  for (const [name, refusals, expected] of cases)
    it(name, () => assert.deepEqual(parseMemory(memory(refusals), SINGLE.arn)?.refusals, expected));
});
