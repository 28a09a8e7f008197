import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { broken, type Repair, type TrailCheck } from '../../shared/checks/check.ts';
import { checks } from '../../shared/checks/index.ts';
import type { JsonObject } from '../../shared/policy/json.ts';
import { World } from '../memory/world.ts';
import { documented, documentedPolicy } from '../trail/documented.ts';
import { ORGANIZATION, SINGLE } from '../trail/trails.ts';
import { ACL, FOREIGN, FOREIGN_DENY, policyWith, WRITE } from './policies.ts';

/** A check of ours that behaves as a test needs it. */
const checkWith = (evaluate: TrailCheck['evaluate']): TrailCheck => ({
  id: 'made-up',
  title: 'Made up',
  severity: 'medium',
  mode: 'restore',
  why: 'It is made up.',
  byHand: 'Nothing.',
  reference: 'https://docs.aws.amazon.com/',
  permissions: [],
  evaluate,
});

describe('a check that throws', () => {
  it('says that it failed, and the others go on', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    const throwing = checkWith(() => {
      throw new Error('no such thing');
    });
    world.checks = [throwing, ...checks];
    const { word, judgements } = await world.pass();
    assert.equal(word, 'restored');
    assert.equal(
      judgements[0]?.findings.length,
      checks.filter(({ subject }) => subject !== 'event-data-store').length + 1,
    );
    assert.deepEqual(world.bucket.document, policyWith(ACL, WRITE));
    const { unknown } = await world.lasting();
    assert.deepEqual(unknown, [{ id: 'made-up', message: 'the check failed: no such thing', suggestion: null }]);
  });
});

/** The repair that adds one statement to the bucket's policy. */
const adding = (statement: JsonObject): Repair => ({
  kind: 'ensure-statements',
  document: 'bucket-policy',
  resource: 'arn:aws:s3:::example-logs',
  add: [statement],
  restore: [],
});

it('two checks that ask for the same statement get it once', async () => {
  const world = new World([SINGLE], policyWith(ACL));
  world.checks = [...checks, checkWith(() => broken('it is broken', { repair: adding({ ...WRITE, Sid: 'again' }) }))];
  assert.equal((await world.run()).word, 'restored');
  assert.deepEqual(world.bucket.document, policyWith(ACL, WRITE));
});

it('what could not be told and is made sure of by a repair is not told as unknown', async () => {
  const world = new World([SINGLE], policyWith(ACL, { ...WRITE, Principal: { AWS: '*' } }));
  world.trails.set(SINGLE.arn, { status: { latestDeliveryTime: null } });
  world.store.unreadable = 'what lasts is told at once where nothing is remembered';
  const { word, unknown } = await world.run();
  assert.deepEqual([word, unknown], ['restored', []]);
});

describe('a repair that grants more than a guarded trail needs', () => {
  const { Condition: _, ...unconditional } = WRITE;
  for (const [name, statement] of [
    ['to everybody', { ...WRITE, Principal: '*' }],
    ['on every object', { ...WRITE, Resource: 'arn:aws:s3:::example-logs/*' }],
    ['for every trail', unconditional],
    [
      'to somebody else’s trail',
      { ...WRITE, Condition: { StringEquals: { 'aws:SourceArn': 'arn:aws:cloudtrail:x' } } },
    ],
    ['in words that IAM does not know', { ...WRITE, Grant: 'all' }],
  ] as const satisfies readonly (readonly [string, JsonObject])[]) {
    it(`${name}: is not written`, async () => {
      const world = new World([SINGLE], policyWith(FOREIGN));
      world.checks = [checkWith(() => broken('it is broken', { repair: adding(statement) }))];
      const { word, changes } = await world.run();
      assert.equal(word, 'failed');
      assert.deepEqual(
        changes.map(({ note, retryable }) => [note, retryable]),
        [['the plan would grant more than the trails need', false]],
      );
      assert.deepEqual([world.writes, world.bucket.document], [0, policyWith(FOREIGN)]);
    });
  }
});

describe('whether log files are delivered', () => {
  const organization = documentedPolicy(ORGANIZATION);
  for (const [name, trail, policy, delivers] of [
    ['under the documented policy', SINGLE, documentedPolicy(SINGLE), true],
    ['under none', SINGLE, null, false],
    ['under half of it', SINGLE, policyWith(ACL), false],
    ['under somebody’s Deny', SINGLE, policyWith(ACL, WRITE, FOREIGN_DENY), false],
    ['under what cannot be read', SINGLE, 'no policy', null],
    ['of an organization, under the documented policy', ORGANIZATION, organization, true],
    [
      'of an organization, without the path of its own account',
      ORGANIZATION,
      policyWith(documented(ORGANIZATION, 'acl-check'), documented(ORGANIZATION, 'organization-write')),
      null,
    ],
  ] as const) {
    it(`${name}: ${delivers ?? 'not known'}`, async () => {
      const { judgements } = await new World([trail], policy).run();
      assert.deepEqual(
        judgements.map((judgement) => judgement.delivers),
        [delivers],
      );
    });
  }
});
