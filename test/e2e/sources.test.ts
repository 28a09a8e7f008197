import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { bucketCall } from '../../sandbox/aws/s3.ts';
import { type Engine, startEngine } from '../../sandbox/engine/engine.ts';
import { whyNoEngine } from '../../sandbox/engine/ministack.ts';
import { secondTrail } from '../../sandbox/scenarios/second-trail.ts';
import { ACL_CHECK, WRITE } from '../../sandbox/scenarios/statements.ts';
import { cloudTrail } from '../../sandbox/side-car/trails.ts';
import { policyText, type Stage, setStage, stageOf } from '../../sandbox/stage/stage.ts';
import { until } from '../../sandbox/stage/until.ts';
import { statusOf } from '../../sandbox/stage/watch.ts';
import { trailmend } from './live.ts';

const skip = whyNoEngine() ?? false;

type Report = {
  readonly trails: readonly { readonly checks: readonly { id: string; verdict: string; message: string }[] }[];
};
type Plan = { readonly notRepairable: readonly { readonly id: string; readonly suggestion: unknown }[] };

describe('two trails of one account and bucket, one of which is guarded', { skip, timeout: 90_000 }, () => {
  let engine: Engine;
  let stage: Stage;

  before(async () => {
    engine = await startEngine({ logFilesMs: 50 });
    stage = await setStage(engine, stageOf(secondTrail));
  });
  after(() => engine.stop());

  const run = (...args: readonly string[]) =>
    trailmend(engine, engine.root, [...args, '--trail-arn', stage.trail.arn, '--format', 'json']);
  const checked = async (id: string) => {
    const { output } = await run('check');
    const { trails }: Report = JSON.parse(output);
    const found = trails[0]?.checks.find((check) => check.id === id);
    return [found?.verdict, found?.message ?? ''] as const;
  };
  const second = () => stage.secondTrail ?? stage.trail;

  test('the other one may deliver', async () => {
    assert.deepEqual(await checked('bucket-policy-keeps-every-source'), [
      'healthy',
      `the other trails that deliver into the bucket may: \`${second().arn}\``,
    ]);
  });

  test('the other one, dropped from the policy, is let in again, and the statements of the guarded one stay', async () => {
    const policy = policyText([ACL_CHECK, WRITE], stage);
    await bucketCall(engine.root, 'PUT', stage.trail.bucket, 'policy', policy);
    const refused = async () => (await statusOf(engine, second())).LatestDeliveryError ?? null;
    assert.equal(await until(refused, 5_000), 'AccessDenied');
    assert.equal((await checked('bucket-policy-keeps-every-source'))[0], 'broken');
    const applied = await run('apply', '--yes');
    assert.equal(applied.exitCode, 0, applied.errors + applied.output);
    const { text } = await bucketCall(engine.root, 'GET', stage.trail.bucket, 'policy');
    assert.deepEqual(JSON.parse(text).Statement.slice(0, 2), JSON.parse(policy).Statement);
    const healed = async () => ((await statusOf(engine, second())).LatestDeliveryError === undefined ? true : null);
    assert.equal(await until(healed, 5_000), true);
    assert.equal((await checked('bucket-policy-keeps-every-source'))[0], 'healthy');
  });

  test('what neither records is told, and the command that is given puts it back', async () => {
    const ReadOnly = [{ ReadWriteType: 'ReadOnly', IncludeManagementEvents: true }];
    const select = (TrailName: string, selectors: object) =>
      cloudTrail(engine.root, 'PutEventSelectors', { TrailName, ...selectors });
    await select(stage.trail.arn, { EventSelectors: ReadOnly });
    assert.equal((await checked('trail-records-management-events'))[0], 'healthy', 'the other one records it');
    const fields = (value: string) => [{ Field: 'eventCategory', Equals: [value] }];
    await select(second().arn, {
      AdvancedEventSelectors: [
        { FieldSelectors: [...fields('Management'), { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] }] },
      ],
    });
    const [verdict, message] = await checked('trail-records-management-events');
    assert.equal(verdict, 'broken');
    assert.match(message, /records write management events of `kms.amazonaws.com` in/);
    const plan: Plan = JSON.parse((await run('plan')).output);
    const told = plan.notRepairable.find(({ id }) => id === 'trail-records-management-events');
    const [, name, selectors = ''] =
      /--trail-name (\S+) --event-selectors '(.*)'$/.exec(String(told?.suggestion)) ?? [];
    assert.equal(name, stage.trail.name);
    await select(stage.trail.arn, { EventSelectors: JSON.parse(selectors) });
    assert.equal((await checked('trail-records-management-events'))[0], 'healthy');
  });
});
