import type { LandingZone } from '../reconcile/reading.ts';
import { isControlTowers } from '../trail/control-tower.ts';
import { broken, type Check, healthy, notApplicable, unknown } from './check.ts';
import { shownBy } from './parts/value.ts';

/** What is said of every landing zone: it is no evidence that files arrive. */
const NO_EVIDENCE = 'Control Tower does not look at the bucket policy, so that this says nothing of it';

/** What is wrong with it, and what a person can do; null if nothing is. */
function wrongWith(zone: LandingZone): { readonly what: string; readonly mend: string } | null {
  const { version, latestVersion, isDrifted, status } = zone;
  const reset =
    '`trailmend apply --reset-landing-zone --yes` resets it to its saved settings; whether that rewrites an edited bucket policy is not promised';
  if (version !== latestVersion) {
    const drift = isDrifted ? ', and it has drifted' : '';
    return {
      what: `is on version ${version}, and ${latestVersion} is the latest${drift}`,
      mend: `only a landing zone on the latest version can be reset: update it to ${latestVersion} in the console of AWS Control Tower first`,
    };
  }
  if (isDrifted) return { what: 'has drifted', mend: reset };
  return status === 'FAILED' ? { what: 'is in the state `FAILED`', mend: reset } : null;
}

/** Control Tower's landing zone can be reset, and reports no drift. */
export const landingZoneIsCurrent: Check = {
  id: 'landing-zone-is-current',
  title: 'The landing zone of Control Tower is on its latest version, without drift',
  severity: 'advice',
  mode: 'advice',
  why:
    'Where only Control Tower may write to its log bucket, resetting the landing zone is one of the ways to get a policy back, and that ' +
    'works on the latest version alone. That Control Tower reports no drift proves nothing: it does not look at bucket policies.',
  byHand:
    'Run `trailmend apply --reset-landing-zone --yes` in the management account, or aws controltower reset-landing-zone; on an older version ' +
    'update the landing zone first.',
  reference: 'https://docs.aws.amazon.com/controltower/latest/userguide/lz-api-reset.html',
  permissions: [
    { action: 'controltower:ListLandingZones', target: 'landing-zones', access: 'read' },
    { action: 'controltower:GetLandingZone', target: 'landing-zone', access: 'read' },
  ],
  evaluate: ({ surroundings: { landingZone }, trail }) => {
    if (!isControlTowers(trail, trail.bucket)) return notApplicable('the trail is not one of Control Tower');
    const absent = notApplicable(`there is no landing zone whose home Region is ${trail.region} in this account`);
    const shown = shownBy(landingZone, absent, 'the landing zone could not be read');
    if ('finding' in shown) return shown.finding;
    const zone = shown.value;
    if (zone.status === 'PROCESSING') return unknown('an operation on the landing zone is in progress');
    const wrong = wrongWith(zone);
    if (wrong === null)
      return healthy(
        `the landing zone is on version ${zone.version}, the latest, and reports no drift; ${NO_EVIDENCE}`,
      );
    const message = `the landing zone ${wrong.what}`;
    return broken(message, { advice: [{ message, suggestion: wrong.mend }] });
  },
};
