import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { callOf } from '../memory/calls.ts';
import { World } from '../memory/world.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { SINGLE, trailWith } from '../trail/trails.ts';
import { ACL, FOREIGN, policyWith, statementsOf } from './policies.ts';

const HEALTHY = documentedPolicy(SINGLE);
const STOPPED = { status: { isLogging: false } };

describe('a trail that somebody stopped', () => {
  it('is switched on again, once', async () => {
    const world = new World([SINGLE], HEALTHY);
    world.trails.set(SINGLE.arn, STOPPED);
    const call = callOf('StopLogging', { source: 'aws.cloudtrail', parameters: { name: SINGLE.arn } });
    const { word, changes } = await world.run(call);
    assert.equal(word, 'restored');
    assert.deepEqual(changes, [
      {
        what: { kind: 'start-logging', resource: SINGLE.arn },
        word: 'restored',
        note: null,
        at: world.clock.time,
        retryable: false,
      },
    ]);
    assert.deepEqual(world.trails.started, [SINGLE.arn]);
    assert.deepEqual([(await world.run()).word, world.writes], ['unchanged', 1]);
  });

  it('and whose bucket refuses it: the policy is written before the trail is switched on', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    world.trails.set(SINGLE.arn, STOPPED);
    assert.equal((await world.run()).word, 'restored');
    const { lines } = world.journal;
    assert.ok(lines.indexOf('end putPolicy') < lines.indexOf('start startLogging'), lines.join(', '));
    assert.deepEqual(world.bucket.document, HEALTHY);
  });

  it('of several: every one is switched on', async () => {
    const second = trailWith({ name: 'second' });
    const policy = policyWith(...statementsOf(HEALTHY), ...statementsOf(documentedPolicy(second)));
    const world = new World([SINGLE, second], policy);
    for (const { arn } of [SINGLE, second]) world.trails.set(arn, STOPPED);
    assert.equal((await world.run()).word, 'restored');
    assert.deepEqual(world.trails.started.toSorted(), [SINGLE.arn, second.arn].toSorted());
  });

  for (const [name, status] of [
    ['was started, and delivered nothing yet', { latestDeliveryTime: null }],
    ['delivered, and nobody knows when it was started', { startLoggingTime: null }],
  ] as const) {
    it(`and that ${name}: is switched on`, async () => {
      const world = new World([SINGLE], HEALTHY);
      world.trails.set(SINGLE.arn, { status: { isLogging: false, ...status } });
      assert.equal((await world.run()).word, 'restored');
      assert.deepEqual(world.trails.started, [SINGLE.arn]);
    });
  }
});

it('a trail that was never started stays off, and people get the command', async () => {
  const world = new World([SINGLE], HEALTHY);
  world.trails.set(SINGLE.arn, { status: { isLogging: false, latestDeliveryTime: null, startLoggingTime: null } });
  const { word, notRepairable } = await world.run();
  assert.deepEqual([word, world.writes], ['alerted', 0]);
  assert.deepEqual(
    notRepairable.map(({ id, suggestion }) => [id, suggestion]),
    [['trail-is-logging', `aws cloudtrail start-logging --name ${SINGLE.arn}`]],
  );
});

it('a trail that is gone: nothing is written for it, and people get the command', async () => {
  const world = new World([SINGLE], policyWith(FOREIGN));
  world.trails.set(SINGLE.arn, { description: { state: 'absent' }, status: { state: 'absent' } });
  const { word, notRepairable } = await world.run();
  assert.deepEqual([word, world.writes], ['alerted', 0]);
  assert.deepEqual(
    notRepairable.map(({ id, suggestion }) => [id, suggestion]),
    [
      [
        'trail-exists',
        "aws cloudtrail create-trail --region us-east-1 --name example --s3-bucket-name 'example-logs' && " +
          'aws cloudtrail start-logging --region us-east-1 --name example',
      ],
    ],
  );
});

describe('a delivery error that CloudTrail reports', () => {
  it('and that the policy explains: is left to the repair', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    world.trails.set(SINGLE.arn, { status: { latestDeliveryError: 'AccessDenied' } });
    const { word, notRepairable } = await world.run();
    assert.deepEqual([word, notRepairable], ['restored', []]);
  });

  it('and that nothing explains: is told with its name', async () => {
    const world = new World([SINGLE], HEALTHY);
    world.trails.set(SINGLE.arn, { status: { latestDeliveryError: 'KMS.DisabledException' } });
    const { word, notRepairable } = await world.run();
    assert.deepEqual([word, world.writes, notRepairable.length], ['alerted', 0, 1]);
    assert.match(notRepairable[0]?.message ?? '', /`KMS\.DisabledException`, and nothing that was read explains it/);
  });
});
