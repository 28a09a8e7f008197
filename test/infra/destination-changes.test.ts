import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TrailSettings } from '../../shared/settings/settings.ts';
import {
  ARCHIVE,
  type Deploy,
  deployOf,
  KEYS,
  MANAGEMENT,
  MEMBER,
  ORGANIZATION_TRAIL,
  organizationWith,
  SECURITY,
} from './organization.ts';
import { placedBy, type Resource } from './placed.ts';

/** An account whose number ends as Log Archive's does, so that they share a StackSet. */
const NEIGHBOUR = '999900001166';

const trailIn = (account: string, region: string): TrailSettings => ({
  trailArn: `arn:aws:cloudtrail:${region}:${account}:trail/own`,
  bucket: `logs-${account}`,
});
const SECOND: TrailSettings = {
  trailArn: `arn:aws:cloudtrail:eu-central-1:${MANAGEMENT}:trail/second`,
  bucket: 'second-logs',
  bucketOwner: ARCHIVE,
  organizationId: 'o-exampleorgid',
};

const deployWith = (...more: readonly TrailSettings[]): Deploy =>
  deployOf(organizationWith({ trails: [ORGANIZATION_TRAIL, ...more] }));

/** What stands where: by stack, account and Region. */
function standing(deploy: Deploy): Readonly<Record<string, Readonly<Record<string, Resource>>>> {
  const placed = placedBy(deploy);
  return Object.fromEntries(
    placed.map(({ stack, account, region, resources }) => [`${stack} ${account} ${region}`, resources]),
  );
}

/** What stands after a change and did not before, and what stood before and is another now. */
function difference(before: Deploy, after: Deploy) {
  const [old, fresh] = [standing(before), standing(after)];
  const both = Object.keys(old).filter((name) => name in fresh);
  return {
    made: Object.keys(fresh).filter((name) => !(name in old)),
    changed: both.filter((name) => JSON.stringify(old[name]) !== JSON.stringify(fresh[name])),
    deleted: Object.keys(old).filter((name) => !(name in fresh)),
  };
}

/** The StackSets that a change leaves as they are, to the letter. */
function untouched(before: Deploy, after: Deploy): readonly string[] {
  const text = ({ stackSets }: Deploy, name: string) => JSON.stringify(stackSets.get(name)?.properties);
  return [...before.stackSets.keys()].filter((name) => text(before, name) === text(after, name));
}

/** What the hub has under other logical ids, or not any more. */
function lostByHub(before: Deploy, after: Deploy): readonly string[] {
  const ids = Object.keys(after.hub.toJSON().Resources);
  return Object.keys(before.hub.toJSON().Resources).filter((id) => !ids.includes(id));
}

const before = deployWith();

describe('an account more', () => {
  const after = deployWith(trailIn(SECURITY, 'us-west-2'));
  const stacks = [`Trailmend-Destinations99 ${SECURITY} eu-west-1`, `Trailmend-Destinations99 ${SECURITY} us-west-2`];

  it('gets a StackSet, and no other one is touched', () => {
    assert.deepEqual(difference(before, after), { made: stacks, changed: [], deleted: [] });
    assert.deepEqual(untouched(before, after), [...before.stackSets.keys()]);
    assert.deepEqual(lostByHub(before, after), []);
  });

  it('goes with its StackSet, and no other one is touched', () => {
    assert.deepEqual(difference(after, before), { made: [], changed: [], deleted: stacks });
    assert.deepEqual(untouched(after, before), [...before.stackSets.keys()]);
    assert.deepEqual([...after.stackSets.keys()].filter((name) => !before.stackSets.has(name)).length, 1);
  });

  it('that shares a StackSet is an instance more, and one less when it goes: what stands in the other account stays', () => {
    const shared = deployWith(trailIn(NEIGHBOUR, 'us-west-2'));
    const instances = [
      `Trailmend-Destinations66 ${NEIGHBOUR} eu-west-1`,
      `Trailmend-Destinations66 ${NEIGHBOUR} us-west-2`,
    ];
    assert.deepEqual(difference(before, shared), { made: instances, changed: [], deleted: [] });
    assert.deepEqual(difference(shared, before), { made: [], changed: [], deleted: instances });
    assert.deepEqual(untouched(before, shared), ['Trailmend-Destinations77']);
    assert.deepEqual(lostByHub(before, shared), []);
  });
});

describe('a second organization trail', () => {
  const after = deployWith(SECOND);
  const archive = `Trailmend-Destinations66 ${ARCHIVE} eu-west-1`;

  it('adds the Regions of its home and bucket, and rights where its bucket lies', () => {
    assert.deepEqual(difference(before, after), {
      made: [
        `TrailmendDestination-${MANAGEMENT}-eu-central-1 ${MANAGEMENT} eu-central-1`,
        `Trailmend-Destinations66 ${ARCHIVE} eu-central-1`,
      ],
      changed: [archive],
      deleted: [],
    });
    assert.deepEqual(untouched(before, after), ['Trailmend-Destinations77']);
    assert.deepEqual(lostByHub(before, after), []);
  });

  it('makes neither roles nor rules anew in an account that gets rights', () => {
    const [old = {}, fresh = {}] = [standing(before)[archive], standing(after)[archive]];
    const lasting = Object.entries(old).filter(([, { Type }]) => Type !== 'AWS::IAM::Policy');
    assert.deepEqual(lasting.map(([, { Type }]) => Type).sort(), [
      ...['AWS::Events::Rule', 'AWS::Events::Rule', 'AWS::IAM::Role', 'AWS::IAM::Role'],
    ]);
    for (const [id, resource] of lasting) assert.deepEqual(fresh[id], resource);
  });
});

describe('an account', () => {
  it('is never moved from one StackSet to another, whatever else the settings name', () => {
    const accounts = [SECURITY, NEIGHBOUR, MEMBER, '000000000066', '888888888877'];
    const deploys = accounts.map((_, at) =>
      deployWith(...accounts.slice(at).map((one) => trailIn(one, at % 2 === 0 ? 'eu-west-1' : 'us-west-2')), SECOND),
    );
    const stacksOf = (account: string) => {
      const all = deploys.flatMap(placedBy).filter((one) => one.from === 'stack-set' && one.account === account);
      return [...new Set(all.map(({ stack }) => stack))];
    };
    for (const account of [...accounts, ARCHIVE, KEYS])
      assert.deepEqual(stacksOf(account), [`Trailmend-Destinations${account.slice(-2)}`]);
  });
});
