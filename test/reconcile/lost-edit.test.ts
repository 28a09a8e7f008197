import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Json, JsonObject } from '../../shared/policy/json.ts';
import { lostEdit, type RecentWrite } from '../../shared/reconcile/lost-edit.ts';
import { TerminalError } from '../../shared/reconcile/ports.ts';
import { callOf, putPolicyCall } from '../memory/calls.ts';
import { World } from '../memory/world.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { KEY, SINGLE, TOPIC, trailWith } from '../trail/trails.ts';
import { ACL, FOREIGN, KEY_OWNER, policyWith, statementsOf, TOPIC_OWNER, WRITE } from './policies.ts';

const THEIRS = policyWith(FOREIGN, ACL);
const BEFORE = policyWith(ACL);
const OURS = documentedPolicy(SINGLE);

describe('an edit that fell between our read and our write', () => {
  it('is shown with all three documents, and nothing is merged', async () => {
    const world = new World([SINGLE], BEFORE);
    await world.run();
    const { word, lost } = await world.run(putPolicyCall(THEIRS));
    assert.equal(word, 'alerted');
    assert.deepEqual(lost, { kind: 'bucket-policy', theirs: THEIRS, before: BEFORE, ours: OURS });
    assert.deepEqual([world.writes, world.bucket.document], [1, OURS]);
  });

  it('is shown also while something else is restored', async () => {
    const world = new World([SINGLE], BEFORE);
    await world.run();
    world.bucket.write(policyWith(WRITE));
    const { word, lost } = await world.run(putPolicyCall(THEIRS));
    assert.deepEqual([word, lost?.theirs], ['restored', THEIRS]);
  });

  for (const [name, call] of [
    ['before the read', putPolicyCall(THEIRS, '2026-11-21T11:59:58Z')],
    ['after the write', putPolicyCall(THEIRS, '2026-11-21T12:00:01Z')],
    ['at a time that is none', putPolicyCall(THEIRS, 'yesterday')],
    ['in another bucket', callOf('PutBucketPolicy', { parameters: { bucketName: 'other', bucketPolicy: THEIRS } })],
    ['of something else', callOf('PutBucketAcl')],
  ] as const) {
    it(`is none that was made ${name}`, async () => {
      const world = new World([SINGLE], BEFORE);
      await world.run();
      const { word, lost } = await world.run(call);
      assert.deepEqual([word, lost], ['unchanged', null]);
    });
  }

  it('is none where the event does not say when', async () => {
    const world = new World([SINGLE], BEFORE);
    await world.run();
    assert.equal((await world.run({ ...putPolicyCall(THEIRS), eventTime: null })).lost, null);
  });

  it('is none where our write failed', async () => {
    const world = new World([SINGLE], BEFORE);
    world.bucket.failures = [new TerminalError('AWS denied it')];
    await world.run();
    assert.deepEqual(world.writesSoFar, []);
    assert.equal((await world.run(putPolicyCall(THEIRS))).lost, null);
  });

  it('is none where the call is our own write, logged as text', async () => {
    const world = new World([SINGLE], BEFORE);
    await world.run();
    const { word, lost } = await world.run(putPolicyCall(world.bucket.written[0] ?? ''));
    assert.deepEqual([word, lost], ['unchanged', null]);
  });

  it('is told where somebody took the whole policy away', async () => {
    const world = new World([SINGLE], THEIRS);
    await world.run();
    const { word, lost } = await world.run(callOf('DeleteBucketPolicy'));
    assert.deepEqual([word, lost?.theirs, lost?.before], ['alerted', null, THEIRS]);
  });

  it('is none where there was no policy to take away', async () => {
    const world = new World([SINGLE], null);
    await world.run();
    assert.equal((await world.run(callOf('DeleteBucketPolicy'))).lost, null);
  });

  it('is looked for from the beginning of the read to the end of the write', async () => {
    const world = new World([SINGLE], BEFORE);
    const start = world.clock.time;
    world.bucket.afterRead = (read) => {
      if (read === 1) world.clock.time += 900;
    };
    await world.run();
    assert.deepEqual(
      world.writesSoFar.map(({ from, to }) => [from, to]),
      [[start, start + 900]],
    );
  });

  it('is none where we only switched the trail on', async () => {
    const world = new World([SINGLE], OURS);
    world.trails.set(SINGLE.arn, { status: { isLogging: false } });
    await world.run();
    assert.equal((await world.run(putPolicyCall(THEIRS))).lost, null);
  });
});

const NOON = 1_795_262_400_000;
const write = (before: JsonObject | null): RecentWrite => {
  const document = { kind: 'bucket-policy', resource: 'arn:aws:s3:::example-logs' } as const;
  return { ...document, before, after: OURS, from: NOON, to: NOON + 700 };
};
const isLost = (theirs: Json, at: number, before: JsonObject | null = BEFORE) =>
  lostEdit(putPolicyCall(theirs), at, [write(before)]) !== null;

