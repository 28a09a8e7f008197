import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { callOf } from '../memory/calls.ts';
import { World } from '../memory/world.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { SINGLE, trailWith } from '../trail/trails.ts';

const READ_ONLY = {
  kind: 'basic',
  selectors: [{ management: true, readWriteType: 'ReadOnly', excluded: [], dataResources: [] }],
} as const;

const idsOf = (told: readonly { readonly id: string }[]): readonly string[] => told.map(({ id }) => id);

describe('event selectors that leave out what is changed', () => {
  it('are told, with the command that puts them back, and told once', async () => {
    const world = new World([SINGLE], documentedPolicy(SINGLE));
    world.trails.set(SINGLE.arn, { selectors: READ_ONLY });
    const put = callOf('PutEventSelectors', { source: 'aws.cloudtrail', parameters: { trailName: SINGLE.arn } });
    const { word, notRepairable } = await world.pass(put);
    assert.deepEqual([word, idsOf(notRepairable), world.writes], ['alerted', ['trail-records-management-events'], 0]);
    assert.match(String(notRepairable[0]?.suggestion), /^aws cloudtrail put-event-selectors --region us-east-1 /);
    await world.next();
    assert.equal(world.notifier.alerts.length, 1);
  });

  it('hold no repair back', async () => {
    const world = new World([SINGLE], null);
    world.trails.set(SINGLE.arn, { selectors: READ_ONLY });
    const { word, notRepairable } = await world.run();
    assert.deepEqual([word, idsOf(notRepairable)], ['restored', ['trail-records-management-events']]);
    assert.deepEqual(world.bucket.document, documentedPolicy(SINGLE));
  });

  it('are nobody’s business where another trail of the account records the rest', async () => {
    const world = new World([SINGLE], documentedPolicy(SINGLE));
    world.trails.add(trailWith({ name: 'other', region: 'eu-west-1', bucket: 'other-logs' }));
    world.trails.set(SINGLE.arn, { selectors: READ_ONLY });
    assert.equal((await world.run()).word, 'unchanged');
  });

  it('are not blamed where the trail was stopped: it is started, and nothing is left', async () => {
    const world = new World([SINGLE], documentedPolicy(SINGLE));
    world.trails.set(SINGLE.arn, { status: { isLogging: false } });
    const { word, notRepairable } = await world.run();
    assert.deepEqual([word, notRepairable, world.trails.started], ['restored', [], [SINGLE.arn]]);
  });
});
