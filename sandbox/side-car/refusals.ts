import type { Caller } from '../aws/caller.ts';
import type { WireAnswer } from '../aws/exchange.ts';
import type { Call } from './call.ts';
import type { Identity } from './identities.ts';
import { kmsRefusal } from './kms-refusals.ts';
import type { Organization } from './organization.ts';
import { refuseJson, refuseQuery, refuseS3 } from './refuse.ts';
import { s3Refusal } from './s3-refusals.ts';
import { snsRefusal } from './sns-refusals.ts';
import { trailRefusal } from './trail-refusals.ts';

/** What AWS would refuse and the engine would let pass, as the answer that AWS would give; null if it may pass. */
export async function refusalOf(
  engine: Caller,
  organization: Organization,
  call: Call,
  who: () => Promise<Identity>,
): Promise<WireAnswer | null> {
  const [refusal, say] = await (async () => {
    switch (call.service) {
      case 's3':
        return [await s3Refusal(engine, call, who), refuseS3] as const;
      case 'kms':
        return [await kmsRefusal(engine, call, who), refuseJson] as const;
      case 'sns':
        return [await snsRefusal(engine, call), refuseQuery] as const;
      case 'cloudtrail':
        return [await trailRefusal(engine, organization, call, who), refuseJson] as const;
      default:
        return [null, refuseJson] as const;
    }
  })();
  return refusal === null ? null : say(refusal);
}
