import { readBucketPolicy } from '../checks/bucket-policy.ts';
import type { Check, Finding, Mode, Severity } from '../checks/check.ts';
import { unknown } from '../checks/check.ts';
import { deliversLogFiles } from '../trail/granted.ts';
import type { Trail } from '../trail/trail.ts';
import type { Observation } from './reading.ts';

/** What one check said of one trail. */
export type CheckedFinding = {
  readonly check: Check;
  readonly mode: Exclude<Mode, 'off'>;
  readonly severity: Severity;
  readonly finding: Finding;
};

/** Everything that is known of one trail in this run. */
export type Judgement = {
  readonly observation: Observation;
  readonly trail: Trail;
  /** Speaks of log files only; null if it cannot be told. */
  readonly delivers: boolean | null;
  readonly findings: readonly CheckedFinding[];
};

/** A check that throws says "unknown"; the others go on. */
function evaluate(check: Check, observation: Observation): Finding {
  try {
    return check.evaluate(observation);
  } catch (error) {
    return unknown(`the check failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function delivers(observation: Observation): boolean | null {
  if (observation.bucket.state === 'absent') return false;
  const reading = readBucketPolicy(observation);
  return 'policy' in reading ? deliversLogFiles(reading.policy, observation.trail) : null;
}

/** Puts every check that is not off to one observation. */
export function judge(observation: Observation, checks: readonly Check[], modeOf: (check: Check) => Mode): Judgement {
  const findings = checks.flatMap((check): CheckedFinding[] => {
    const mode = modeOf(check);
    if (mode === 'off') return [];
    const finding = evaluate(check, observation);
    return [{ check, mode, severity: finding.severity ?? check.severity, finding }];
  });
  return { observation, trail: observation.trail, delivers: delivers(observation), findings };
}
