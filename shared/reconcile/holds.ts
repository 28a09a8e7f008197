import type { Finding, Repair } from '../checks/check.ts';
import type { Hold } from './hold.ts';
import type { CheckedFinding, Judgement } from './judge.ts';
import type { Memory } from './memory.ts';
import type { Reading } from './reading.ts';

/** A rollback holds for a day, by the clock of whoever made it; a longer hold is of no rollback, and would cost repairs. */
const LONGEST = 2 * 24 * 3_600_000;

/** The holds that have not ended. */
export function lastingHolds(holds: readonly Hold[], now: number): readonly Hold[] {
  return holds.filter(({ until }) => until > now && until - now <= LONGEST);
}

/**
 * The holds on the documents of several trails, the longest of each. One memory that has it is enough: a trail may have joined the
 * others after the rollback. A memory that cannot be read holds nothing back, for a lost memory must not cost a repair.
 */
export function holdsIn(memories: readonly Reading<Memory>[], now: number): readonly Hold[] {
  const all = memories.flatMap((memory) => (memory.state === 'present' ? lastingHolds(memory.value.holds, now) : []));
  const longestFirst = all.toSorted((one, other) => other.until - one.until);
  return longestFirst.filter(
    ({ resource }, at) => longestFirst.findIndex((other) => other.resource === resource) === at,
  );
}

function holdOn(repair: Repair | null | undefined, holds: readonly Hold[]): Hold | undefined {
  if (repair === null || repair?.kind !== 'ensure-statements') return undefined;
  return holds.find(({ resource }) => resource === repair.resource);
}

/** What a change of the document would bring along is not written into it either. */
function withoutAlongside(finding: Finding, holds: readonly Hold[]): Finding {
  if (holdOn(finding.alongside, holds) === undefined) return finding;
  const { alongside: _, ...rest } = finding;
  return rest;
}

/** The same judgement, but that what would repair a held document only tells. Calls that write no document are not held. */
export function underHolds(judgement: Judgement, holds: readonly Hold[]): Judgement {
  if (holds.length === 0) return judgement;
  const findings = judgement.findings.map((found): CheckedFinding => {
    const isHeld = found.mode === 'restore' && holdOn(found.finding.repair, holds) !== undefined;
    return { ...found, mode: isHeld ? 'alert' : found.mode, finding: withoutAlongside(found.finding, holds) };
  });
  return { ...judgement, findings };
}

/** The holds that keep something from being repaired. */
export function holdingBack(judgements: readonly Judgement[], now: number): readonly Hold[] {
  const holds = holdsIn(
    judgements.map(({ observation }) => observation.memory),
    now,
  );
  const told = judgements.flatMap(({ findings }) =>
    findings.filter(({ mode, finding }) => mode === 'alert' && finding.verdict === 'broken'),
  );
  return holds.filter((hold) => told.some(({ finding }) => holdOn(finding.repair, [hold]) !== undefined));
}
