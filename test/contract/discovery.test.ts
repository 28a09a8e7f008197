import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { awsDiscovery, callersRegion } from '../../shared/aws/discovery.ts';
import type { Discovery } from '../../shared/discovery/ports.ts';
import type { Reading } from '../../shared/reconcile/reading.ts';
import { ACCOUNT, KEY, QUESTIONS, STORE } from './discovery-questions.ts';
import { type Answers, type Call, discoveryService, environmentOf } from './discovery-service.ts';

const TRAIL = `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/main`;

type Asked<T> = { readonly said: T; readonly calls: readonly Call[] };

/** Asks the product's own port, over the real clients, a service that answers so. */
async function ask<T>(answers: Answers, question: (port: Discovery) => Promise<T>): Promise<Asked<T>> {
  const service = await discoveryService(answers);
  const before = { ...process.env };
  Object.assign(process.env, environmentOf(service));
  try {
    return { said: await question(awsDiscovery()), calls: service.calls };
  } finally {
    process.env = before;
    await service.close();
  }
}

const present = <T>(reading: Reading<T>): T | string =>
  reading.state === 'present' ? reading.value : JSON.stringify(reading);

describe('what discovery asks, over the wire', () => {
  for (const { name, question, answers, value, missing } of QUESTIONS) {
    it(name, async () => {
      const { said } = await ask(answers, question);
      assert.deepEqual(present(said), value);
      const refused = await ask({}, question);
      assert.ok(refused.said.state === 'unreadable');
      assert.deepEqual(refused.said.missing, missing);
    });
  }

  it('each service is called where it lies', async () => {
    const places = async (question: (port: Discovery) => Promise<unknown>) =>
      (await ask({}, question)).calls.map(({ service, region }) => `${service} ${region}`);
    assert.deepEqual(await places((port) => port.organization('aws-us-gov')), ['organizations us-gov-west-1']);
    assert.deepEqual(await places((port) => port.trail(TRAIL)), ['cloudtrail us-east-1']);
    assert.deepEqual(await places((port) => port.trailArns()), ['cloudtrail eu-west-1']);
    assert.deepEqual(await places((port) => port.key(KEY)), ['kms us-east-1']);
    assert.deepEqual(await places((port) => port.savedResults(STORE)), ['cloudtrail us-east-1']);
  });

  it('the Region that calls go to', async () => {
    assert.equal((await ask({}, callersRegion)).said, 'eu-west-1');
  });

  it('an account that is in no organization, or administers nothing', async () => {
    const outside = () => ({ error: 'AWSOrganizationsNotInUseException' });
    assert.deepEqual((await ask({ DescribeOrganization: outside }, (port) => port.organization('aws'))).said, {
      state: 'absent',
    });
    const none = () => ({ error: 'AccountNotRegisteredException' });
    assert.deepEqual(
      (await ask({ ListDelegatedServicesForAccount: none }, (port) => port.delegatedTo('aws', ACCOUNT))).said,
      { state: 'absent' },
    );
  });

  it('the accounts of a large organization are not all listed', async () => {
    const page = () => ({
      Accounts: ['1', '2', '3'].map((Id) => ({ Id, Name: 'a', Status: 'ACTIVE' })),
      NextToken: 'more',
    });
    const { said, calls } = await ask({ ListAccounts: page }, (port) => port.accounts('aws', 5));
    assert.equal(calls.length, 2);
    assert.ok(said.state === 'present');
    assert.deepEqual([said.value.accounts.length, said.value.isComplete], [5, false]);
  });

  it('a Region without CloudTrail Lake has no event data stores', async () => {
    const none = () => ({ error: 'UnsupportedOperationException' });
    assert.deepEqual((await ask({ ListEventDataStores: none }, (port) => port.eventDataStores('us-east-1'))).said, {
      state: 'absent',
    });
  });

  it('a second right that is missing is named too', async () => {
    const stores = { ListEventDataStores: () => ({ EventDataStores: [{ EventDataStoreArn: STORE }] }) };
    const { said } = await ask(stores, (port) => port.eventDataStores('us-east-1'));
    assert.deepEqual(said.state === 'unreadable' && said.missing, {
      action: 'cloudtrail:GetEventDataStore',
      resource: STORE,
    });
    const queries = { ListQueries: () => ({ Queries: [{ QueryId: '1' }] }) };
    const query = (await ask(queries, (port) => port.savedResults(STORE))).said;
    assert.deepEqual(query.state === 'unreadable' && query.missing, {
      action: 'cloudtrail:DescribeQuery',
      resource: STORE,
    });
  });

  it('a bucket answers yes, no, or not at all, and its Region even in a refusal', async () => {
    const bucket = async (answer: ReturnType<NonNullable<Answers['HeadBucket']>>, owner: string | null = null) =>
      ask({ HeadBucket: () => answer }, (port) => port.bucket('logs', owner));
    const yes = await bucket({ region: 'eu-west-1' }, ACCOUNT);
    assert.deepEqual(yes.said, { answer: 'yes', region: 'eu-west-1', reason: '' });
    assert.deepEqual(
      yes.calls.map(({ input }) => [input['Bucket'], input['ExpectedBucketOwner']]),
      [['logs', ACCOUNT]],
    );
    const refused = await bucket({ error: '', status: 403, region: 'ap-southeast-2' });
    assert.deepEqual(refused.said, { answer: 'denied', region: 'ap-southeast-2', reason: '' });
    assert.equal(refused.calls[0]?.input['ExpectedBucketOwner'], undefined);
    assert.deepEqual((await bucket({ error: '', status: 404 })).said, { answer: 'missing', region: null, reason: '' });
    const failed = (await bucket({ error: '', status: 503 })).said;
    assert.equal(failed.answer, 'failed');
    assert.match(failed.reason, /s3:ListBucket/);
  });

  it('a bucket in another Region than the caller’s is asked there', async () => {
    const HeadBucket = (_: unknown, region: string) =>
      region === 'us-west-2' ? { region } : { error: '', status: 301, region: 'us-west-2' };
    const { said } = await ask({ HeadBucket }, (port) => port.bucket('logs', null));
    assert.deepEqual(said, { answer: 'yes', region: 'us-west-2', reason: '' });
  });

  it('the folders of a bucket', async () => {
    const ListObjectsV2 = () => ({
      CommonPrefixes: [{ Prefix: 'AWSLogs/1/' }, { Prefix: 'AWSLogs/2/' }],
      IsTruncated: false,
    });
    const { said } = await ask({ ListObjectsV2 }, (port) => port.folders('logs', ACCOUNT, 'AWSLogs/'));
    assert.deepEqual(present(said), ['1', '2']);
  });
});
