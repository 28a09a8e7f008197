import type { AuditRecord } from '../../shared/records/record.ts';
import { recordKey } from '../../shared/trail/record-key.ts';
import type { Objects } from '../contract/records-bucket.ts';
import type { WireServer } from '../contract/wire-server.ts';
import { putPolicyCall } from '../memory/calls.ts';
import { undo } from '../memory/undo.ts';
import { World } from '../memory/world.ts';
import { ACL, FOREIGN, policyWith } from '../reconcile/policies.ts';
import { SINGLE } from '../trail/trails.ts';
import { type Ran, trailmend } from './trailmend.ts';

/** A repair, its proof, a second repair and its rollback: what the function and a person wrote down. */
export async function written(): Promise<readonly AuditRecord[]> {
  const world = new World([SINGLE], policyWith(FOREIGN, ACL));
  await world.pass(putPolicyCall(policyWith(FOREIGN, ACL)));
  world.clock.time += 3_600_000;
  world.trails.set(SINGLE.arn, { status: { latestDeliveryTime: world.clock.time } });
  await world.pass();
  world.clock.time += 86_400_000;
  world.bucket.write(null);
  await world.pass();
  world.clock.time += 60_000;
  await undo(world);
  return world.records.all;
}

/** The objects of records, by their keys. */
export const objectsOf = (records: readonly AuditRecord[]): Objects =>
  Object.fromEntries(records.map((record) => [recordKey(record.id) ?? '', JSON.stringify(record)]));

/** The bucket of a stack. */
export const STORE = 'trailmend-storebucket1a2b3c';

/** Runs the command line against a server, as somebody whose buckets lie there. */
export function run({ endpoint }: WireServer, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ran> {
  const own = { AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'example' };
  return trailmend(args, { env: { ...own, AWS_REGION: 'us-east-1', AWS_EC2_METADATA_DISABLED: 'true', ...env } });
}
