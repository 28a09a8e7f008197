import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { knownRegions } from '../../shared/trail/regions.ts';
import { SINGLE, trailWith } from '../trail/trails.ts';
import { type Ran, runOver, saidOf } from './accounts.ts';
import type { WireAnswer, WireCall } from './wire.ts';

const ID = 'trail-delivers-log-files';
const WELL: WireAnswer = { body: { IsLogging: true, LatestDeliveryError: '', LatestDeliveryTime: 1_795_000_000 } };
const FAILING: WireAnswer = { body: { IsLogging: true, LatestDeliveryError: 'AccessDenied' } };
const STRANGER = {
  status: 400,
  error: 'UnrecognizedClientException',
  message: 'The security token included in the request is invalid.',
};
const DENIED = { status: 403, error: 'AccessDeniedException', message: 'not authorized' };
const NO_TRAIL = { status: 400, error: 'TrailNotFoundException', message: 'Unknown trail' };

/** An account with three Regions, told in two pages; what GetTrailStatus says in some of them is given. */
function account(elsewhere: Readonly<Record<string, WireAnswer>>): (call: WireCall) => WireAnswer {
  return ({ operation, region, input }) => {
    if (operation === 'GetTrailStatus') {
      assert.equal(input.Name, SINGLE.arn, 'outside of its home a trail has no name but its ARN');
      return elsewhere[region] ?? WELL;
    }
    assert.deepEqual(input.RegionOptStatusContains, ['ENABLED', 'ENABLED_BY_DEFAULT']);
    assert.equal(input.AccountId, undefined, 'the management account may not name its own');
    const first = [{ RegionName: 'us-east-1' }, { RegionName: 'eu-west-1' }];
    if (input.NextToken === undefined) return { body: { Regions: first, NextToken: 'more' } };
    return { body: { Regions: [{ RegionName: 'me-central-1', RegionOptStatus: 'ENABLED' }] } };
  };
}

const regionsAsked = ({ calls }: Ran): readonly string[] =>
  calls.flatMap(({ operation, region }) => (operation === 'GetTrailStatus' ? [region] : [])).sort();

describe('GetTrailStatus, as CloudTrail answers it in each Region', { concurrency: true }, () => {
  it('is asked where Account Management says that the account is', async () => {
    const ran = await runOver(SINGLE, account({}));
    assert.deepEqual(regionsAsked(ran), ['eu-west-1', 'me-central-1']);
    assert.deepEqual(saidOf(ran, ID), ['healthy', 'CloudTrail reports no delivery error in 3 Regions']);
  });

  it('tells of an error in one of them', async () => {
    const ran = await runOver(SINGLE, account({ 'me-central-1': FAILING }));
    assert.match(saidOf(ran, ID).join(' '), /^broken CloudTrail reports `AccessDenied` in me-central-1, and nothing/);
  });

  it('of a trail that is not there yet is no error', async () => {
    assert.equal(saidOf(await runOver(SINGLE, account({ 'me-central-1': NO_TRAIL })), ID)[0], 'healthy');
  });

  for (const [name, refusal] of [
    ['is denied', DENIED],
    ['takes the credentials for a stranger’s, although the account has the Region', STRANGER],
  ] as const)
    it(`that ${name} leaves it open, with the Region`, async () => {
      const [verdict, message] = saidOf(await runOver(SINGLE, account({ 'me-central-1': refusal })), ID);
      assert.deepEqual([verdict, message.includes('could not be read in me-central-1')], ['unknown', true], message);
    });

  it('is asked in every Region that is known where the list is denied; where we are strangers is none of ours', async () => {
    const well = account({ 'me-central-1': STRANGER, 'ap-east-2': STRANGER });
    const ran = await runOver(SINGLE, (call) => (call.operation === 'listRegions' ? DENIED : well(call)));
    assert.deepEqual(
      regionsAsked(ran),
      knownRegions('aws')
        .filter((region) => region !== 'us-east-1')
        .toSorted(),
    );
    const [verdict, message] = saidOf(ran, ID);
    assert.deepEqual([verdict, message.endsWith(`in ${knownRegions('aws').length - 2} Regions`)], ['healthy', true]);
  });

  it('is asked in GovCloud and China without asking which Regions there are', async () => {
    for (const [partition, region, other] of [
      ['aws-us-gov', 'us-gov-west-1', 'us-gov-east-1'],
      ['aws-cn', 'cn-north-1', 'cn-northwest-1'],
    ] as const) {
      const trail = trailWith({ partition, region });
      const ran = await runOver(trail, ({ operation }) => {
        assert.equal(operation, 'GetTrailStatus');
        return FAILING;
      });
      assert.deepEqual(regionsAsked(ran), [other]);
      assert.match(saidOf(ran, ID)[1], new RegExp(`\`AccessDenied\` in ${other}`));
    }
  });
});
