import type { ApiCall } from '../events/api-call.ts';
import type { Settings, TrailSettings } from '../settings/settings.ts';
import { bucketArn, isNamed, parseTrailArn } from '../trail/arn.ts';

/** The resources whose documents are written for a trail. */
function written({ trailArn, bucket, kmsKeyArn, topicArn }: TrailSettings): readonly string[] {
  const partition = parseTrailArn(trailArn)?.partition ?? 'aws';
  return [bucketArn(partition, bucket), kmsKeyArn, topicArn].filter((arn) => arn !== undefined);
}

/** Trails that share a bucket, key or topic, in one group: what two of them need goes into one write. */
function groupsOf(trails: readonly TrailSettings[]): readonly (readonly TrailSettings[])[] {
  let groups: TrailSettings[][] = [];
  for (const trail of trails) {
    const resources = written(trail);
    const shares = (group: TrailSettings[]): boolean =>
      group.some((other) => written(other).some((resource) => resources.includes(resource)));
    const joined = groups.filter(shares).flat();
    groups = [...groups.filter((group) => !shares(group)), [...joined, trail]];
  }
  return groups;
}

function isTouched(trail: TrailSettings, subject: string): boolean {
  const arns = [...written(trail), trail.trailArn, trail.topicKmsKeyArn];
  return arns.some((arn) => arn !== undefined && isNamed(arn, subject));
}

/**
 * The trails to look at, in groups that share a document. A call that names a bucket, trail, key or topic wakes the groups
 * that have it, and nobody else; one on a whole account wakes all.
 */
export function targetsOf(settings: Settings, cause: ApiCall | null): readonly (readonly TrailSettings[])[] {
  const groups = groupsOf(settings.trails);
  const subject = cause?.subject ?? null;
  return subject === null ? groups : groups.filter((group) => group.some((trail) => isTouched(trail, subject)));
}
