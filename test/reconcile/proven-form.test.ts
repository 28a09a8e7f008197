import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bucketPolicyAllowsLogDelivery } from '../../shared/checks/bucket-policy-allows-log-delivery.ts';
import { broken, type Repair } from '../../shared/checks/check.ts';
import type { JsonObject } from '../../shared/policy/json.ts';
import type { Memory } from '../../shared/reconcile/memory.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { World } from '../memory/world.ts';
import { documented, documentedPolicy } from '../trail/documented.ts';
import { bucketPolicy, KEY_POLICY, TRAIL } from '../trail/tower.ts';
import { KEY, SINGLE, TOPIC, trailWith } from '../trail/trails.ts';
import {
  ACL,
  documentedKeyPolicy,
  FOREIGN,
  KEY_OWNER,
  policyWith,
  statementsOf,
  TOPIC_OWNER,
  WRITE,
} from './policies.ts';

const MINUTE = 60_000;
const CLOUDTRAIL = { Service: 'cloudtrail.amazonaws.com' };

/** CloudTrail may write, in a form of somebody's own. */
const OWN: JsonObject = {
  Effect: 'Allow',
  Principal: { Service: ['cloudtrail.amazonaws.com', 'delivery.logs.amazonaws.com'] },
  Action: 's3:Put*',
  Resource: 'arn:aws:s3:::example-logs/*',
  Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
};

type Proven = NonNullable<Memory['proven']>['policies'];

/** A world that remembers proven policies, under which others are in force now. */
function worldWith(trail: Trail, proven: Proven, now: Proven): World {
  const { 'bucket-policy': bucket = null, 'key-policy': key = null, 'topic-policy': topic = null } = now;
  const world = new World([trail], bucket, { key, topic });
  world.store.know(trail.arn, { proven: { policies: proven, at: 1 } });
  return world;
}

/** What a run makes of the bucket's policy, where nothing but the repair is in it and nothing is left to do after it. */
async function repaired(proven: JsonObject, now: JsonObject | null, trail = SINGLE): Promise<readonly JsonObject[]> {
  const world = worldWith(trail, { 'bucket-policy': proven }, now === null ? {} : { 'bucket-policy': now });
  const { word, changes } = await world.run();
  assert.equal(word, 'restored');
  for (const { what } of changes) assert.deepEqual('after' in what ? what.accessBroadened : [], []);
  const { document } = world.bucket;
  assert.equal((await world.run()).word, 'unchanged');
  assert.deepEqual(world.bucket.document, document);
  const kept = statementsOf(now);
  assert.deepEqual(statementsOf(document).slice(0, kept.length), kept);
  return statementsOf(document).slice(kept.length);
}

describe('what a landing zone wrote comes back as it was', () => {
  for (const version of ['3.0', '3.3', '4.0'] as const) {
    const whole = bucketPolicy(version, ['*']);
    const [tls = {}, acl = {}, list = {}, delivery = {}] = statementsOf(whole);

    it(`${version}: the delivery`, async () => {
      const now = policyWith(tls, acl, list);
      assert.deepEqual(await repaired(whole, now, { ...TRAIL, kmsKeyArn: null }), [delivery]);
    });

    it(`${version}: the ACL check alone, and a statement of AWS Config that is gone stays gone`, async () => {
      assert.deepEqual(await repaired(whole, policyWith(tls, delivery), { ...TRAIL, kmsKeyArn: null }), [acl]);
    });

    it(`${version}: in the documented form, where nothing is remembered`, async () => {
      const world = new World([{ ...TRAIL, kmsKeyArn: null }], policyWith(tls, list));
      assert.equal((await world.run()).word, 'restored');
      const added = statementsOf(world.bucket.document).slice(2);
      assert.deepEqual(added, statementsOf(documentedPolicy(TRAIL)));
    });

    it(`${version}: all of CloudTrail’s, where the whole policy is gone, and nothing else`, async () => {
      assert.deepEqual(await repaired(whole, null, { ...TRAIL, kmsKeyArn: null }), [acl, delivery]);
    });

    it(`${version}: beside an edited one, under a Sid that is free`, async () => {
      const edited = { ...delivery, Resource: 'arn:aws:s3:::example-logs/elsewhere/*' };
      const Sid = `${String(delivery.Sid)}Trailmend2`;
      const added = await repaired(whole, policyWith(tls, acl, list, edited), { ...TRAIL, kmsKeyArn: null });
      assert.deepEqual(added, [{ ...delivery, Sid }]);
    });
  }

  it('the key policy too', async () => {
    const whole = bucketPolicy('4.0', ['*']);
    const [owner = {}, use] = statementsOf(KEY_POLICY);
    const now = { 'bucket-policy': whole, 'key-policy': policyWith(owner) };
    const world = worldWith(TRAIL, { 'bucket-policy': whole, 'key-policy': KEY_POLICY }, now);
    assert.equal((await world.run()).word, 'restored');
    assert.deepEqual([world.key.document, world.bucket.document], [policyWith(owner, use ?? {}), whole]);
    assert.equal((await world.run()).word, 'unchanged');
  });
});

