import type { ApiCall } from '../events/api-call.ts';
import type { Settings, TrailSettings } from '../settings/settings.ts';
import { parseTrailArn } from '../trail/arn.ts';

function isTouched(trail: TrailSettings, subject: string): boolean {
  return [trail.bucket, trail.trailArn, parseTrailArn(trail.trailArn)?.name].includes(subject);
}

/**
 * The trails to look at, grouped by bucket, since one write serves all trails of a bucket. A call that names a bucket or
 * trail wakes the trails of that bucket; a call whose subject cannot be matched (a key, a topic, an account) wakes all.
 */
export function targetsOf(settings: Settings, cause: ApiCall | null): readonly (readonly TrailSettings[])[] {
  const groups = [...new Set(settings.trails.map(({ bucket }) => bucket))].map((bucket) =>
    settings.trails.filter((trail) => trail.bucket === bucket),
  );
  const subject = cause?.subject ?? null;
  if (subject === null) return groups;
  const touched = groups.filter((group) => group.some((trail) => isTouched(trail, subject)));
  // A bucket or trail that is not guarded is nobody's business here; keys and topics are not matched by name.
  const named = cause?.source === 'aws.s3' || cause?.source === 'aws.cloudtrail';
  return touched.length === 0 && !named ? groups : touched;
}
