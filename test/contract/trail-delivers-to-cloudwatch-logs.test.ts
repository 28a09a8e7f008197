import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { trailmend } from '../cli/trailmend.ts';
import { SINGLE } from '../trail/trails.ts';
import { startWire, type WireAnswer, type WireCall } from './wire.ts';

const ID = 'trail-delivers-to-cloudwatch-logs';
const GROUP = 'arn:aws:logs:us-east-1:111122223333:log-group:/trail/events:*';
const ROLE = 'arn:aws:iam::111122223333:role/service-role/CloudTrailToLogs';
const WITH_GROUP = { CloudWatchLogsLogGroupArn: GROUP, CloudWatchLogsRoleArn: ROLE };
const WELL = { IsLogging: true, LatestDeliveryTime: 1_795_000_000, LatestCloudWatchLogsDeliveryTime: 1_795_000_000 };
const FAILING = { ...WELL, LatestCloudWatchLogsDeliveryError: 'AccessDenied' };
const DENIED = { status: 403, error: 'AccessDeniedException', message: 'no identity-based policy allows it' };

const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'example' };

type Report = {
  readonly trails: readonly { readonly checks: readonly { id: string; verdict: string; message: string }[] }[];
};

/** CloudTrail, which tells of one trail with a single Region; nothing else may be asked. */
function account(trail: object, status: object): (call: WireCall) => WireAnswer {
  return ({ operation, input }) => {
    if (operation !== 'GetTrail' && operation !== 'GetTrailStatus') return DENIED;
    assert.equal(input.Name, SINGLE.arn);
    if (operation === 'GetTrailStatus') return { body: status };
    const { arn: TrailARN, name: Name, bucket: S3BucketName, region: HomeRegion } = SINGLE;
    return { body: { Trail: { TrailARN, Name, S3BucketName, HomeRegion, IsMultiRegionTrail: false, ...trail } } };
  };
}

/** What `trailmend check` says of the log group where CloudTrail tells so. */
async function said(trail: object, status: object): Promise<readonly [verdict: string, message: string]> {
  const { endpoint, close } = await startWire(account(trail, status));
  try {
    const env = { ...CREDENTIALS, AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL: endpoint, AWS_MAX_ATTEMPTS: '1' };
    const ran = await trailmend(['check', '--trail-arn', SINGLE.arn, '--format', 'json'], { env });
    assert.notEqual(ran.output, '', ran.errors);
    const { trails }: Report = JSON.parse(ran.output);
    const found = trails[0]?.checks.find(({ id }) => id === ID);
    return [found?.verdict ?? 'none', found?.message ?? ''];
  } finally {
    await close();
  }
}

describe('delivery to CloudWatch Logs, as GetTrailStatus tells of it', { concurrency: 2 }, () => {
  it('without an error', async () => {
    assert.deepEqual(await said(WITH_GROUP, WELL), [
      'healthy',
      'CloudTrail reports no error in delivering to CloudWatch Logs',
    ]);
  });

  it('with one: the log group and the role are named', async () => {
    assert.deepEqual(await said(WITH_GROUP, FAILING), [
      'broken',
      `CloudTrail reports \`AccessDenied\` in writing to the log group \`/trail/events\` as the role \`${ROLE}\``,
    ]);
  });

  it('is none of a trail that has no log group', async () => {
    assert.deepEqual(await said({}, FAILING), ['not-applicable', 'the trail has no log group']);
  });
});
