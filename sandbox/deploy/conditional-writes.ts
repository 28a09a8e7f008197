import { inAccount, succeeded } from '../aws/caller.ts';
import { bucketCall, readBucketPolicy } from '../aws/s3.ts';
import { asList, isMap } from '../delivery/json.ts';
import type { Engine } from '../engine/engine.ts';
import { asksForConditionalWrite } from '../side-car/conditional-writes.ts';

/** Takes out of a bucket's policy what the engine would read wrongly, and has the side-car judge it. */
export async function playConditionalWrites(engine: Engine, account: string, bucket: string): Promise<void> {
  const owner = inAccount(engine.behind, account);
  const policy: unknown = JSON.parse((await readBucketPolicy(owner, bucket)) ?? 'null');
  if (!isMap(policy)) return;
  const statements = asList(policy['Statement']).filter(isMap);
  const played = statements.filter(asksForConditionalWrite);
  if (played.length === 0) return;
  engine.conditionalWrites.set(bucket, played);
  const left = { ...policy, Statement: statements.filter((one) => !played.includes(one)) };
  succeeded('PutBucketPolicy', await bucketCall(owner, 'PUT', bucket, 'policy', JSON.stringify(left)));
}
