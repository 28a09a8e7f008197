import type { WireAnswer } from '../aws/exchange.ts';
import type { Call } from './call.ts';
import { conditionalWriteRefusal } from './conditional-writes.ts';
import type { Identity } from './identities.ts';
import { kmsRefusal } from './kms-refusals.ts';
import { type Refusal, refuseJson, refuseQuery, refuseS3 } from './refuse.ts';
import { s3Refusal } from './s3-refusals.ts';
import type { ServiceControl } from './service-control.ts';
import { snsRefusal } from './sns-refusals.ts';
import { trailRefusal } from './trail-refusals.ts';
import type { World } from './world.ts';

const FORMS = new Set(['sns', 'sts', 'iam']);

/** An error as the service that is called says it. */
function say(service: string, refusal: Refusal): WireAnswer {
  if (service === 's3') return refuseS3(refusal);
  return FORMS.has(service) ? refuseQuery(refusal) : refuseJson(refusal);
}

async function ofService(world: World, call: Call, who: Identity): Promise<Refusal | null> {
  switch (call.service) {
    case 's3':
      return (
        conditionalWriteRefusal(world.conditionalWrites, world.organization, call, who) ??
        s3Refusal(world.engine, world.organization, call, who)
      );
    case 'kms':
      return kmsRefusal(world, call, who);
    case 'sns':
      return snsRefusal(world, call);
    case 'cloudtrail':
      return trailRefusal(world.engine, world.organization, call, who);
    default:
      return null;
  }
}

/** What AWS would refuse and the engine would let pass, as the answer that AWS would give; null if it may pass. */
export async function refusalOf(
  world: World,
  serviceControl: ServiceControl,
  call: Call,
  who: Identity,
): Promise<WireAnswer | null> {
  const refusal = (await serviceControl(call, who)) ?? (await ofService(world, call, who));
  return refusal === null ? null : say(call.service, refusal);
}
