import type { TrailSettings } from '../settings/settings.ts';
import type { AccountTrail, Fellow, Reading } from './reading.ts';

/** The guarded trail that a trail has the bucket and the prefix of, and that the account does not have any more. */
function replacedBy(
  { description }: AccountTrail,
  all: readonly AccountTrail[],
  guarded: readonly TrailSettings[],
): string | null {
  if (description.state !== 'present') return null;
  const { bucket, prefix } = description.value;
  const gone = guarded.find(
    (settings) =>
      settings.bucket === bucket &&
      (settings.prefix ?? '') === prefix &&
      !all.some(({ trailArn }) => trailArn === settings.trailArn),
  );
  return gone?.trailArn ?? null;
}

/** The account's trails that nobody guards and that deliver into this bucket, or may, as far as can be told: one that is stopped does not. */
export function fellowsIn(
  bucket: string,
  guarded: readonly TrailSettings[],
  accountTrails: Reading<readonly AccountTrail[]>,
): Reading<readonly Fellow[]> {
  if (accountTrails.state !== 'present') return accountTrails;
  const others = accountTrails.value.filter(({ trailArn, description, isLogging }) => {
    if (guarded.some((settings) => settings.trailArn === trailArn)) return false;
    if (isLogging.state === 'present' && !isLogging.value) return false;
    return (
      description.state === 'unreadable' || (description.state === 'present' && description.value.bucket === bucket)
    );
  });
  const value = others.map((trail) => ({ ...trail, replaces: replacedBy(trail, accountTrails.value, guarded) }));
  return { state: 'present', value };
}
