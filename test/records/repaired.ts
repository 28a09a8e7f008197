import { World } from '../memory/world.ts';
import { ACL, KEY_OWNER, policyWith, TOPIC_OWNER } from '../reconcile/policies.ts';
import { KEY, SINGLE, TOPIC, trailWith } from '../trail/trails.ts';

/** Not as any program would write it. */
export const TEXT = `{"Version": "2012-10-17",\n  "Statement": [${JSON.stringify(ACL)}]}`;
/** A trail with bucket, key and topic. */
export const FULL = trailWith({ kmsKeyArn: KEY, topicArn: TOPIC });

/** A world in which a bucket policy was repaired. */
export async function repaired(policy: string | null = TEXT): Promise<World> {
  const world = new World([SINGLE], policy);
  await world.pass();
  return world;
}

/** A world in which bucket, key and topic were repaired at once. */
export async function allRepaired(): Promise<World> {
  const world = new World([FULL], policyWith(ACL), { key: policyWith(KEY_OWNER), topic: policyWith(TOPIC_OWNER) });
  await world.pass();
  return world;
}