describe('the gap', () => {
  for (const [after, lost] of [
    [-1_001, false],
    [-1_000, true],
    [700, true],
    [701, false],
  ] as const) {
    it(`${lost ? 'holds' : 'does not hold'} a call ${after} milliseconds after the read`, () => {
      assert.equal(isLost(THEIRS, NOON + after), lost);
    });
  }

  it('of the write that the call fell into is the one that counts', () => {
    const [early, late] = [{ ...write(null), from: NOON - 60_000, to: NOON - 50_000 }, write(BEFORE)];
    assert.deepEqual(lostEdit(putPolicyCall(THEIRS), NOON, [early, late])?.before, BEFORE);
    assert.deepEqual(lostEdit(putPolicyCall(THEIRS), NOON - 55_000, [early, late])?.before, null);
  });
});

describe('a document in the gap', () => {
  const spelled = (document: JsonObject) =>
    policyWith(
      ...statementsOf(document).map(({ Action, Sid, ...rest }) => ({
        ...rest,
        Sid: `${String(Sid)}2`,
        Action: [String(Action).toUpperCase()],
      })),
    );

  for (const [name, document, lost] of [
    ['that we rested on, spelled otherwise', spelled(BEFORE), false],
    ['that we wrote, spelled otherwise', spelled(OURS), false],
    ['with a statement less', policyWith(), true],
    ['with a statement more', policyWith(ACL, FOREIGN), true],
    ['with an Effect turned', policyWith({ ...ACL, Effect: 'Deny' }), true],
    ['with another statement in its place', policyWith(FOREIGN), true],
    ['that is no policy', { Statement: 'nothing' }, true],
  ] as const) {
    it(`${name}: is ${lost ? '' : 'not '}a lost edit`, () => {
      assert.equal(isLost(document, NOON), lost);
    });
  }

  it('where there was none before us: is a lost edit', () => {
    assert.equal(isLost(THEIRS, NOON, null), true);
  });
});

it('the fifty last writes are remembered', async () => {
  const world = new World([SINGLE], null);
  for (let round = 1; round <= 51; round += 1) {
    world.clock.time += 60_000;
    world.bucket.write(policyWith({ ...FOREIGN, Sid: `round${round}` }));
    await world.run();
  }
  const rounds = world.writesSoFar.map(({ before }) => statementsOf(before)[0]?.Sid);
  assert.deepEqual([rounds.length, rounds[0], rounds.at(-1)], [50, 'round2', 'round51']);
  assert.deepEqual(
    [world.writesSoFar.at(-1)?.from, world.writesSoFar.at(-1)?.to],
    [world.clock.time, world.clock.time],
  );
});

describe('an edit of a key or a topic in the gap of our write', () => {
  const full = trailWith({ kmsKeyArn: KEY, topicArn: TOPIC });
  const theirs = policyWith(KEY_OWNER, { ...KEY_OWNER, Sid: 'theirs' });
  const key = (policy: JsonObject, keyId = KEY) =>
    callOf('PutKeyPolicy', { source: 'aws.kms', parameters: { keyId, policy: JSON.stringify(policy) } });
  const topic = (policy: JsonObject) => {
    const parameters = { topicArn: TOPIC, attributeName: 'Policy', attributeValue: JSON.stringify(policy) };
    return callOf('SetTopicAttributes', { source: 'aws.sns', parameters });
  };

  async function written(): Promise<World> {
    const world = new World([full], OURS, { key: policyWith(KEY_OWNER), topic: policyWith(TOPIC_OWNER) });
    await world.run();
    return world;
  }

  for (const [name, keyId] of [
    ['ARN', KEY],
    ['id', KEY.slice(KEY.indexOf('/') + 1)],
  ] as const) {
    it(`is shown with all three documents, of a key by its ${name}`, async () => {
      const world = await written();
      const ours = world.key.document;
      const { word, lost } = await world.run(key(theirs, keyId));
      assert.equal(word, 'alerted');
      assert.deepEqual(lost, { kind: 'key-policy', theirs, before: policyWith(KEY_OWNER), ours });
      assert.deepEqual(world.key.document, ours);
    });
  }

  it('is shown of a topic', async () => {
    const world = await written();
    const { lost } = await world.run(topic(policyWith()));
    assert.deepEqual([lost?.kind, lost?.theirs, lost?.ours], ['topic-policy', policyWith(), world.topic.document]);
  });

  it('is none of the key where the call wrote the topic’s policy as we left it', async () => {
    const world = await written();
    assert.equal((await world.run(topic(world.topic.document ?? {}))).lost, null);
  });

  it('is none of another key', async () => {
    const world = await written();
    assert.equal((await world.run(key(theirs, KEY.replace('1234abcd', '9999abcd')))).lost, null);
  });
});
