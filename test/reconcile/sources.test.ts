import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../shared/policy/json.ts';
import { documentBytes } from '../../shared/policy/limits.ts';
import type { TrailSettings } from '../../shared/settings/settings.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { World } from '../memory/world.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { SINGLE, trailWith } from '../trail/trails.ts';
import { FOREIGN, policyWith, statementsOf } from './policies.ts';

const THEIRS = trailWith({ account: '222233334444', name: 'theirs' });
const SECOND = trailWith({ name: 'second', prefix: 'second' });

const of = (...trails: readonly Trail[]): readonly JsonObject[] =>
  trails.flatMap((trail) => statementsOf(documentedPolicy(trail)));

/** The same statements under Sids that are free beside those of the guarded trail. */
const besides = (statements: readonly JsonObject[]): readonly JsonObject[] =>
  statements.map((statement) => ({ ...statement, Sid: `${statement.Sid}Trailmend2` }));

/** A world of the trail SINGLE, of whose settings this is said besides. */
function worldWith(policy: JsonObject | null, said: Partial<TrailSettings> = {}): World {
  const world = new World([SINGLE], policy);
  const [trail] = world.settings.trails;
  assert.ok(trail !== undefined);
  world.settings = { ...world.settings, trails: [{ ...trail, ...said }] };
  return world;
}

const idsOf = (told: readonly { readonly id: string }[]): readonly string[] => told.map(({ id }) => id);

