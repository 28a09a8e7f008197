import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TrailSettings } from '../../shared/settings/settings.ts';
import { waysOf } from './event-rule.ts';
import { rightsIn } from './held.ts';
import { ARCHIVE, deployOf, ORGANIZATION_TRAIL, organizationWith } from './organization.ts';
import { placedBy } from './placed.ts';

/** Accounts that all share Log Archive's StackSet, with a trail of the same name each. */
const ACCOUNTS = Array.from({ length: 20 }, (_, number) => `1000000${String(number).padStart(3, '0')}66`);

const [last, told] = [ACCOUNTS[19], ACCOUNTS[18]];

/** The last one has a topic too, so that its rule differs; the trail of the one before is only told about. */
function trailOf(account: string): TrailSettings {
  return {
    trailArn: `arn:aws:cloudtrail:eu-west-1:${account}:trail/own`,
    ...{ bucket: 'org-logs', bucketOwner: ARCHIVE },
    ...(account === last ? { topicArn: `arn:aws:sns:eu-west-1:${account}:own` } : {}),
    ...(account === told ? { modes: { 'trail-is-logging': 'alert' } } : {}),
  };
}

/** A trail by which Log Archive has something in another Region. */
const ABROAD: TrailSettings = {
  ...ORGANIZATION_TRAIL,
  trailArn: `${ORGANIZATION_TRAIL.trailArn}-2`,
  bucket: 'more-logs',
  bucketRegion: 'us-west-2',
};

const deploy = deployOf(organizationWith({ trails: [ORGANIZATION_TRAIL, ABROAD, ...ACCOUNTS.map(trailOf)] }));

describe('a template that accounts share', () => {
  it('gives each its own rights and rules, however many they are', () => {
    for (const account of ACCOUNTS) {
      const written = rightsIn(deploy, account).filter(({ action }) => /:(Start|Set)/.test(action));
      const logging =
        account === told ? [] : [{ action: 'cloudtrail:StartLogging', resource: trailOf(account).trailArn }];
      const topic = account === last ? [{ action: 'sns:SetTopicAttributes', resource: trailOf(account).topicArn }] : [];
      assert.deepEqual(written, [...logging, ...topic], account);
      const stop = { eventName: 'StopLogging', requestParameters: { name: 'own' } };
      const event = { 'detail-type': 'AWS API Call via CloudTrail', source: 'aws.cloudtrail', detail: stop };
      assert.deepEqual(
        waysOf(deploy, { ...event, account, region: 'eu-west-1' }),
        ['Trailmend-Destinations66'],
        account,
      );
    }
  });

  it('makes a role wherever it makes something that refers to it', () => {
    const placed = placedBy(deploy);
    assert.ok(placed.length > ACCOUNTS.length);
    for (const { account, region, resources } of placed) {
      const text = JSON.stringify(resources);
      const named = [...text.matchAll(/"Ref":"(\w+)"|"Fn::GetAtt":\["(\w+)"/g)].map(([, one, other]) => one ?? other);
      assert.ok(named.length > 0);
      for (const id of named) assert.ok(id !== undefined && id in resources, `${id} in ${account} ${region}`);
    }
  });
});
