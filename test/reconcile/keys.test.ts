import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Mode } from '../../shared/checks/check.ts';
import type { JsonObject } from '../../shared/policy/json.ts';
import { RetryableError, TerminalError } from '../../shared/reconcile/ports.ts';
import { READS, World } from '../memory/world.ts';
import { documented, documentedPolicy } from '../trail/documented.ts';
import { KEY, trailWith } from '../trail/trails.ts';
import { documentedKeyPolicy, FOREIGN, KEY_OWNER, policyWith } from './policies.ts';

const TRAIL = trailWith({ kmsKeyArn: KEY });
const [ENCRYPT, DESCRIBE] = [documented(TRAIL, 'encrypt'), documented(TRAIL, 'describe')];
const HEALTHY = documentedKeyPolicy(TRAIL);
const FLIPPED = { ...ENCRYPT, Effect: 'Deny' };

const worldWith = (key: JsonObject): World => new World([TRAIL], documentedPolicy(TRAIL), { key });

/** What may be broken of a key policy, and what is to stand there afterwards. */
const BROKEN: readonly [name: string, before: JsonObject, after: JsonObject][] = [
  ['the statement removed', policyWith(KEY_OWNER, DESCRIBE), policyWith(KEY_OWNER, DESCRIBE, ENCRYPT)],
  ['every statement of CloudTrail removed', policyWith(KEY_OWNER), policyWith(KEY_OWNER, ENCRYPT)],
  ['the Effect flipped', policyWith(KEY_OWNER, FLIPPED, DESCRIBE), HEALTHY],
  [
    'an old SourceArn',
    JSON.parse(JSON.stringify(HEALTHY).replaceAll('trail/example', 'trail/old')) as JsonObject,
    policyWith(
      ...(JSON.parse(
        JSON.stringify([KEY_OWNER, ENCRYPT, DESCRIBE]).replaceAll('trail/example', 'trail/old'),
      ) as JsonObject[]),
      { ...ENCRYPT, Sid: 'AllowCloudTrailEncryptLogsTrailmend2' },
    ),
  ],
];

describe('the policy of a trail’s key', () => {
  for (const [name, before, after] of BROKEN) {
    it(`${name}: is restored in one round of reads and one write, and the second run writes nothing`, async () => {
      const world = worldWith(before);
      assert.equal((await world.run()).word, 'restored');
      assert.deepEqual(world.key.document, after);
      const reads = ['keyFacts', 'keyPolicy', ...READS].toSorted();
      assert.deepEqual(world.journal.rounds(), [reads, ['putKeyPolicy'], ['keyPolicy']]);
      assert.deepEqual([(await world.run()).word, world.writes], ['unchanged', 1]);
    });
  }

  it('and of its bucket: are written side by side', async () => {
    const world = new World([TRAIL], null, { key: policyWith(KEY_OWNER) });
    const { word, changes } = await world.run();
    assert.equal(word, 'restored');
    assert.deepEqual(
      changes.map(({ what }) => [what.kind, what.resource]),
      [
        ['bucket-policy', 'arn:aws:s3:::example-logs'],
        ['key-policy', KEY],
      ],
    );
    const round = world.journal.rounds()[1]?.filter((name) => name.startsWith('put'));
    assert.deepEqual(round, ['putKeyPolicy', 'putPolicy']);
  });

  it('that KMS goes on to show as it was: is waited for, and written once', async () => {
    const world = worldWith(policyWith(KEY_OWNER));
    world.key.staleReads = 2;
    assert.equal((await world.run()).word, 'restored');
    assert.deepEqual([world.clock.pauses, world.writes], [[250, 1_000], 1]);
  });

  it('that somebody edits between our read and our write: is not overwritten', async () => {
    const theirs = { ...KEY_OWNER, Sid: 'theirs' };
    const world = worldWith(policyWith(KEY_OWNER));
    world.key.afterRead = (read) => {
      if (read !== 1) return;
      world.clock.time += 1_500;
      world.key.write(policyWith(theirs, KEY_OWNER));
    };
    assert.equal((await world.run()).word, 'restored');
    assert.deepEqual([world.key.document, world.writes], [policyWith(theirs, KEY_OWNER, ENCRYPT), 1]);
  });

  it('without DescribeKey: is healthy, as Control Tower’s is', async () => {
    const world = worldWith(policyWith(KEY_OWNER, ENCRYPT));
    assert.deepEqual([(await world.run()).word, world.writes], ['unchanged', 0]);
  });

  it('that cannot be read: is left as it is, and the bucket’s is mended all the same', async () => {
    const world = new World([TRAIL], null, { key: policyWith(KEY_OWNER) });
    world.key.answer = { state: 'unreadable', reason: 'AWS denied `kms:GetKeyPolicy`' };
    assert.equal((await world.run()).word, 'restored');
    assert.deepEqual([world.bucket.document, world.key.written], [documentedPolicy(TRAIL), []]);
  });

  it('that somebody denied to CloudTrail: is left as it is, and people get the statement', async () => {
    const deny = { Sid: 'no', Effect: 'Deny', Principal: '*', Action: 'kms:GenerateDataKey*', Resource: '*' };
    const world = worldWith(policyWith(KEY_OWNER, ENCRYPT, DESCRIBE, deny));
    const { word, notRepairable } = await world.run();
    assert.deepEqual([word, world.writes], ['alerted', 0]);
    assert.deepEqual(
      notRepairable.map(({ id, suggestion }) => [id, suggestion]),
      [
        [
          'key-policy-has-no-blocking-deny',
          { ...deny, Condition: { StringNotEquals: { 'aws:SourceArn': TRAIL.arn } } },
        ],
      ],
    );
  });
});