describe('a form that was proven by a file that arrived', () => {
  it('is remembered, and comes back', async () => {
    const world = new World([SINGLE], policyWith(FOREIGN, ACL, OWN));
    await world.pass();
    world.trails.set(SINGLE.arn, { status: { latestDeliveryTime: world.clock.time + 2 * MINUTE } });
    await world.next();
    world.bucket.write(policyWith(FOREIGN, ACL));
    assert.equal((await world.next()).word, 'restored');
    assert.deepEqual(world.bucket.document, policyWith(FOREIGN, ACL, OWN));
  });

  it('of a topic', async () => {
    const trail = trailWith({ topicArn: TOPIC });
    const publish = { Sid: 'own', Effect: 'Allow', Principal: CLOUDTRAIL, Action: 'SNS:*', Resource: TOPIC };
    const now = { 'bucket-policy': documentedPolicy(trail), 'topic-policy': policyWith(TOPIC_OWNER) };
    const world = worldWith(trail, { ...now, 'topic-policy': policyWith(TOPIC_OWNER, publish) }, now);
    await world.run();
    assert.deepEqual(world.topic.document, policyWith(TOPIC_OWNER, publish));
  });

  it('comes back with as few statements as will do', async () => {
    const half = (letter: string): JsonObject => ({ ...OWN, Resource: `arn:aws:s3:::example-logs/${letter}*` });
    const proven = policyWith(half('A'), { ...OWN, Action: 's3:PutObject' }, half('AWSLogs/'));
    assert.deepEqual(await repaired(proven, policyWith(ACL)), [half('A')]);
  });

  it('comes back with all the statements that it takes', async () => {
    const of = (account: string): JsonObject => ({
      ...OWN,
      Resource: `arn:aws:s3:::example-logs/AWSLogs/111122223333/CloudTrail/${account}*`,
    });
    const proven = policyWith(of('u'), of('never'), of('?[a-z]'), of('us'), of('a'), of('e'), of('c'), of('s'));
    const more = policyWith(...statementsOf(proven), of('m'), of('i'));
    assert.deepEqual(await repaired(more, policyWith(ACL)), ['u', 'a', 'e', 'c', 's', 'm', 'i'].map(of));
  });
});

/** What was proven, and why it does not come back. */
const NOT_BROUGHT_BACK: readonly [why: string, proven: readonly JsonObject[], now: readonly JsonObject[]][] = [
  ['nothing was proven', [], [ACL]],
  ['it allowed something else', [{ ...OWN, Action: 's3:GetObject' }], [ACL]],
  ['it would not do', [{ ...OWN, Resource: 'arn:aws:s3:::example-logs/AWSLogs/111122223333/CloudTrail/us*' }], [ACL]],
  ['it names everybody', [{ ...OWN, Principal: '*' }], [ACL]],
  ['it names an account beside CloudTrail', [{ ...OWN, Principal: { ...CLOUDTRAIL, AWS: '999988887777' } }], [ACL]],
  ['it names the account IDs of former years', [{ ...OWN, Principal: { AWS: '086441151436' } }], [ACL]],
  [
    'it names everybody but somebody',
    [{ ...statementWithout(OWN, 'Principal'), NotPrincipal: { AWS: '999988887777' } }],
    [ACL],
  ],
  ['it was a Deny', [{ ...OWN, Effect: 'Deny' }], [ACL]],
  ['it hangs on what nobody knows', [{ ...OWN, Condition: { StringEquals: { 'aws:SourceOrgID': 'o-x' } } }], [ACL]],
  [
    'somebody narrowed it since',
    [statementWithout(OWN, 'Condition')],
    [ACL, { ...OWN, Condition: { StringEquals: { 'aws:SourceAccount': '999988887777' } } }],
  ],
];

