import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reconcile } from '../../shared/reconcile/reconcile.ts';
import { alertOf } from '../../shared/report/alert.ts';
import { World } from '../memory/world.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { trailWith } from '../trail/trails.ts';

const ROLE = 'arn:aws:iam::444455556666:role/TrailmendDestination';

test('an account that nobody gets into is told with its role, at once', async () => {
  const trail = trailWith();
  const world = new World([trail], documentedPolicy(trail));
  const reason = `\`s3:GetBucketPolicy\` on ${trail.bucket} could not be called: the role \`${ROLE}\` could not be assumed`;
  const missing = { action: 'sts:AssumeRole', resource: ROLE };
  const buckets = { ...world.ports.buckets, policy: async () => ({ state: 'unreadable', reason, missing }) as const };
  const { settings, checks, writesSoFar: writes } = world;
  const ports = { ...world.ports, buckets };
  const outcome = await reconcile(settings.trails, { settings, checks, ports, cause: null, writes });
  assert.equal(outcome.word, 'alerted');
  const told = outcome.notRepairable.find(({ id }) => id === 'repair-is-permitted');
  assert.match(
    told?.message ?? '',
    /TrailmendDestination` could not be assumed, so that nothing in account 444455556666/,
  );
  assert.match(String(told?.suggestion), /deploy Trailmend’s destination to account 444455556666/);
  assert.match(alertOf(outcome, String)?.body ?? '', /444455556666/);
});
