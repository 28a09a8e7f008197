import { SEVERITIES, type Severity } from '../checks/check.ts';
import type { Advance, Ended, Gap, Happening, Incident, Repaired, Sight } from './incident.ts';
import { isPartOf } from './lasting.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** So many repairs within so long are a fight: after calls of one principal, or of anybody. */
const FIGHT = { ofOne: 3, ofAll: 6, within: HOUR } as const;

/** So many of the latest repairs are remembered. */
const REPAIRS = 20;

/** The longest distance between two reminders; the first comes after a day, and each takes twice as long as the one before. */
const WEEK = 7 * DAY;

/** CloudTrail's clock and ours may differ by so much. */
const CLOCKS_APART = 60_000;

/** So long after a repair a log file proves it, or nothing does (product: "after 24 quiet hours"). */
const QUIET = DAY;

/** A fight, and what breaks within so long after an incident ended, is over once it was right for so long. */
const SETTLED = HOUR;

const NOTHING: Advance = { incident: null, happening: null, ended: null };

const worst = (one: Severity, other: Severity): Severity =>
  SEVERITIES.find((severity) => severity === one || severity === other) ?? one;

function withRepair(
  { repairs }: Pick<Incident, 'repairs'>,
  { isRepaired, now, principal }: Sight,
): readonly Repaired[] {
  return isRepaired ? [...repairs, { at: now, principal }].slice(-REPAIRS) : repairs;
}

/** Somebody undid what was repaired, and did so again. */
function isFight(repairs: readonly Repaired[], { now, principal, isRepaired }: Sight): boolean {
  if (!isRepaired) return false;
  const recent = repairs.filter(({ at }) => now - at < FIGHT.within);
  const theirs = recent.filter((one) => one.principal === principal);
  return recent.length >= FIGHT.ofAll || (principal !== null && theirs.length >= FIGHT.ofOne);
}

/** The trails without log files; how long, is told by the arrivals as they were when it was found. */
function gapsOf({ stopped, arrivals }: Sight): readonly Gap[] {
  return stopped.map((trailArn) => ({ trailArn, from: arrivals.get(trailArn)?.at ?? null, to: null }));
}

function opened(sight: Sight, id: string, last: Ended | null): Advance {
  const { now, state, checks, severity, lasting, calledAt } = sight;
  const incident: Incident = {
    ...{ id, openedAt: now, brokenAt: calledAt ?? now, checks, severity },
    restoredAt: state === 'open' ? null : now,
    gaps: gapsOf(sight),
    repairs: withRepair({ repairs: [] }, sight),
    fought: false,
    isAgain: last !== null && now - last.at < SETTLED,
    told: { what: lasting, at: now, times: 1 },
  };
  return { incident, happening: 'opened', ended: null };
}

/** Whether people are reminded of what they know: ever more seldom. */
function isDue({ told }: Incident, now: number): boolean {
  return now - told.at >= Math.min(DAY * 2 ** (told.times - 1), WEEK);
}

/** What CloudTrail itself reports of its deliveries follows from something else that is told. */
const REPORT = /^trail-(?:delivers|publishes)-/;

const isNew = (check: string, { checks }: Incident): boolean => !checks.includes(check) && !REPORT.test(check);

function happeningIn(before: Incident, after: Incident, sight: Sight): Happening | null {
  if (after.fought && !before.fought) return 'fought';
  const isMore = sight.checks.some((check) => isNew(check, before)) && before.checks.length > 0;
  if (isMore || sight.isNews) return 'worsened';
  // Who was told that a person is needed hears that nobody is.
  if (sight.state === 'repaired') return before.told.what === null ? 'repaired-again' : 'repaired';
  if (!isPartOf(before.told.what, sight.lasting)) return 'worsened';
  return isDue(before, sight.now) ? 'reminded' : null;
}

function continued(before: Incident, sight: Sight): Advance {
  const { now, state, checks, severity, lasting } = sight;
  // People know that it is repaired in a while.
  if (sight.isHeldBack && !sight.isNews)
    return { incident: { ...before, restoredAt: null }, happening: null, ended: null };
  const repairs = withRepair(before, sight);
  const more = gapsOf(sight).filter(({ trailArn }) => !before.gaps.some((gap) => gap.trailArn === trailArn));
  const gaps = before.gaps.map((gap) => (sight.stopped.includes(gap.trailArn) ? { ...gap, to: null } : gap));
  const after: Incident = {
    ...before,
    checks: [...new Set([...before.checks, ...checks])],
    severity: worst(before.severity, severity),
    restoredAt: state === 'open' ? null : now,
    gaps: [...gaps, ...more],
    repairs,
    fought: before.fought || isFight(repairs, sight),
  };
  const happening = happeningIn(before, after, sight);
  const isTold = happening !== null && happening !== 'repaired-again';
  const times = happening === 'reminded' ? before.told.times + 1 : 1;
  // What is not left any more is told again when it comes back; a repair that nobody hears of changes nothing.
  const what = happening === null ? lasting : before.told.what;
  const told = isTold ? { what: lasting, at: now, times } : { ...before.told, what };
  return { incident: { ...after, told }, happening, ended: null };
}

/** The gap, closed by the first log file that is seen after the repair. */
function closedBy({ arrivals }: Sight, restoredAt: number): (gap: Gap) => Gap {
  return (gap) => {
    const last = arrivals.get(gap.trailArn);
    const isProof = last?.isClean === true && last.at > restoredAt + CLOCKS_APART;
    return gap.to === null && isProof ? { ...gap, to: last.at } : gap;
  };
}

function ending(before: Incident, sight: Sight): Advance {
  const { now, trails } = sight;
  // Whoever mended it, it is right again as of now.
  const restoredAt = before.restoredAt ?? now;
  const gaps = before.gaps.map(closedBy(sight, restoredAt));
  const incident = { ...before, restoredAt, gaps };
  const lasts: Advance = { incident, happening: null, ended: null };
  const end = (happening: Happening): Advance => ({ incident: null, happening, ended: incident });
  if ((before.isAgain || before.fought) && now - restoredAt < SETTLED) return lasts;
  // A trail that nobody looks after any more proves nothing, and keeps nobody waiting.
  const awaited = gaps.filter(({ trailArn }) => trails.includes(trailArn));
  if (awaited.length === 0) return end('over');
  if (awaited.every(({ to }) => to !== null)) return end('proven');
  return now - restoredAt >= QUIET ? end('not-proven') : lasts;
}

/**
 * What becomes of an incident by what a run shows. Pure: `id` is what a new one is called, `last` the one that ended last.
 *
 * INVARIANT: of what does not change, people hear at growing distances; of what was repaired again and again, once.
 */
export function advance(before: Incident | null, sight: Sight, id: string, last: Ended | null = null): Advance {
  if (sight.state === 'healthy' && !sight.isNews) return before === null ? NOTHING : ending(before, sight);
  return before === null ? opened(sight, id, last) : continued(before, sight);
}

/**
 * Whether a repair waits for the schedule: somebody undid the last ones, and it goes on, but slowly. It is never given up, for that
 * is what an attacker would want.
 */
export function isHeldBack(incident: Incident | null, now: number, period: number): boolean {
  if (incident?.fought !== true) return false;
  const last = incident.repairs.at(-1)?.at ?? 0;
  return now - last < period && now - last < HOUR;
}
