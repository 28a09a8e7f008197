import { parseTrailArn, type TrailArn } from '../trail/arn.ts';
import type { Settings, TrailSettings } from './settings.ts';

/** A trail of the settings, with its ARN taken apart and the bucket's owner filled in. */
export type GuardedTrail = TrailSettings & { readonly arn: TrailArn; readonly bucketOwner: string };

/** The trails with what their ARNs say; settings that were parsed hold no other. */
export function guardedTrails(settings: Settings): readonly GuardedTrail[] {
  return settings.trails.flatMap((trail) => {
    const arn = parseTrailArn(trail.trailArn);
    return arn === null ? [] : [{ ...trail, arn, bucketOwner: trail.bucketOwner ?? arn.account }];
  });
}
