import type { Check, Finding, Mode, Severity } from '../checks/check.ts';
import { unknown } from '../checks/check.ts';
import { isKeyUsable } from '../checks/parts/key-state.ts';
import { isDelivering, readPolicy } from '../checks/parts/policy-reading.ts';
import { isRequesterPays } from '../checks/parts/request-payer.ts';
import { judgeResourceControl } from '../checks/parts/resource-control.ts';
import type { DocumentKind } from '../trail/document.ts';
import type { Source } from '../trail/event-data-store.ts';
import { deliversLogFiles } from '../trail/granted.ts';
import { type SourceObservation, sourceOf } from './store-observation.ts';

/** What one check said of one trail or event data store. */
export type CheckedFinding = {
  readonly check: Check;
  readonly mode: Exclude<Mode, 'off'>;
  readonly severity: Severity;
  readonly finding: Finding;
};

/** Everything that is known of one trail or event data store in this run. */
export type Judgement = {
  readonly observation: SourceObservation;
  /** What CloudTrail delivers for: an event data store stands here too. */
  readonly trail: Source;
  /** Speaks of log files only, of an event data store of query results; null if it cannot be told. */
  readonly delivers: boolean | null;
  readonly findings: readonly CheckedFinding[];
};

/** What a check says of an observation; null where it is about something else. */
export function ask(check: Check, observation: SourceObservation): Finding | null {
  if (check.subject === 'event-data-store') return 'store' in observation ? check.evaluate(observation) : null;
  return 'store' in observation ? null : check.evaluate(observation);
}

/** A check that throws says "unknown"; the others go on. */
function evaluate(check: Check, observation: SourceObservation): Finding | null {
  try {
    return ask(check, observation);
  } catch (error) {
    return unknown(`the check failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** What one document says of delivery; undefined where it has no say, or was not given. */
function deliversUnder(observation: SourceObservation, document: DocumentKind): boolean | null | undefined {
  const reading = readPolicy(observation, document);
  if ('policy' in reading) return deliversLogFiles(reading.policy, sourceOf(observation), document);
  return reading.finding.verdict === 'not-applicable' ? undefined : null;
}

/** What the organization's policies say of delivery: they refuse, or leave room for whatever else decides. */
function deliversUnderOrganization(observation: SourceObservation): false | null | undefined {
  if ('store' in observation) return undefined;
  const { verdict, severity = 'critical' } = judgeResourceControl(observation);
  if (severity !== 'critical') return undefined;
  if (verdict === 'broken') return false;
  return verdict === 'unknown' ? null : undefined;
}

function delivers(observation: SourceObservation): boolean | null {
  if (observation.bucket.state === 'absent' || isRequesterPays(observation)) return false;
  if (!('store' in observation) && isKeyUsable(observation) === false) return false;
  const said = [
    deliversUnder(observation, 'bucket-policy'),
    deliversUnder(observation, 'key-policy'),
    deliversUnderOrganization(observation),
  ];
  if (said.includes(false)) return false;
  if (!said.includes(null)) return said.includes(true) ? true : null;
  return isDelivering(observation) ? true : null;
}

/** How the settings change a check's mode; `found` is the mode that a finding has by default. */
export type ModeOf = (check: Check, found: Mode) => Mode;

/** Puts every check that is not off and is about it to one observation. */
export function judge(observation: SourceObservation, checks: readonly Check[], modeOf: ModeOf): Judgement {
  const findings = checks.flatMap((check): CheckedFinding[] => {
    if (modeOf(check, check.mode) === 'off') return [];
    const finding = evaluate(check, observation);
    if (finding === null) return [];
    const mode = modeOf(check, finding.mode ?? check.mode);
    if (mode === 'off') return [];
    return [{ check, mode, severity: finding.severity ?? check.severity, finding }];
  });
  return { observation, trail: sourceOf(observation), delivers: delivers(observation), findings };
}
