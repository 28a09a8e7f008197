import type { Judgement } from '../../shared/reconcile/judge.ts';
import type { Plan } from '../../shared/reconcile/plan.ts';

/** One truth for several trails: false if any is false, else null if any is null. */
function together(values: readonly (boolean | null)[]): boolean | null {
  if (values.includes(false)) return false;
  return values.includes(null) ? null : true;
}

const write = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** The JSON of `check`, version 1 of the contract. */
export function checkJson(judgements: readonly Judgement[], warnings: readonly string[]): string {
  return write({
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
    warnings,
  });
}

/** The JSON of `plan`, version 1 of the contract. */
export function planJson({ documents, actions, notRepairable }: Plan, warnings: readonly string[]): string {
  return write({
    version: 1,
    documents: documents.map(({ kind, resource, before, after, added, restored, accessBroadened }) => ({
      ...{ kind, resource, before, after, added, restored, accessBroadened },
    })),
    actions,
    notRepairable,
    warnings,
  });
}
