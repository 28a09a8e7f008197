import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../shared/policy/json.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { World } from '../memory/world.ts';
import { unwrapped } from '../report/unwrapped.ts';
import { SINGLE, trailWith } from '../trail/trails.ts';
import { ACL, FOREIGN, policyWith, WRITE } from './policies.ts';

const MINUTE = 60_000;
const ID = 'bucket-policy-uses-service-principal';

const byAccounts = (statement: JsonObject): JsonObject => ({
  ...statement,
  Sid: String(statement.Sid).replace('20150319', '20131101'),
  Principal: { AWS: ['arn:aws:iam::086441151436:root', 'arn:aws:iam::859597730677:root'] },
});
const OLD = policyWith(FOREIGN, byAccounts(ACL), byAccounts(WRITE));

/** A trail that delivers under the policy of former years, as far as CloudTrail's own word goes. */
function delivering(trail: Trail): World {
  const world = new World([trail], OLD);
  world.store.know(trail.arn, {
    inForce: { policies: { 'bucket-policy': OLD }, since: world.clock.time - 9 * MINUTE },
  });
  world.trails.set(trail.arn, { status: { latestDeliveryTime: world.clock.time - MINUTE } });
  return world;
}

describe('a bucket policy that names the accounts of former years, under which files arrive', () => {
  it('gets the service principal where the trail has other Regions too; the old statements stay for a person', async () => {
    const world = delivering(SINGLE);
    world.accounts.enabled = ['us-east-1', 'eu-west-1', 'eu-west-2'];
    const { word, changes } = await world.pass();
    assert.deepEqual([word, changes.length], ['restored', 1]);
    assert.deepEqual(world.bucket.document, policyWith(FOREIGN, byAccounts(ACL), byAccounts(WRITE), ACL, WRITE));
    assert.match(
      unwrapped(world.notifier.alerts[0]?.body ?? ''),
      /may remove them from statement 1 \(`AWSCloudTrailAclCheck20131101`\)/,
    );
    assert.deepEqual([(await world.next()).word, world.writes], ['unchanged', 1]);
  });

  it('gets it where nobody may list the Regions: some of them have no account', async () => {
    const world = delivering(SINGLE);
    world.accounts.enabled = { state: 'unreadable', reason: 'AWS denied `account:ListRegions`' };
    assert.equal((await world.pass()).word, 'restored');
  });

  it('gets it for an organization, whose members may have Regions of their own', async () => {
    const trail = trailWith({ organizationId: 'o-exampleorgid' });
    const { word } = await delivering(trail).pass();
    assert.equal(word, 'restored');
  });

  it('stays as it is where every Region that the account has is listed: that is advice', async () => {
    const world = delivering(SINGLE);
    const { word, judgements } = await world.pass();
    const found = judgements[0]?.findings.find(({ check }) => check.id === ID);
    assert.deepEqual([word, found?.finding.verdict, found?.mode], ['unchanged', 'broken', 'advice']);
    assert.deepEqual([world.bucket.document, world.notifier.alerts], [OLD, []]);
  });

  it('gets it where one of its Regions fails: then the accounts do not stand for CloudTrail after all', async () => {
    const world = delivering(SINGLE);
    world.store.know(SINGLE.arn, {
      inForce: { policies: { 'bucket-policy': OLD }, since: world.clock.time - 60 * MINUTE },
    });
    world.trails.elsewhere.set('eu-west-1', { latestDeliveryError: 'AccessDenied' });
    const { word, judgements } = await world.pass();
    // Until that Region delivers, nobody knows that nothing else stands in its way.
    assert.deepEqual([word, judgements[0]?.delivers], ['alerted', null]);
    assert.deepEqual(world.bucket.document, policyWith(FOREIGN, byAccounts(ACL), byAccounts(WRITE), ACL, WRITE));
    world.trails.elsewhere.clear();
    assert.deepEqual([(await world.next()).word, world.writes], ['unchanged', 1]);
  });

  it('stays as it is where the trail has one Region, whose account is listed: that is advice', async () => {
    const world = delivering(trailWith({ multiRegion: false }));
    const { word, judgements } = await world.pass();
    const found = judgements[0]?.findings.find(({ check }) => check.id === ID);
    assert.deepEqual([word, found?.finding.verdict, found?.mode], ['unchanged', 'broken', 'advice']);
    assert.deepEqual([world.bucket.document, world.notifier.alerts], [OLD, []]);
  });

  it('gets it there too where the settings say so', async () => {
    const world = delivering(trailWith({ multiRegion: false }));
    world.settings = { ...world.settings, modes: { [ID]: 'restore' } };
    assert.equal((await world.pass()).word, 'restored');
    assert.deepEqual(world.bucket.document, policyWith(FOREIGN, byAccounts(ACL), byAccounts(WRITE), ACL, WRITE));
  });

  it('is only told where the settings say so, with the statements to add', async () => {
    const world = delivering(SINGLE);
    world.settings = { ...world.settings, modes: { [ID]: 'alert' } };
    const { word, notRepairable } = await world.pass();
    assert.deepEqual(
      [word, notRepairable.map(({ suggestion }) => suggestion)],
      ['alerted', [{ Statement: [ACL, WRITE] }]],
    );
  });
});
