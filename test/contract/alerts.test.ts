import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SNSClient } from '@aws-sdk/client-sns';
import { snsNotifier } from '../../shared/aws/notifier.ts';
import type { Alert } from '../../shared/reconcile/memory.ts';
import { World } from '../memory/world.ts';
import { ACL, policyWith } from '../reconcile/policies.ts';
import { latest } from '../report/worlds.ts';
import { SINGLE } from '../trail/trails.ts';
import { wireServer } from './wire-server.ts';

const TOPIC = 'arn:aws:sns:us-east-1:111122223333:alerts';
const PUBLISHED =
  '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>';

/** What goes over the wire when an alert is sent. */
async function published(alert: Alert): Promise<URLSearchParams> {
  await using server = await wireServer(() => ({ status: 200, body: PUBLISHED }));
  const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };
  const sns = new SNSClient({ endpoint: server.endpoint, region: 'us-east-1', credentials });
  await snsNotifier(sns, TOPIC).send(alert);
  sns.destroy();
  assert.equal(server.requests.length, 1);
  return new URLSearchParams(server.requests[0]?.body);
}

/** The message attributes of a Publish, as filter policies see them. */
function attributesIn(sent: URLSearchParams): Readonly<Record<string, readonly [type: string, value: string]>> {
  const names = [...sent].filter(([name]) => /^MessageAttributes\.entry\.\d+\.Name$/.test(name));
  return Object.fromEntries(
    names.map(([entry, name]) => {
      const value = entry.replace(/Name$/, 'Value');
      return [name, [sent.get(`${value}.DataType`) ?? '', sent.get(`${value}.StringValue`) ?? '']];
    }),
  );
}

async function ofRepair(): Promise<World> {
  const world = new World([SINGLE], policyWith(ACL));
  await world.pass();
  return world;
}

describe('an alert on its way through SNS', () => {
  it('is text for mail and queues, and a custom notification for chat, in one message', async () => {
    const alert = latest(await ofRepair());
    const sent = await published(alert);
    assert.deepEqual([sent.get('TopicArn'), sent.get('Subject')], [TOPIC, alert.subject]);
    assert.equal(sent.get('MessageStructure'), 'json');
    assert.deepEqual(JSON.parse(sent.get('Message') ?? ''), { default: alert.body, https: alert.chat });
  });

  it('of an earlier release, which has nothing for chat, is text for everybody', async () => {
    const sent = await published({ subject: 'Trailmend: restored', body: 'What was done', attributes: {} });
    assert.deepEqual([sent.get('Message'), sent.get('MessageStructure')], ['What was done', null]);
  });

  it('can be chosen by severity, checks, trails, accounts, outcome and incident', async () => {
    const world = await ofRepair();
    const incident = latest(world).attributes['incident'];
    assert.deepEqual(attributesIn(await published(latest(world))), {
      outcome: ['String', 'restored'],
      severity: ['String', 'critical'],
      bucket: ['String', 'example-logs'],
      check: ['String.Array', '["bucket-policy-allows-log-delivery"]'],
      trail: ['String.Array', JSON.stringify([SINGLE.arn])],
      account: ['String.Array', '["111122223333"]'],
      incident: ['String', incident],
    });
  });

  it('that closes an incident is chosen by the same', async () => {
    const world = await ofRepair();
    const { incident } = latest(world).attributes;
    world.clock.time += 3_600_000;
    world.trails.set(SINGLE.arn, { status: { latestDeliveryTime: world.clock.time } });
    await world.pass();
    const { outcome, severity, check, account, trail, incident: same } = attributesIn(await published(latest(world)));
    assert.deepEqual([outcome?.[1], severity?.[1], same?.[1]], ['proven', 'critical', incident]);
    assert.equal(check?.[1], '["bucket-policy-allows-log-delivery"]');
    assert.deepEqual([account?.[1], trail?.[1]], ['["111122223333"]', JSON.stringify([SINGLE.arn])]);
  });
});
