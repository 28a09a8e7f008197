import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { bucketCall } from '../../sandbox/aws/s3.ts';
import { type Engine, startEngine } from '../../sandbox/engine/engine.ts';
import { whyNoEngine } from '../../sandbox/engine/ministack.ts';
import type { StatementTemplate } from '../../sandbox/scenarios/scenario.ts';
import { ACL_CHECK, WRITE } from '../../sandbox/scenarios/statements.ts';
import { policyText, type Stage, setStage, stageOf } from '../../sandbox/stage/stage.ts';
import { until } from '../../sandbox/stage/until.ts';
import { statusOf } from '../../sandbox/stage/watch.ts';
import { ENCRYPTED } from '../sandbox/encrypted.ts';
import { trailmend } from './live.ts';

const skip = whyNoEngine() ?? false;
const DENY_DIGESTS: StatementTemplate = {
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:PutObject',
  Resource: 'arn:aws:s3:::{bucket}/AWSLogs/{account}/CloudTrail-Digest/*',
};

type Report = {
  readonly delivers: boolean;
  readonly trails: readonly { readonly checks: readonly { id: string; verdict: string; message: string }[] }[];
};

describe('digests', { skip, timeout: 60_000 }, () => {
  let engine: Engine;
  let stage: Stage;

  before(async () => {
    engine = await startEngine({ logFilesMs: 50, digestsMs: 50 });
    const { key: _, topic: __, ...given } = ENCRYPTED.given;
    stage = await setStage(engine, stageOf({ ...ENCRYPTED, given }));
  });
  after(() => engine.stop());

  const put = (...statements: StatementTemplate[]) =>
    bucketCall(engine.root, 'PUT', stage.trail.bucket, 'policy', policyText(statements, stage));
  const checked = async () => {
    const { output } = await trailmend(engine, engine.root, ['check', '--format', 'json']);
    const { delivers, trails }: Report = JSON.parse(output);
    const digests = trails[0]?.checks.find(({ id }) => id === 'trail-delivers-digests');
    return { delivers, verdict: digests?.verdict, message: digests?.message ?? '' };
  };

  test('that arrive are healthy', async () => {
    const time = await until(async () => (await statusOf(engine, stage.trail)).LatestDigestDeliveryTime ?? null, 5_000);
    assert.notEqual(time, null);
    const { delivers, verdict } = await checked();
    assert.deepEqual([delivers, verdict], [true, 'healthy']);
  });

  test('that a Deny refuses alone are told, with what refuses them, while log files arrive', async () => {
    await put(ACL_CHECK, WRITE, DENY_DIGESTS);
    const error = await until(
      async () => (await statusOf(engine, stage.trail)).LatestDigestDeliveryError ?? null,
      5_000,
    );
    assert.equal(error, 'AccessDenied');
    const { delivers, verdict, message } = await checked();
    assert.deepEqual([delivers, verdict], [true, 'broken']);
    // The engine answers for every Region that it has.
    assert.match(
      message,
      /^CloudTrail reports `AccessDenied` in us-east-1, [a-z0-9, -]+ and \d+ more Regions for its digests: /,
    );
    assert.match(message, /: the bucket policy refuses CloudTrail$/);
  });

  test('that arrive again are healthy again', async () => {
    await put(ACL_CHECK, WRITE);
    const healed = async () =>
      (await statusOf(engine, stage.trail)).LatestDigestDeliveryError === undefined ? true : null;
    assert.equal(await until(healed, 5_000), true);
    assert.equal((await checked()).verdict, 'healthy');
  });
});