describe('the size of a key policy', () => {
  /** A policy that the repair makes so many bytes long. */
  function filled(bytes: number): JsonObject {
    const sid = (length: number) => ({ ...KEY_OWNER, Sid: 'x'.repeat(length) });
    return policyWith(sid(bytes - JSON.stringify(policyWith(sid(0), ENCRYPT)).length));
  }

  it('of 32768 bytes after the repair: is written', async () => {
    const world = worldWith(filled(32_768));
    assert.equal((await world.run()).word, 'restored');
    assert.equal(world.key.stored?.length, 32_768);
  });

  it('of one byte more: is left as it is, and people are told why', async () => {
    const world = worldWith(filled(32_769));
    const { word, notRepairable, changes } = await world.run();
    assert.deepEqual([word, changes, world.writes], ['alerted', [], 0]);
    assert.deepEqual(
      notRepairable.map(({ id }) => id),
      ['repair-is-permitted'],
    );
    assert.match(notRepairable[0]?.message ?? '', /32769 bytes, and KMS takes 32768/);
  });
});

it('a key policy that is restored beside a bucket policy that has grown too large: people are needed', async () => {
  const large = policyWith({ ...FOREIGN, Sid: 'x'.repeat(20_480) });
  const world = new World([TRAIL], large, { key: policyWith(KEY_OWNER) });
  const { word, changes } = await world.run();
  assert.deepEqual([word, changes.map(({ what }) => what.kind)], ['alerted', ['key-policy']]);
});

/** A key in a state, under settings that say what to do about it. */
function keyThatIs(state: string, modes: { all?: Record<string, Mode>; own?: Record<string, Mode> } = {}): World {
  const world = worldWith(HEALTHY);
  world.key.state = state;
  const trails = world.settings.trails.map((trail) => ({ ...trail, ...(modes.own ? { modes: modes.own } : {}) }));
  world.settings = { ...world.settings, trails, modes: modes.all ?? {} };
  return world;
}

const ENABLE = `aws kms enable-key --key-id ${KEY}`;
const CANCEL = `aws kms cancel-key-deletion --key-id ${KEY}, and then ${ENABLE}`;

