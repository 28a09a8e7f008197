import type { Observation } from '../../reconcile/observation.ts';
import type { Fellow } from '../../reconcile/reading.ts';
import { parseTrailArn } from '../../trail/arn.ts';
import { barelyKnown, type FurtherTrail } from '../../trail/further-trail.ts';

/** A trail of the account as a source; null where it cannot be told where or for whom it delivers. */
function asSource({ trailArn, description, replaces }: Fellow, { trail }: Observation): FurtherTrail | null {
  const arn = parseTrailArn(trailArn);
  // Nothing is written for a trail that may stand for a guarded one, until a person has put it into the settings.
  if (arn === null || replaces !== null || description.state !== 'present') return null;
  const { isOrganizationTrail, kmsKeyArn, logFileValidation, multiRegion, insights, ...to } = description.value;
  const { sourceOrganizationId } = trail;
  if (isOrganizationTrail && sourceOrganizationId === null) return null;
  const organizationId = isOrganizationTrail ? sourceOrganizationId : null;
  const known = barelyKnown(arn, { bucket: to.bucket, prefix: to.prefix, organizationId, sourceOrganizationId });
  return { trail: { ...known, kmsKeyArn, logFileValidation, multiRegion, insights }, open: [] };
}

const fellowsOf = ({ surroundings: { fellows } }: Observation): readonly Fellow[] =>
  fellows.state === 'present' ? fellows.value : [];

/** The further trails that are known to deliver into the bucket: from the settings, and from the account. */
export function sourcesOf(observation: Observation): readonly FurtherTrail[] {
  const named = observation.sources;
  const found = fellowsOf(observation).flatMap((fellow) => asSource(fellow, observation) ?? []);
  return [...named, ...found.filter(({ trail }) => !named.some((other) => other.trail.arn === trail.arn))];
}

/** Why it cannot be told of some trail whether it is a source; null if it can of all. */
export function doubtOfSources(observation: Observation): string | null {
  const { fellows } = observation.surroundings;
  if (fellows.state === 'unreadable') return fellows.reason;
  const open = fellowsOf(observation).filter(
    (fellow) =>
      fellow.replaces === null &&
      asSource(fellow, observation) === null &&
      !observation.sources.some(({ trail }) => trail.arn === fellow.trailArn),
  );
  for (const { trailArn, description } of open) {
    if (description.state === 'unreadable') return description.reason;
    return `\`${trailArn}\` is an organization’s trail, and the settings do not name the organization (\`sourceOrganizationId\`)`;
  }
  return null;
}
