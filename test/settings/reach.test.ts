import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DESTINATION_ROLE, HUB_ROLE, hubRoleArn, reachOf } from '../../shared/settings/reach.ts';
import type { OrganizationSettings, Settings } from '../../shared/settings/settings.ts';

const MANAGEMENT = '111122223333';
const ARCHIVE = '444455556666';
const TOOLING = '777788889999';

function settingsWith(organization?: Partial<OrganizationSettings>, partition = 'aws'): Settings {
  const trails = [{ trailArn: `arn:${partition}:cloudtrail:eu-west-1:${MANAGEMENT}:trail/audit`, bucket: 'logs' }];
  const plain = { version: 1, trails, alertOnly: false, modes: {}, scheduleMinutes: 15, alertEmails: [] } as const;
  if (organization === undefined) return plain;
  return { ...plain, organization: { id: 'o-a1b2c3d4e5', managementAccount: MANAGEMENT, ...organization } };
}

describe('how the hub gets into accounts', () => {
  it('needs no role where everything lies in one account', () => {
    const reach = reachOf(settingsWith());
    assert.deepEqual([reach.account, reach.region], [MANAGEMENT, 'eu-west-1']);
    assert.deepEqual(reach.chainTo(ARCHIVE), []);
  });

  it('lies in the management account, in the home Region of the first trail, unless the settings say otherwise', () => {
    const reach = reachOf(settingsWith({}));
    assert.deepEqual([reach.account, reach.region], [MANAGEMENT, 'eu-west-1']);
    const other = reachOf(settingsWith({ hubAccount: TOOLING, hubRegion: 'us-east-1' }));
    assert.deepEqual([other.account, other.region], [TOOLING, 'us-east-1']);
    assert.equal(hubRoleArn(other), `arn:aws:iam::${TOOLING}:role/${HUB_ROLE}`);
  });

  it('assumes the destination’s role in every account but the hub’s own', () => {
    const reach = reachOf(settingsWith({ hubAccount: TOOLING }));
    assert.deepEqual(reach.chainTo(TOOLING), []);
    for (const account of [MANAGEMENT, ARCHIVE])
      assert.deepEqual(reach.chainTo(account), [`arn:aws:iam::${account}:role/${DESTINATION_ROLE}`]);
  });

  it('assumes the roles that the settings name instead, in their order', () => {
    const chain = [`arn:aws:iam::${MANAGEMENT}:role/Jump`, `arn:aws:iam::${ARCHIVE}:role/Guard`];
    assert.deepEqual(reachOf(settingsWith({ roles: { [ARCHIVE]: chain } })).chainTo(ARCHIVE), chain);
  });

  it('stays in its partition', () => {
    const reach = reachOf(settingsWith({}, 'aws-us-gov'));
    assert.deepEqual(reach.chainTo(ARCHIVE), [`arn:aws-us-gov:iam::${ARCHIVE}:role/${DESTINATION_ROLE}`]);
  });
});
