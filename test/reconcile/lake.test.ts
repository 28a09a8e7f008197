import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { targetsOf } from '../../shared/reconcile/targets.ts';
import type { Settings } from '../../shared/settings/settings.ts';
import type { EventDataStore } from '../../shared/trail/event-data-store.ts';
import { MemoryBucket } from '../memory/buckets.ts';
import { callOf } from '../memory/calls.ts';
import { World } from '../memory/world.ts';
import { documented, documentedPolicy } from '../trail/documented.ts';
import { STORE, storeWith } from '../trail/stores.ts';
import { SINGLE } from '../trail/trails.ts';
import { ACL, FOREIGN, policyWith, WRITE } from './policies.ts';

const LAKE = [documented(STORE, 'lake-write'), documented(STORE, 'lake-acl-check')];
const SHARED = storeWith({ bucket: SINGLE.bucket });
const ofShared = [documented(SHARED, 'lake-write'), documented(SHARED, 'lake-acl-check')];
const DENY = { Sid: 'Lock', Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: '*' };

/** A world in which one event data store is guarded, and besides a trail only if the store shares the trail's bucket. */
function worldWith(store: EventDataStore, policy: object | null, more: Partial<Settings> = {}): World {
  const world = new World([SINGLE], policy === null ? null : JSON.stringify(policy));
  if (store.bucket !== SINGLE.bucket) {
    world.buckets.add(store.bucket, new MemoryBucket(policy === null ? null : JSON.stringify(policy), store.account));
    world.settings = { ...world.settings, trails: [] };
  }
  const entry = { eventDataStoreArn: store.arn, bucket: store.bucket };
  world.settings = { ...world.settings, eventDataStores: [entry], ...more };
  return world;
}

const documentOf = (world: World): unknown => world.buckets.at(STORE.bucket).document;

describe('a bucket for query results', () => {
  it('that is as it should be is read and left alone', async () => {
    const world = worldWith(STORE, policyWith(...LAKE));
    const { word, judgements } = await world.pass();
    assert.deepEqual([word, judgements[0]?.delivers, world.writes], ['unchanged', true, 0]);
    assert.deepEqual(world.journal.rounds()[0], ['facts', 'payer', 'policy', 'recall']);
    assert.deepEqual(world.notifier.alerts, []);
  });

  it('gets the statements back that are gone, and the second run changes nothing', async () => {
    const world = worldWith(STORE, policyWith(FOREIGN));
    assert.equal((await world.pass()).word, 'restored');
    assert.deepEqual(documentOf(world), policyWith(FOREIGN, ...LAKE));
    assert.deepEqual([(await world.next()).word, world.writes], ['unchanged', 1]);
  });

  it('gets back a statement that was turned to Deny where it stands', async () => {
    const [write = {}, ...rest] = LAKE;
    const world = worldWith(STORE, policyWith({ ...write, Effect: 'Deny' }, FOREIGN, ...rest));
    assert.equal((await world.pass()).word, 'restored');
    assert.deepEqual(documentOf(world), policyWith(write, FOREIGN, ...rest));
  });

  it('that is somebody else’s is never written, and people are told', async () => {
    const world = worldWith(STORE, policyWith(FOREIGN));
    world.buckets.add(STORE.bucket, new MemoryBucket(JSON.stringify(policyWith(FOREIGN)), '999988887777'));
    const { word, notRepairable } = await world.pass();
    assert.deepEqual([word, world.writes], ['alerted', 0]);
    assert.match(notRepairable[0]?.message ?? '', /does not belong to account 111122223333/);
  });

  it('with a Deny: a person decides, and hears of it once', async () => {
    const world = worldWith(STORE, policyWith(...LAKE, DENY));
    assert.equal((await world.pass()).word, 'alerted');
    await world.next();
    assert.deepEqual([world.notifier.alerts.length, world.writes], [1, 0]);
    assert.match(world.notifier.alerts[0]?.body ?? '', new RegExp(`EVENT DATA STORES\n${STORE.arn}$`, 'm'));
  });

  it('is only told of where the settings say so: for all, or for this event data store', async () => {
    const modes = { 'lake-results-policy-allows-delivery': 'alert' } as const;
    const own = [{ eventDataStoreArn: STORE.arn, bucket: STORE.bucket, modes }];
    for (const settings of [{ modes }, { eventDataStores: own }]) {
      const world = worldWith(STORE, policyWith(FOREIGN), settings);
      assert.deepEqual([(await world.pass()).word, world.writes], ['alerted', 0]);
    }
    const world = worldWith(STORE, policyWith(FOREIGN), { alertOnly: true });
    assert.deepEqual([(await world.pass()).word, world.writes], ['would-restore', 0]);
  });

  it('that cannot be read is not called healthy', async () => {
    const world = worldWith(STORE, policyWith(...LAKE));
    world.buckets.at(STORE.bucket).answers = [{ state: 'unreadable', reason: 'AWS denied it' }];
    const { judgements } = await world.run();
    assert.deepEqual([judgements[0]?.delivers, judgements[0]?.findings[0]?.finding.verdict], [null, 'unknown']);
  });

  it('is healed when the event of its policy comes, which names who did it', async () => {
    const world = worldWith(STORE, policyWith(FOREIGN));
    const parameters = { bucketName: STORE.bucket, bucketPolicy: policyWith(FOREIGN) };
    const cause = callOf('PutBucketPolicy', { parameters });
    assert.equal((await world.pass(cause)).word, 'restored');
    const [alert] = world.notifier.alerts;
    assert.match(alert?.body ?? '', /called PutBucketPolicy/);
    assert.match(alert?.body ?? '', /^TO DO +save the query results that were refused again\.$/m);
    assert.doesNotMatch(alert?.body ?? '', /Log files follow/);
  });
});

describe('a trail and an event data store that share a bucket', () => {
  it('are looked at together, and one write heals both', async () => {
    const world = worldWith(SHARED, policyWith(FOREIGN));
    assert.equal(targetsOf(world.settings, null).length, 1);
    const { word, judgements } = await world.pass();
    assert.equal(word, 'restored');
    assert.deepEqual(
      judgements.map(({ trail }) => trail.arn),
      [SINGLE.arn, SHARED.arn],
    );
    assert.deepEqual(world.bucket.document, policyWith(FOREIGN, ACL, WRITE, ...ofShared));
    assert.deepEqual([(await world.next()).word, world.writes], ['unchanged', 1]);
    assert.deepEqual([world.store.of(SINGLE.arn).seenLogging, world.store.of(SHARED.arn).seenLogging], [true, false]);
  });

  it('a Deny that touches both is told for both', async () => {
    const policy = policyWith(ACL, WRITE, ...ofShared, DENY);
    const { notRepairable } = await worldWith(SHARED, policy).run();
    assert.deepEqual(
      notRepairable.map(({ id }) => id),
      ['bucket-policy-has-no-blocking-deny', 'lake-results-policy-allows-delivery'],
    );
  });

  it('what is missing of the one is no matter of the other', async () => {
    const world = worldWith(SHARED, { ...documentedPolicy(SINGLE) });
    const { judgements } = await world.run();
    assert.deepEqual(
      judgements.map(({ delivers }) => delivers),
      [true, false],
    );
  });
});

describe('who is woken by a call', () => {
  const { settings } = worldWith(STORE, null);
  const woken = (bucketName: string) =>
    targetsOf(settings, callOf('DeleteBucketPolicy', { parameters: { bucketName } })).length;
  it('the event data store whose bucket it names, and no other', () => {
    assert.deepEqual([woken(STORE.bucket), woken('another-bucket')], [1, 0]);
  });
});
