import type { TrailSettings } from '../settings/settings.ts';
import { parseTrailArn } from '../trail/arn.ts';
import { barelyKnown, type FurtherTrail, OPEN_ENCRYPTION } from '../trail/further-trail.ts';
import type { Trail } from '../trail/trail.ts';

/** The further trails that the settings name for the bucket of a guarded trail. */
export function namedSources({ sources = [] }: TrailSettings, guarded: Trail): readonly FurtherTrail[] {
  return sources.flatMap(({ trailArn, prefix = '', organizationId = null, sourceOrganizationId }): FurtherTrail[] => {
    const arn = parseTrailArn(trailArn);
    if (arn === null) return [];
    const own = arn.account === guarded.account ? guarded.sourceOrganizationId : null;
    const known = { organizationId, sourceOrganizationId: sourceOrganizationId ?? organizationId ?? own };
    return [{ trail: barelyKnown(arn, { bucket: guarded.bucket, prefix, ...known }), open: OPEN_ENCRYPTION }];
  });
}
