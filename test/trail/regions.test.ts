import assert from 'node:assert/strict';
import { it } from 'node:test';
import { LEGACY_ACCOUNTS } from '../../shared/trail/legacy-accounts.ts';
import { hasOptInRegions, isEnabledByDefault, knownRegions } from '../../shared/trail/regions.ts';

const PARTITIONS = ['aws', 'aws-us-gov', 'aws-cn'] as const;
const ALL = PARTITIONS.flatMap(knownRegions);

it('every Region that ever had an account of CloudTrail is known, and each stands in one partition', () => {
  for (const region of LEGACY_ACCOUNTS.keys()) assert.ok(ALL.includes(region), region);
  assert.equal(new Set(ALL).size, ALL.length);
  for (const region of ALL) assert.match(region, /^[a-z]{2}(-[a-z]+)+-\d$/);
});

it('accounts differ in Regions where some are not enabled by default, which is in one partition', () => {
  for (const partition of PARTITIONS)
    assert.equal(hasOptInRegions(partition), !knownRegions(partition).every(isEnabledByDefault), partition);
});

it('a Region that opened after this was written is taken for one that has to be enabled', () => {
  for (const region of ['ap-south-9', 'us-gov-north-1', '']) assert.equal(isEnabledByDefault(region), false);
});
