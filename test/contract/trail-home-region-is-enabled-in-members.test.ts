import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { trailWith } from '../trail/trails.ts';
import { type Ran, runOver, saidOf } from './accounts.ts';
import type { WireAnswer, WireCall } from './wire.ts';

const ID = 'trail-home-region-is-enabled-in-members';
const TRAIL = trailWith({ organizationId: 'o-exampleorgid', region: 'ap-east-1' });
const DENIED = {
  status: 403,
  error: 'AccessDeniedException',
  message: 'User: arn:aws:sts::111122223333:assumed-role/trailmend is not authorized to perform this',
};
const THROTTLED = { status: 429, error: 'TooManyRequestsException', message: 'Rate exceeded' };

/** The organization in two pages: its owner, two members, and one that was suspended. */
const PAGES: Readonly<Record<string, object>> = {
  '': {
    Accounts: [
      { Id: '111122223333', State: 'ACTIVE' },
      { Id: '444455556666', Status: 'ACTIVE' },
    ],
    NextToken: 'more',
  },
  more: {
    Accounts: [
      { Id: '777788889999', State: 'ACTIVE' },
      { Id: '000011112222', State: 'SUSPENDED' },
    ],
  },
};

type Status = Readonly<Record<string, string>>;

/** A management account whose members have the Region so. */
function organization(status: Status): (call: WireCall) => WireAnswer {
  return ({ operation, input }) => {
    switch (operation) {
      case 'ListAccounts':
        return { body: PAGES[String(input.NextToken ?? '')] ?? {} };
      case 'getRegionOptStatus':
        assert.equal(input.RegionName, 'ap-east-1');
        return { body: { RegionName: input.RegionName, RegionOptStatus: status[String(input.AccountId)] } };
      case 'listRegions':
        return { body: { Regions: [{ RegionName: 'ap-east-1', RegionOptStatus: 'ENABLED' }] } };
      default:
        throw new Error(`no answer to ${operation} in this test`);
    }
  };
}

const run = (answer: (call: WireCall) => WireAnswer): Promise<Ran> => runOver(TRAIL, answer);
const asked = ({ calls }: Ran): readonly unknown[] =>
  calls.filter(({ operation }) => operation === 'getRegionOptStatus').map(({ input }) => input.AccountId);

describe('the member accounts, as Organizations and Account Management answer', { concurrency: true }, () => {
  it('are asked page by page, but for the owner and those that are suspended', async () => {
    const ran = await run(organization({ '444455556666': 'ENABLED', '777788889999': 'ENABLING' }));
    assert.deepEqual(saidOf(ran, ID)[0], 'healthy');
    assert.deepEqual(asked(ran), ['444455556666', '777788889999']);
  });

  for (const status of ['DISABLED', 'DISABLING'])
    it(`one where the Region is ${status} is told`, async () => {
      const ran = await run(organization({ '444455556666': 'ENABLED', '777788889999': status }));
      const [verdict, message] = saidOf(ran, ID);
      assert.equal(verdict, 'broken');
      assert.match(message, /ap-east-1, .* is disabled in 1 member account, which send nothing: 777788889999/);
    });

  it('are not known to a caller without the right, or without trusted access: it is asked once', async () => {
    const well = organization({});
    const ran = await run((call) => (call.operation === 'getRegionOptStatus' ? DENIED : well(call)));
    const [verdict, message] = saidOf(ran, ID);
    assert.equal(verdict, 'unknown');
    assert.match(message, /AWS denied `account:GetRegionOptStatus` on 444455556666: .*enable-aws-service-access/);
    assert.deepEqual(asked(ran), ['444455556666']);
  });

  it('are not known to one that may not list them', async () => {
    const well = organization({});
    const ran = await run((call) => (call.operation === 'ListAccounts' ? { ...DENIED, status: 400 } : well(call)));
    const [verdict, message] = saidOf(ran, ID);
    assert.deepEqual([verdict, asked(ran)], ['unknown', []]);
    assert.match(message, /AWS denied `organizations:ListAccounts` on the organization/);
  });

  it('are asked again while AWS throttles', async () => {
    const well = organization({ '444455556666': 'ENABLED', '777788889999': 'ENABLED' });
    let throttled = 0;
    const ran = await run((call) => {
      if (call.operation !== 'getRegionOptStatus' || throttled > 0) return well(call);
      throttled += 1;
      return THROTTLED;
    });
    assert.deepEqual([saidOf(ran, ID)[0], asked(ran).length, throttled], ['healthy', 3, 1]);
  });
});