function statementWithout(statement: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(statement).filter(([key]) => key !== name));
}

describe('what AWS documents is added instead', () => {
  for (const [why, proven, now] of NOT_BROUGHT_BACK) {
    it(`where ${why}`, async () =>
      assert.deepEqual(await repaired(policyWith(...proven), policyWith(...now)), [WRITE]));
  }

  it('where the version is one under which variables are none', async () => {
    const proven = policyWith({ ...OWN, Resource: 'arn:aws:s3:::example-logs/AWSLogs/${aws:SourceAccount}/*' });
    const old = { Version: '2008-10-17', Statement: [ACL] };
    assert.deepEqual(await repaired(proven, old), [WRITE]);
    assert.deepEqual(await repaired(proven, policyWith(ACL)), statementsOf(proven));
    assert.deepEqual(await repaired({ ...proven, Version: '2008-10-17' }, policyWith(ACL)), [WRITE]);
  });

  it('where it was proven for another key', async () => {
    const trail = trailWith({ kmsKeyArn: KEY });
    const use = { Sid: 'own', Effect: 'Allow', Principal: CLOUDTRAIL, Action: 'kms:*', Resource: '*' };
    const now = { 'bucket-policy': documentedPolicy(trail), 'key-policy': policyWith(KEY_OWNER) };
    const world = worldWith(trail, { 'key-policy': policyWith(KEY_OWNER, use) }, now);
    const before = { bucket: trail.bucket, kmsKeyArn: KEY.replace('1234', '9999'), topicArn: null };
    const facts = {
      prefix: '',
      isOrganizationTrail: false,
      logFileValidation: false,
      multiRegion: true,
      insights: false,
      logGroupArn: null,
      logGroupRoleArn: null,
    };
    world.store.know(trail.arn, { description: { ...before, ...facts } });
    await world.pass();
    assert.deepEqual(world.key.document, policyWith(KEY_OWNER, documented(trail, 'encrypt')));
    // The other key's policy is forgotten for good.
    world.key.write(policyWith(KEY_OWNER));
    await world.next();
    assert.deepEqual(world.key.document, policyWith(KEY_OWNER, documented(trail, 'encrypt')));
    assert.notDeepEqual(world.key.document, documentedKeyPolicy(trail));
  });
});

describe('a plan that adds something else than was proven is not carried out', () => {
  const proven = { ...OWN, Resource: 'arn:aws:s3:::example-logs/*' };
  const everybody = { ...proven, Principal: '*' };
  const ADDED: readonly [what: string, statement: JsonObject, word: string][] = [
    ['what was proven', proven, 'restored'],
    ['the same under another Sid', { Sid: 'another', ...proven }, 'restored'],
    ['the same for everybody, which was proven too', everybody, 'failed'],
    ['the same with more actions', { ...proven, Action: 's3:*' }, 'failed'],
    ['the same without its condition', statementWithout(proven, 'Condition'), 'failed'],
    ['the same for CloudTrail alone', { ...proven, Principal: CLOUDTRAIL }, 'failed'],
  ];
  for (const [what, statement, word] of ADDED) {
    it(what, async () => {
      const world = worldWith(SINGLE, { 'bucket-policy': policyWith(proven, everybody) }, {});
      const repair: Repair = {
        ...{ kind: 'ensure-statements', document: 'bucket-policy', resource: 'arn:aws:s3:::example-logs' },
        ...{ add: [statement], restore: [] },
      };
      world.checks = [{ ...bucketPolicyAllowsLogDelivery, evaluate: () => broken('it is asked for', { repair }) }];
      assert.equal((await world.run()).word, word);
      assert.equal(world.bucket.document === null, word === 'failed');
    });
  }
});
