import type { ApiCall } from '../events/api-call.ts';
import { type Settings, type SourceSettings, sourceArn, sourcesIn } from '../settings/settings.ts';
import { bucketArn, isNamed, parseTrailArn } from '../trail/arn.ts';
import { parseEventDataStoreArn } from '../trail/event-data-store.ts';
import { groupsSharing } from './groups.ts';

/** The resources whose documents are written for a trail or an event data store. */
function written(settings: SourceSettings): readonly string[] {
  const arn = sourceArn(settings);
  const partition = (parseTrailArn(arn) ?? parseEventDataStoreArn(arn))?.partition ?? 'aws';
  const bucket = bucketArn(partition, settings.bucket);
  if ('eventDataStoreArn' in settings) return [bucket];
  return [bucket, settings.kmsKeyArn, settings.topicArn].filter((resource) => resource !== undefined);
}

function isTouched(settings: SourceSettings, subject: string): boolean {
  const topicKey = 'eventDataStoreArn' in settings ? undefined : settings.topicKmsKeyArn;
  const arns = [...written(settings), sourceArn(settings), topicKey];
  return arns.some((arn) => arn !== undefined && isNamed(arn, subject));
}

/**
 * The trails and event data stores to look at. Those that share a bucket, key or topic stand in one group: what two of them need
 * goes into one write. A call that names a bucket, trail, key or topic wakes the groups
 * that have it, and nobody else; one on a whole account wakes all.
 */
export function targetsOf(settings: Settings, cause: ApiCall | null): readonly (readonly SourceSettings[])[] {
  const groups = groupsSharing(sourcesIn(settings), written);
  const subject = cause?.subject ?? null;
  return subject === null ? groups : groups.filter((group) => group.some((trail) => isTouched(trail, subject)));
}
