import assert from 'node:assert/strict';
import { eventOf } from '../memory/calls.ts';
import { World } from '../memory/world.ts';
import { ACL, policyWith } from '../reconcile/policies.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { SINGLE } from '../trail/trails.ts';
import { deployed, lines } from './deployed.ts';

/** A metric as CloudWatch takes it from a line of the log. */
export type Emitted = {
  readonly namespace: string;
  readonly name: string;
  readonly unit: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly values: readonly number[];
};

/** What CloudWatch does with a line, by its specification of the format; it fails where it would find nothing. */
export function metricsIn(line: string): readonly Emitted[] {
  assert.ok(!line.includes('\n'), 'one line, one event of the log');
  const root = JSON.parse(line);
  assert.ok(Number.isInteger(root._aws.Timestamp));
  return root._aws.CloudWatchMetrics.flatMap(
    ({ Namespace, Dimensions, Metrics }: { Namespace: string; Dimensions: string[][]; Metrics: object[] }) => {
      assert.ok(Dimensions.length > 0 && Metrics.length <= 100);
      return Dimensions.flatMap((keys) =>
        Metrics.map((metric) => {
          const { Name, Unit } = { Name: '', Unit: '', ...metric };
          const values = [root[Name]].flat();
          assert.ok(values.length > 0 && values.length <= 100, Name);
          for (const value of values) assert.equal(typeof value, 'number', Name);
          const dimensions = Object.fromEntries(keys.map((key) => [key, root[key]]));
          for (const value of Object.values(dimensions)) assert.equal(typeof value, 'string');
          return { namespace: Namespace, name: Name, unit: Unit, dimensions, values };
        }),
      );
    },
  );
}

/** The metrics that functions wrote since they were last taken away. */
export const taken = (): readonly Emitted[] => lines.splice(0).flatMap(metricsIn);

/** The same by name, with their values. */
export const valuesTaken = (): Readonly<Record<string, readonly number[]>> =>
  Object.fromEntries(taken().map(({ name, values }) => [name, values]));

/** Whatever a function writes in a day on which everything goes wrong once. */
export async function everythingEmitted(): Promise<readonly Emitted[]> {
  lines.length = 0;
  const world = new World([SINGLE], policyWith(ACL));
  const handler = await deployed(world);
  world.bucket.failures = [new Error('AccessDenied')];
  await handler({ source: 'aws.scheduler' });
  world.records.failures = [new Error('AWS denied `s3:PutObject`')];
  await handler(eventOf('DeleteBucketPolicy', { time: '2026-11-21T11:59:30Z' }));
  world.clock.time += 3_600_000;
  world.trails.set(SINGLE.arn, { status: { latestDeliveryTime: world.clock.time } });
  await handler({ source: 'aws.scheduler' });
  assert.deepEqual(world.bucket.document, documentedPolicy(SINGLE));
  world.bucket.write(policyWith(ACL));
  world.notifier.failures = [new Error('AWS denied `sns:Publish`')];
  await assert.rejects(handler({ source: 'aws.scheduler' }));
  return taken();
}
