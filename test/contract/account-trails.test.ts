import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { cloudTrails } from '../../shared/aws/trails.ts';
import { trailRecordsManagementEvents } from '../../shared/checks/trail-records-management-events.ts';
import type { AccountTrail, Reading } from '../../shared/reconcile/reading.ts';
import { observationOf } from '../checks/case.ts';
import { findingOf } from '../checks/finding.ts';
import { type WireAnswer, type WireRequest, wireServer } from './wire-server.ts';

const OWN = 'arn:aws:cloudtrail:us-east-1:111122223333:trail/example';
const FAR = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/far';
const ALL = [
  { ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [], ExcludeManagementEventSources: [] },
];

const json = (body: object): WireAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: JSON.stringify(body),
});

/** An error as CloudTrail sends it: JSON 1.1, with the code in `__type` (AWS JSON 1.1 protocol). */
const refusal = (type: string, message: string): WireAnswer => ({
  status: 400,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: JSON.stringify({ __type: type, message }),
});

type Answers = Readonly<Record<string, (input: Readonly<Record<string, unknown>>) => WireAnswer>>;

/** CloudTrail with two trails, of which one is in another Region and covers that one alone. */
const USUAL: Answers = {
  ListTrails: () => json({ Trails: [OWN, FAR].map((TrailARN) => ({ TrailARN })) }),
  GetTrail: ({ Name }) =>
    json({ Trail: { TrailARN: Name, S3BucketName: 'example-logs', IsMultiRegionTrail: Name === OWN } }),
  GetTrailStatus: () => json({ IsLogging: true }),
  GetEventSelectors: () => json({ EventSelectors: ALL }),
};

type Seen = { readonly trails: Reading<readonly AccountTrail[]>; readonly asked: readonly WireRequest[] };

/** What the product's own port makes of CloudTrail's answers, some of which are others than usual. */
async function seen(changes: Answers = {}): Promise<Seen> {
  const answers = { ...USUAL, ...changes };
  await using server = await wireServer(
    ({ target, body }) => answers[target]?.(JSON.parse(body)) ?? refusal('Bug', target),
  );
  const client = new CloudTrailClient({
    ...{ region: 'us-east-1', endpoint: server.endpoint, maxAttempts: 2 },
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' },
  });
  const trails = await cloudTrails(() => client).ofAccount('111122223333', 'us-east-1');
  client.destroy();
  return { trails, asked: server.requests };
}

function verdictOf({ trails }: Seen): string {
  const offline = observationOf({ name: '', expect: { verdict: '' } });
  const observation = { ...offline, surroundings: { ...offline.surroundings, accountTrails: trails } };
  return findingOf(trailRecordsManagementEvents, observation).verdict;
}

describe('the trails of an account, over the wire', () => {
  it('are all described, and those that cover the Region are asked further', async () => {
    const found = await seen();
    assert.ok(found.trails.state === 'present');
    assert.deepEqual(
      found.trails.value.map(({ trailArn, isLogging, selectors }) => [trailArn, isLogging.state, selectors.state]),
      [
        [FAR, 'not-asked', 'not-asked'],
        [OWN, 'present', 'present'],
      ],
    );
    assert.equal(verdictOf(found), 'healthy');
    assert.equal(found.asked.filter(({ target }) => target === 'GetEventSelectors').length, 1);
  });

  it('come in pages', async () => {
    const found = await seen({
      ListTrails: ({ NextToken }) =>
        NextToken === undefined
          ? json({ Trails: [{ TrailARN: FAR }], NextToken: 'more' })
          : json({ Trails: [{ TrailARN: OWN }] }),
    });
    assert.ok(found.trails.state === 'present');
    assert.deepEqual(
      found.trails.value.map(({ trailArn }) => trailArn),
      [FAR, OWN],
    );
  });

  it('select by fields, and everything of that is kept', async () => {
    const FieldSelectors = [
      { Field: 'eventCategory', Equals: ['Management'] },
      { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'], NotStartsWith: ['rds'] },
    ];
    const found = await seen({
      GetEventSelectors: () =>
        json({ AdvancedEventSelectors: [{ Name: 'management', FieldSelectors }], EventSelectors: [] }),
    });
    const own = found.trails.state === 'present' ? found.trails.value[1]?.selectors : undefined;
    assert.deepEqual(own, {
      state: 'present',
      value: {
        kind: 'advanced',
        selectors: [
          {
            name: 'management',
            fields: [
              { field: 'eventCategory', tests: [{ operator: 'Equals', values: ['Management'] }] },
              {
                field: 'eventSource',
                tests: [
                  { operator: 'NotEquals', values: ['kms.amazonaws.com'] },
                  { operator: 'NotStartsWith', values: ['rds'] },
                ],
              },
            ],
          },
        ],
      },
    });
    assert.equal(verdictOf(found), 'broken');
  });

  it('that went away meanwhile record nothing', async () => {
    const gone = () => refusal('TrailNotFoundException', 'Unknown trail');
    assert.equal(verdictOf(await seen({ GetTrail: gone, GetTrailStatus: gone, GetEventSelectors: gone })), 'broken');
  });

  it('that nobody may list are not known, and which right is missing is said', async () => {
    const found = await seen({ ListTrails: () => refusal('AccessDeniedException', 'not authorized') });
    assert.ok(found.trails.state === 'unreadable');
    assert.deepEqual(found.trails.missing, { action: 'cloudtrail:ListTrails', resource: 'the account' });
    assert.equal(verdictOf(found), 'unknown');
  });

  it('whose selectors may not be read are in doubt', async () => {
    const found = await seen({ GetEventSelectors: () => refusal('AccessDeniedException', 'not authorized') });
    assert.equal(verdictOf(found), 'unknown');
  });

  it('that say nothing of selectors are in doubt', async () => {
    assert.equal(verdictOf(await seen({ GetEventSelectors: () => json({}) })), 'unknown');
  });

  it('are listed in the end although CloudTrail throttles once', async () => {
    let calls = 0;
    const found = await seen({
      ListTrails: () => {
        calls += 1;
        return calls === 1 ? refusal('ThrottlingException', 'Rate exceeded') : json({ Trails: [{ TrailARN: OWN }] });
      },
    });
    assert.deepEqual([verdictOf(found), calls], ['healthy', 2]);
  });

  it('are not known where CloudTrail throttles on and on, and a later try may help', async () => {
    const found = await seen({ ListTrails: () => refusal('ThrottlingException', 'Rate exceeded') });
    assert.ok(found.trails.state === 'unreadable');
    assert.equal(found.trails.retryable, true);
  });
});
