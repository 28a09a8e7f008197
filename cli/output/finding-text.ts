import { SEVERITIES, type Severity } from '../../shared/checks/check.ts';
import type { CheckedFinding } from '../../shared/reconcile/judge.ts';
import { hanging, padded } from './columns.ts';
import { paint } from './paint.ts';
import { shown } from './shown.ts';

const STYLES = { critical: ['bold', 'red'], high: 'red', medium: 'yellow', advice: 'dim' } as const;

/** As wide as the longest severity. */
const WIDTH = Math.max(...SEVERITIES.map((severity) => severity.length));

/** Whether there is anything to say. */
export function isOpen({ finding: { verdict } }: CheckedFinding): boolean {
  return verdict === 'broken' || verdict === 'unknown';
}

/** Whether it counts: advice never is an incident. */
export function isCounted(found: CheckedFinding): boolean {
  return isOpen(found) && found.severity !== 'advice';
}

const rank = ({ severity, finding }: CheckedFinding): number =>
  SEVERITIES.indexOf(severity) * 2 + (finding.verdict === 'broken' ? 0 : 1);

/** A finding, and the names of all the checks that say the same: one unreadable policy is told once, as the worst of them. */
type Told = { readonly finding: CheckedFinding; readonly ids: string };

function told(findings: readonly CheckedFinding[]): readonly Told[] {
  const byMessage = new Map<string, CheckedFinding[]>();
  for (const one of findings) {
    const same = byMessage.get(one.finding.message);
    if (same === undefined) byMessage.set(one.finding.message, [one]);
    else same.push(one);
  }
  return [...byMessage.values()].flatMap((same) => {
    const [finding] = same;
    return finding === undefined ? [] : [{ finding, ids: same.map(({ check }) => check.id).join(', ') }];
  });
}

function marked(severity: Severity, isBroken: boolean): string {
  if (severity === 'advice') return paint('dim', '·');
  return isBroken ? paint('red', '✗') : paint('yellow', '?');
}

function findingLines({ finding: { severity, finding }, ids }: Told, columns: number): readonly string[] {
  const mark = `  ${marked(severity, finding.verdict === 'broken')} ${paint([...[STYLES[severity]].flat()], padded(severity, WIDTH))}  `;
  const under = ' '.repeat(WIDTH + 6);
  const refused = (finding.evidence?.refused ?? []).map(({ action, resource }) => `refused: ${action} ${resource}`);
  const below = [ids, ...refused].flatMap((line) => hanging(under, shown(line), columns));
  return [...hanging(mark, shown(finding.message), columns), ...below.map((line) => paint('dim', line))];
}

/** Findings that are open, the worst first: what is wrong, then dimmed the check that says so and its proof. */
export function findingsLines(findings: readonly CheckedFinding[], columns: number): readonly string[] {
  const ordered = findings.filter(isOpen).toSorted((one, other) => rank(one) - rank(other));
  return told(ordered).flatMap((one) => findingLines(one, columns));
}
