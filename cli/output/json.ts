import type { Change } from '../../shared/reconcile/outcome.ts';
import type { Judged } from '../judged.ts';
import type { Reset } from '../reset-landing-zone.ts';
import { printedJson } from './shown.ts';

/** One truth for several trails: false if any is false, else null if any is null. */
function together(values: readonly (boolean | null)[]): boolean | null {
  if (values.includes(false)) return false;
  return values.includes(null) ? null : true;
}

/** What is said besides the contract's fields: rights to ask for, and trails that could not be looked at. */
const besides = ({ warnings, missing, leftOut }: Judged): object => ({
  warnings: [...warnings, ...leftOut],
  ...(missing.length === 0 ? {} : { missingRights: missing }),
});

/** The fields of `check`, version 1 of the contract. */
function checkOf(found: Judged): object {
  const { judgements } = found;
  return {
    version: 1,
    delivers: together(judgements.map(({ delivers }) => delivers)),
    trails: judgements.map(({ trail, delivers, findings }) => ({
      trailArn: trail.arn,
      delivers,
      checks: findings.map(({ check, severity, finding }) => ({
        id: check.id,
        verdict: finding.verdict,
        severity,
        message: finding.message,
        evidence: finding.evidence,
        repair: finding.repair,
      })),
    })),
    ...besides(found),
  };
}

/** The JSON of `check`. */
export function checkJson(found: Judged): string {
  return printedJson(checkOf(found));
}

/** The JSON of `apply --reset-landing-zone`: that of `check` after it, and how the reset ended. */
export function resetJson(found: Judged, { zone, operationId, status, message }: Reset): string {
  const { arn, version } = zone;
  return printedJson({ ...checkOf(found), landingZone: { arn, version, operationId, status, message } });
}

function planOf({ plan: { documents, actions, notRepairable } }: Judged): object {
  return {
    documents: documents.map(({ kind, resource, before, after, added, restored, accessBroadened }) => ({
      ...{ kind, resource, before, after, added, restored, accessBroadened },
    })),
    actions: actions.map(({ kind, resource }) => ({ kind, resource })),
    notRepairable,
  };
}

/** The JSON of `plan`, version 1 of the contract. */
export function planJson(found: Judged): string {
  return printedJson({ version: 1, ...planOf(found), ...besides(found) });
}

/** The JSON of `apply`: that of `plan`, and how each change ended. */
export function appliedJson(found: Judged, changes: readonly Change[]): string {
  return printedJson({
    version: 1,
    ...planOf(found),
    changes: changes.map(({ what, word, note, at }) => ({ kind: what.kind, resource: what.resource, word, note, at })),
    ...besides(found),
  });
}
