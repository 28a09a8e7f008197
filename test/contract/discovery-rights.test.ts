import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { awsDiscovery } from '../../shared/aws/discovery.ts';
import { discover } from '../../shared/discovery/discover.ts';
import type { Found } from '../../shared/discovery/found.ts';
import { ACTIONS, DISCOVERY_ACTIONS, TOWER_ACTIONS } from '../checks/actions.ts';
import { initRights } from '../cli/init-rights.ts';
import { type Answers, discoveryService, environmentOf } from './discovery-service.ts';

const [MANAGEMENT, LOGS, HUB] = ['111122223333', '555566667777', '222233334444'];
const TRAIL = `arn:aws:cloudtrail:eu-west-1:${MANAGEMENT}:trail/main`;
const STORE = `arn:aws:cloudtrail:eu-west-1:${MANAGEMENT}:eventdatastore/aaaa`;
const TOPIC = `arn:aws:sns:eu-west-1:${MANAGEMENT}:files`;
const KEY = `arn:aws:kms:eu-west-1:${MANAGEMENT}:key/1234abcd`;

/** An organization of which everything that discovery asks has an answer. */
const AWS: Answers = {
  ListTrails: () => ({ Trails: [{ TrailARN: TRAIL }] }),
  GetTrail: () => ({
    Trail: { TrailARN: TRAIL, S3BucketName: 'org-logs', SnsTopicARN: TOPIC, IsOrganizationTrail: true },
  }),
  DescribeOrganization: () => ({ Organization: { Id: 'o-exampleorgid', MasterAccountId: MANAGEMENT } }),
  ListDelegatedServicesForAccount: () => ({ DelegatedServices: [{ ServicePrincipal: 'cloudtrail.amazonaws.com' }] }),
  ListRoots: () => ({ Roots: [{ Id: 'r-a1b2' }] }),
  ListDelegatedAdministrators: () => ({ DelegatedAdministrators: [{ Id: HUB }] }),
  ListAccounts: () => ({ Accounts: [{ Id: LOGS, Name: 'Log Archive', Status: 'ACTIVE' }] }),
  HeadBucket: ({ ExpectedBucketOwner: owner }) =>
    owner === undefined || owner === LOGS ? { region: 'eu-west-1' } : { error: '', region: 'eu-west-1' },
  ListObjectsV2: () => ({ CommonPrefixes: [], IsTruncated: false }),
  GetTopicAttributes: () => ({ Attributes: { entry: [{ key: 'KmsMasterKeyId', value: 'alias/files' }] } }),
  DescribeKey: () => ({ KeyMetadata: { KeyId: '1234abcd', Arn: KEY } }),
  ListEventDataStores: () => ({ EventDataStores: [{ EventDataStoreArn: STORE }] }),
  GetEventDataStore: () => ({ Name: 'store', Status: 'ENABLED' }),
  ListQueries: () => ({ Queries: [{ QueryId: '1' }] }),
  DescribeQuery: () => ({ QueryId: '1', DeliveryS3Uri: 's3://org-logs/lake' }),
  ListLandingZones: () => ({ landingZones: [{ arn: 'arn:zone' }] }),
  GetLandingZone: () => ({ landingZone: { version: '4.0', latestAvailableVersion: '4.0', status: 'ACTIVE' } }),
};

const RIGHTS: ReadonlyMap<string, string> = new Map([
  ...Object.entries({ ...ACTIONS, ...DISCOVERY_ACTIONS }).map(
    ([command, action]) => [command.replace(/Command$/, ''), action] as const,
  ),
  ...Object.values(TOWER_ACTIONS).map(({ action }) => [action.slice('controltower:'.length), action] as const),
]);

const rightFor = (operation: string): string => RIGHTS.get(operation) ?? assert.fail(`no right for ${operation}`);

/** What somebody finds who has these rights alone. */
async function findWith(rights: readonly string[], account: string): Promise<Found> {
  const service = await discoveryService(
    Object.fromEntries(Object.entries(AWS).filter(([operation]) => rights.includes(rightFor(operation)))),
  );
  const before = { ...process.env };
  Object.assign(process.env, environmentOf(service));
  try {
    const wanted = { known: [TRAIL], explained: [], region: 'eu-west-1', progress: () => {} };
    return await discover({ account, arn: `arn:aws:iam::${account}:user/dana` }, wanted, awsDiscovery());
  } finally {
    process.env = before;
    await service.close();
  }
}

describe('the rights that README lists for discovery', () => {
  it('are enough, for the management account and for a delegated administrator', async () => {
    for (const account of [MANAGEMENT, HUB]) {
      const { unseen, organization, stores, trails, buckets } = await findWith(initRights(), account);
      assert.deepEqual(unseen, []);
      assert.deepEqual([organization?.rootId, stores.length], ['r-a1b2', 1]);
      assert.deepEqual([trails[0]?.topicKeyArn, buckets[0]?.owner?.account], [KEY, LOGS]);
    }
  });

  for (const right of initRights()) {
    it(`each is needed, and its want is said: ${right}`, async () => {
      const others = initRights().filter((other) => other !== right);
      const found = [await findWith(others, MANAGEMENT), await findWith(others, HUB)];
      const said = found.flatMap(({ unseen, notes }) => [
        ...unseen.map(({ missing }) => missing?.action ?? ''),
        ...notes.flatMap((note) => note.match(/[a-z0-9]+:[A-Z]\w+/g) ?? []),
      ]);
      assert.ok(said.includes(right), said.join(', '));
    });
  }
});
