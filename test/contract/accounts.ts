import { AccountClient } from '@aws-sdk/client-account';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { awsAccounts } from '../../shared/aws/accounts.ts';
import { cloudTrails } from '../../shared/aws/trails.ts';
import type { Outcome } from '../../shared/reconcile/outcome.ts';
import { reconcile } from '../../shared/reconcile/reconcile.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { World } from '../memory/world.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { startWire, type WireAnswer, type WireCall } from './wire.ts';

const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'example' };

/** What a run came to, and the calls that it made. */
export type Ran = { readonly outcome: Outcome; readonly calls: readonly WireCall[] };

/**
 * A run over a trail that is well, in which everything that is asked of accounts, and of the trail outside of its home, goes through
 * the real adapters and the real SDK to a service that answers so.
 */
export async function runOver(trail: Trail, answer: (call: WireCall) => WireAnswer): Promise<Ran> {
  const wire = await startWire(answer);
  const world = new World([trail], documentedPolicy(trail));
  const options = (region: string) => ({ endpoint: wire.endpoint, region, credentials });
  const { statusIn } = cloudTrails((_, region) => new CloudTrailClient(options(region)));
  const accounts = awsAccounts(
    (_, region) => new AccountClient(options(region)),
    (_, region) => new OrganizationsClient(options(region)),
  );
  const ports = { ...world.ports, accounts, trails: { ...world.ports.trails, statusIn } };
  const { settings, checks } = world;
  try {
    const outcome = await reconcile(settings.trails, { settings, checks, ports, cause: null, writes: [] });
    return { outcome, calls: wire.calls };
  } finally {
    await wire.close();
  }
}

/** The verdict and the message of one check of the first trail. */
export function saidOf({ outcome: { judgements } }: Ran, id: string): readonly [verdict: string, message: string] {
  const found = judgements[0]?.findings.find(({ check }) => check.id === id);
  return [found?.finding.verdict ?? 'none', found?.finding.message ?? ''];
}
