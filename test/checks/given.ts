import type { Reading, TrailDescription } from '../../shared/reconcile/reading.ts';
import type { Trail } from '../../shared/trail/trail.ts';

/** What a case says of something that is not there, or that nobody may read. */
export type Unread = 'absent' | 'unreadable';

/** What a case says of one thing, as a reading; what it leaves out was not asked for. */
export function read<T>(given: Unread | T | undefined): Reading<T> {
  if (given === undefined) return { state: 'not-asked' };
  if (given === 'absent') return { state: 'absent' };
  if (given === 'unreadable') return { state: 'unreadable', reason: 'AWS denied it' };
  return { state: 'present', value: given };
}

/** What GetTrail says of a trail that is as it should be. */
export function describedAs(trail: Trail): TrailDescription {
  const { bucket, prefix, kmsKeyArn, topicArn, logFileValidation, multiRegion, insights } = trail;
  const isOrganizationTrail = trail.organizationId !== null;
  const settings = {
    bucket,
    prefix,
    isOrganizationTrail,
    kmsKeyArn,
    topicArn,
    logFileValidation,
    multiRegion,
    insights,
  };
  return { ...settings, logGroupArn: null, logGroupRoleArn: null };
}

/** What a case says of GetTrail; what is left out is as of the trail itself. */
export function descriptionOf(
  description: Unread | Partial<TrailDescription> | undefined,
  trail: Trail,
): Reading<TrailDescription> {
  return read(typeof description === 'object' ? { ...describedAs(trail), ...description } : description);
}
