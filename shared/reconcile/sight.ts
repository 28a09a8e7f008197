import { SEVERITIES } from '../checks/check.ts';
import type { ApiCall } from '../events/api-call.ts';
import type { Arrival, Ended, Gap, Incident, Sight } from '../incident/incident.ts';
import { isTrail } from '../trail/event-data-store.ts';
import type { CheckedFinding, Judgement } from './judge.ts';
import type { Outcome } from './outcome.ts';

/** The checks that a call on each service can have broken; what CloudTrail itself reports only follows from them. */
const BROKEN_BY: Readonly<Record<ApiCall['source'], RegExp>> = {
  'aws.s3': /^bucket-|^lake-results-/,
  'aws.kms': /^key-|^topic-key-/,
  'aws.sns': /^topic-/,
  'aws.cloudtrail': /^trail-(exists|settings-are-expected|is-logging|records-management-events)$/,
  'aws.organizations': /^organization-/,
  'aws.iam': /^organization-/,
};

/** The call that woke a run, if it may have broken what was found; null of one that touched something else, and is no suspect. */
export function suspectOf({ cause, judgements, lost }: Outcome): ApiCall | null {
  if (cause === null) return null;
  const broken = judgements.flatMap(({ findings }) =>
    findings.filter(
      ({ mode, finding }) => mode !== 'advice' && (finding.verdict === 'broken' || finding.repair !== null),
    ),
  );
  return lost !== null || broken.some(({ check }) => BROKEN_BY[cause.source].test(check.id)) ? cause : null;
}

/** What people are told of: what is broken, and what could not be told for too long. */
export function toldIn({ judgements, unknown }: Pick<Outcome, 'judgements' | 'unknown'>): readonly CheckedFinding[] {
  const findings = judgements.flatMap((judgement) => judgement.findings).filter(({ mode }) => mode !== 'advice');
  return findings.filter(
    ({ check, mode, finding }) =>
      finding.verdict === 'broken' ||
      (finding.verdict === 'unknown' && finding.repair !== null && mode === 'restore') ||
      unknown.some(({ id }) => id === check.id),
  );
}

/** Log files cannot arrive: something is broken that is delivery itself. */
export function isStopped({ trail, findings }: Judgement): boolean {
  return (
    isTrail(trail) &&
    findings.some(
      ({ severity, mode, finding }) => severity === 'critical' && mode !== 'advice' && finding.verdict === 'broken',
    )
  );
}

function arrivalOf({ observation, trail }: Judgement): readonly (readonly [string, Arrival])[] {
  if (!('status' in observation) || observation.status.state !== 'present') return [];
  const { latestDeliveryTime: at, latestDeliveryError } = observation.status.value;
  return at === null ? [] : [[trail.arn, { at, isClean: latestDeliveryError === null }]];
}

const memoriesIn = (remembered: Outcome['remembered']) =>
  remembered.flatMap((one) => (one.state === 'present' ? [one.value.memory] : []));

/** The last incident that ended. */
export function endedIn(remembered: Outcome['remembered']): Ended | null {
  const all = memoriesIn(remembered).flatMap(({ ended }) => ended ?? []);
  return all.toSorted((one, other) => other.at - one.at)[0] ?? null;
}

/**
 * The incident that the trails are in, the oldest of several: groups of trails change with the settings. One that ended is none, though
 * the memory of a trail could not be written then.
 */
export function incidentIn(remembered: Outcome['remembered']): Incident | null {
  const memories = memoriesIn(remembered);
  const isOver = ({ id }: Incident): boolean => memories.some(({ ended }) => ended?.id === id);
  const found = memories.flatMap(({ incident }) => (incident === null || isOver(incident) ? [] : [incident]));
  return found.toSorted((one, other) => one.openedAt - other.openedAt)[0] ?? null;
}

/** The latest log file of each trail, as it was found. */
export function arrivalsIn({ judgements }: Outcome): Sight['arrivals'] {
  return new Map(judgements.flatMap(arrivalOf));
}

/** When files came again after a gap; null while they do not, and of a file that came before it was right again. */
export function cameAgain({ restoredAt }: Incident, { trailArn, to }: Gap, arrivals: Sight['arrivals']): number | null {
  const at = to ?? arrivals.get(trailArn)?.at ?? null;
  return at !== null && restoredAt !== null && at > restoredAt ? at : null;
}

/** What an outcome shows of an incident. `timeOf` reads an ISO 8601 time. */
export function sightOf(outcome: Outcome, now: number, timeOf: (text: string) => number): Sight {
  const { word, judgements, changes, lasting, lost } = outcome;
  const suspect = suspectOf(outcome);
  const calledAt = suspect?.eventTime === undefined || suspect.eventTime === null ? null : timeOf(suspect.eventTime);
  const told = toldIn(outcome);
  return {
    now,
    state: word === 'unchanged' ? 'healthy' : word === 'restored' ? 'repaired' : 'open',
    lasting,
    checks: [...new Set(told.map(({ check }) => check.id))],
    severity: SEVERITIES.find((one) => told.some(({ severity }) => severity === one)) ?? 'medium',
    isRepaired: changes.some((change) => change.word === 'restored'),
    principal: suspect?.actor.principal ?? null,
    calledAt: calledAt === null || Number.isNaN(calledAt) ? null : calledAt,
    trails: judgements.map(({ trail }) => trail.arn),
    stopped: judgements.filter(isStopped).map(({ trail }) => trail.arn),
    arrivals: arrivalsIn(outcome),
    isHeldBack: outcome.isHeldBack,
    isNews: lost !== null,
  };
}