describe('a key that waits to be deleted', () => {
  it('is kept, and stays disabled until people enable it', async () => {
    const world = keyThatIs('PendingDeletion');
    const { word, changes, notRepairable } = await world.run();
    assert.deepEqual([word, world.key.state], ['alerted', 'Disabled']);
    assert.deepEqual(
      changes.map((change) => [change.what.kind, change.word]),
      [['cancel-key-deletion', 'restored']],
    );
    assert.deepEqual(
      notRepairable.map(({ id, suggestion }) => [id, suggestion]),
      [['key-is-usable', ENABLE]],
    );
    assert.deepEqual([(await world.run()).word, world.writes], ['alerted', 1], 'the second run writes nothing');
  });

  for (const [where, modes] of [
    ['for all', { all: { 'key-is-usable': 'restore' } }],
    ['for this trail', { own: { 'key-is-usable': 'restore' } }],
    [
      'for this trail, whatever they say for all',
      { all: { 'key-is-usable': 'off' }, own: { 'key-is-usable': 'restore' } },
    ],
  ] as const) {
    it(`is enabled too, where the settings say so ${where}`, async () => {
      const world = keyThatIs('PendingDeletion', modes);
      const { word, changes, notRepairable } = await world.run();
      assert.deepEqual([word, world.key.state, notRepairable], ['restored', 'Enabled', []]);
      assert.deepEqual(
        changes.map(({ what }) => what.kind),
        ['cancel-key-deletion', 'enable-key'],
      );
      assert.deepEqual([(await world.run()).word, world.writes], ['unchanged', 2]);
    });
  }

  for (const modes of [{ all: { 'key-is-usable': 'alert' } }, { own: { 'key-is-usable': 'alert' } }] as const) {
    it(`is left to people where the settings say so ${'all' in modes ? 'for all' : 'for this trail'}`, async () => {
      const world = keyThatIs('PendingDeletion', modes);
      const { word, notRepairable } = await world.run();
      assert.deepEqual([word, world.writes, notRepairable[0]?.suggestion], ['alerted', 0, CANCEL]);
    });
  }

  it('of a stopped trail that cannot be started: is kept, and the trail is tried once', async () => {
    const world = keyThatIs('PendingDeletion');
    world.trails.set(TRAIL.arn, { status: { isLogging: false } });
    world.trails.failures = [new TerminalError('AWS denied `cloudtrail:StartLogging`')];
    const { word } = await world.run();
    assert.deepEqual([word, world.key.state, world.journal.count('startLogging')], ['failed', 'Disabled', 1]);
  });

  it('and whose deletion cannot be taken back now: is tried again', async () => {
    const world = keyThatIs('PendingDeletion');
    world.key.callFailures = [new RetryableError('ThrottlingException')];
    const { word, changes } = await world.run();
    assert.deepEqual([word, changes[0]?.note, changes[0]?.retryable], ['failed', 'ThrottlingException', true]);
    await world.run();
    assert.equal(world.key.state, 'Disabled');
  });
});

describe('a disabled key', () => {
  it('is explained, since it may be disabled on purpose', async () => {
    const world = keyThatIs('Disabled');
    const { word, notRepairable, judgements } = await world.run();
    assert.deepEqual([word, world.writes, judgements[0]?.delivers], ['alerted', 0, false]);
    assert.deepEqual(
      notRepairable.map(({ id, suggestion }) => [id, suggestion]),
      [['key-is-usable', ENABLE]],
    );
  });

  it('is enabled where the settings say so, or says why it could not be', async () => {
    const world = keyThatIs('Disabled', { all: { 'key-is-usable': 'restore' } });
    world.key.callFailures = [new TerminalError('AWS denied `kms:EnableKey`')];
    assert.equal((await world.run()).changes[0]?.note, 'AWS denied `kms:EnableKey`');
    assert.deepEqual([(await world.run()).word, world.key.state], ['restored', 'Enabled']);
  });
});