describe('a trail of another account that the settings name', () => {
  const sources = [{ trailArn: THEIRS.arn }];

  it('gets its statements back with the first write, and the next run writes nothing', async () => {
    const world = worldWith(policyWith(...of(SINGLE), FOREIGN), { sources });
    const { word, changes } = await world.run();
    assert.deepEqual([word, world.writes], ['restored', 1]);
    for (const { what } of changes) assert.deepEqual('after' in what && what.accessBroadened, []);
    assert.deepEqual(world.bucket.document, policyWith(...of(SINGLE), FOREIGN, ...besides(of(THEIRS))));
    assert.deepEqual([(await world.run()).word, world.writes], ['unchanged', 1]);
  });

  it('gets them back together with those of the guarded trail', async () => {
    const world = worldWith(null, { sources });
    await world.run();
    assert.equal(world.writes, 1);
    assert.deepEqual(world.bucket.document, policyWith(...of(SINGLE), ...besides(of(THEIRS))));
  });

  it('whose statements do not fit keeps nobody’s delivery broken: what fits is written, and the rest is told', async () => {
    const [acl = {}, write = {}] = of(SINGLE);
    const filler = {
      ...FOREIGN,
      Sid: 'x'.repeat(20_480 - documentBytes(policyWith(acl, write, { ...FOREIGN, Sid: '' })) - 40),
    };
    const world = worldWith(policyWith(acl, filler), { sources });
    const { word, changes, notRepairable } = await world.run();
    assert.equal(word, 'alerted');
    assert.deepEqual(
      changes.map(({ what }) => 'added' in what && what.added),
      [[write]],
    );
    assert.deepEqual(idsOf(notRepairable), ['repair-is-permitted']);
    assert.match(String(notRepairable[0]?.message), /repaired as far as delivery rests on it, and not in full/);
    assert.deepEqual([(await world.run()).word, world.writes], ['alerted', 1]);
  });

  it('where the settings only tell: people get the statements, and the folder besides', async () => {
    const modes = { 'bucket-policy-keeps-every-source': 'alert' } as const;
    const world = worldWith(policyWith(...of(SINGLE)), { sources, modes });
    world.bucket.folders = ['AWSLogs/111122223333/', 'AWSLogs/333344445555/'];
    const { word, notRepairable } = await world.run();
    assert.deepEqual([word, world.writes], ['alerted', 0]);
    assert.deepEqual(idsOf(notRepairable), ['bucket-policy-keeps-every-source', 'bucket-policy-keeps-every-source']);
    assert.deepEqual(notRepairable[0]?.suggestion, { Statement: of(THEIRS) });
    assert.match(String(notRepairable[1]?.message), /AWSLogs\/333344445555\//);
  });
});

describe('another trail of the account that delivers into the bucket', () => {
  it('gets its statements back in the second pass', async () => {
    const world = worldWith(null);
    world.trails.add(SECOND);
    const { word, changes } = await world.run();
    assert.deepEqual([word, world.writes, changes.length], ['restored', 2, 2]);
    assert.deepEqual(world.bucket.document, policyWith(...of(SINGLE), ...besides(of(SECOND))));
    assert.deepEqual([(await world.run()).word, world.writes], ['unchanged', 2]);
  });

  it('is left out while it is stopped: it does not deliver', async () => {
    const world = worldWith(documentedPolicy(SINGLE));
    world.trails.add(SECOND);
    world.trails.set(SECOND.arn, { status: { isLogging: false } });
    assert.deepEqual([(await world.run()).word, world.writes], ['unchanged', 0]);
  });

  for (const prefix of ['', 'example', 'second/AWSLogs/111122223333']) {
    it(`under the prefix \`${prefix}\` is none of the guarded one’s, and each keeps its own`, async () => {
      const nested = trailWith({ name: 'nested', prefix });
      const world = new World([SECOND], documentedPolicy(SECOND));
      world.trails.add(nested);
      await world.run();
      assert.deepEqual(statementsOf(world.bucket.document).slice(0, 2), of(SECOND));
      assert.deepEqual([(await world.run()).word, world.writes], ['unchanged', 1]);
    });
  }

  it('that delivers elsewhere gets nothing', async () => {
    const world = worldWith(documentedPolicy(SINGLE));
    world.trails.add({ ...SECOND, bucket: 'other-logs' });
    assert.deepEqual([(await world.run()).word, world.writes], ['unchanged', 0]);
  });

  it('that is guarded and was pointed here gets nothing before a person accepts it', async () => {
    const world = new World([SINGLE, { ...SECOND, bucket: 'other-logs' }], documentedPolicy(SINGLE));
    world.buckets.at('other-logs').write(documentedPolicy({ ...SECOND, bucket: 'other-logs' }));
    world.trails.set(SECOND.arn, { description: { bucket: SINGLE.bucket } });
    const { notRepairable } = await world.run();
    assert.deepEqual([idsOf(notRepairable), world.writes], [['trail-settings-are-expected'], 0]);
  });
});

describe('a trail that was made anew under another name', () => {
  const renamed = trailWith({ name: 'renamed' });

  it('is named to people, and nothing is written for it', async () => {
    const world = worldWith(documentedPolicy(SINGLE));
    world.trails.set(SINGLE.arn, { description: { state: 'absent' }, status: { state: 'absent' } });
    world.trails.add(renamed);
    const { word, notRepairable } = await world.run();
    assert.deepEqual([word, idsOf(notRepairable), world.writes], ['alerted', ['trail-exists'], 0]);
    assert.match(String(notRepairable[0]?.suggestion), new RegExp(`in the settings be ${renamed.arn}`));
  });

  it('gets nothing either from a second trail of the bucket', async () => {
    const world = new World([SINGLE, SECOND], policyWith(...of(SINGLE, SECOND)));
    world.trails.set(SINGLE.arn, { description: { state: 'absent' }, status: { state: 'absent' } });
    world.trails.add(renamed);
    const { notRepairable } = await world.run();
    assert.deepEqual([idsOf(notRepairable), world.writes], [['trail-exists'], 0]);
  });

  it('gets what it needs once the settings name it', async () => {
    const world = new World([renamed], documentedPolicy(SINGLE));
    await world.run();
    assert.deepEqual(statementsOf(world.bucket.document), [...of(SINGLE), ...besides(of(renamed))]);
  });
});

describe('a source of the last proven policy', () => {
  const both = { Sid: 'both', Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' } } as const;
  const shared: JsonObject = {
    ...both,
    Action: ['s3:GetBucketAcl', 's3:PutObject'],
    Resource: ['arn:aws:s3:::example-logs', 'arn:aws:s3:::example-logs/AWSLogs/*'],
    Condition: { StringEquals: { 'aws:SourceAccount': ['111122223333', '222233334444'] } },
  };

  it('comes back in its own form with the first write', async () => {
    const world = worldWith(documentedPolicy(SINGLE));
    world.store.know(SINGLE.arn, { proven: { policies: { 'bucket-policy': policyWith(shared) }, at: 1 } });
    assert.deepEqual([(await world.run()).word, world.writes], ['restored', 1]);
    assert.deepEqual(world.bucket.document, policyWith(...of(SINGLE), shared));
    assert.deepEqual([(await world.run()).word, world.writes], ['unchanged', 1]);
  });

  it('is given up once a log file has arrived without it, where it is only told', async () => {
    const world = worldWith(documentedPolicy(SINGLE), { modes: { 'bucket-policy-keeps-every-source': 'alert' } });
    world.store.know(SINGLE.arn, { proven: { policies: { 'bucket-policy': policyWith(shared) }, at: 1 } });
    assert.equal((await world.pass()).word, 'alerted');
    world.trails.set(SINGLE.arn, { status: { latestDeliveryTime: world.clock.time + 300_000 } });
    await world.next();
    assert.equal((await world.next()).word, 'unchanged');
  });

  it('beside a folder of which nothing is known: partly restored, and told so', async () => {
    const world = worldWith(policyWith(...of(SINGLE)));
    world.bucket.folders = ['AWSLogs/222233334444/', 'AWSLogs/333344445555/'];
    const proven = policyWith(...of(SINGLE), ...besides(of(THEIRS)));
    world.store.know(SINGLE.arn, { proven: { policies: { 'bucket-policy': proven }, at: 1 } });
    const { word, notRepairable } = await world.run();
    assert.deepEqual([word, idsOf(notRepairable)], ['restored', ['bucket-policy-keeps-every-source']]);
    assert.match(String(notRepairable[0]?.suggestion), /if a trail of account 333344445555 delivers here/);
    assert.deepEqual(world.bucket.document, proven);
  });

  it('that a wider statement let in beside the documented ones: all of it comes back, in one run', async () => {
    const toAll = { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' } };
    const acl = { ...toAll, Action: 's3:GetBucketAcl', Resource: 'arn:aws:s3:::example-logs' };
    const write = { ...toAll, Action: 's3:PutObject', Resource: 'arn:aws:s3:::example-logs/AWSLogs/222233334444/*' };
    const world = worldWith(policyWith(...of(SINGLE)));
    const proven = policyWith(...of(SINGLE), acl, write);
    world.store.know(SINGLE.arn, { proven: { policies: { 'bucket-policy': proven }, at: 1 } });
    assert.equal((await world.run()).word, 'restored');
    assert.deepEqual(world.bucket.document, proven);
  });

  for (const resource of ['/*', '/AWSLogs*', '/AWSLogs/*'])
    it(`whose ARN was taken off a statement for \`${resource}\``, async () => {
      const ofBoth = (arns: readonly string[]): JsonObject =>
        policyWith(
          ...(
            [
              ['s3:GetBucketAcl', ''],
              ['s3:PutObject', resource],
            ] as const
          ).map(([Action, path]) => ({
            ...{ Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action },
            Resource: `arn:aws:s3:::example-logs${path}`,
            Condition: { StringEquals: { 'aws:SourceArn': arns } },
          })),
        );
      const world = worldWith(ofBoth([SINGLE.arn]));
      const proven = ofBoth([SINGLE.arn, THEIRS.arn]);
      world.store.know(SINGLE.arn, { proven: { policies: { 'bucket-policy': proven }, at: 1 } });
      assert.equal((await world.run()).word, 'restored');
    });
});
