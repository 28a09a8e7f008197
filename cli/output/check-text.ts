import type { Judgement } from '../../shared/reconcile/judge.ts';
import type { Judged } from '../judged.ts';
import type { Values } from '../options.ts';
import type { Reset } from '../reset-landing-zone.ts';
import { columnsOf, hanging, room } from './columns.ts';
import { nextLines } from './command-line.ts';
import { findingsLines, isCounted, isOpen } from './finding-text.ts';
import { noteLines } from './notes.ts';
import { paint } from './paint.ts';
import { shown } from './shown.ts';

/** How a trail stands, the worst first. */
const STANDS = [
  { mark: paint('red', '✗'), says: paint(['bold', 'red'], 'does not deliver'), many: 'not delivering' },
  { mark: paint('yellow', '?'), says: paint('yellow', 'cannot be told'), many: 'cannot be told' },
  { mark: paint('yellow', '•'), says: paint('green', 'delivers'), many: 'delivering, with findings' },
  { mark: paint('green', '✔'), says: paint('green', 'delivers'), many: 'delivering' },
] as const;

function standing({ delivers, findings }: Judgement): number {
  if (delivers === null) return 1;
  if (!delivers) return 0;
  return findings.some(isCounted) ? 2 : 3;
}

const nameOf = ({ trail: { name, bucket } }: Judgement): string => shown(`${name} → ${bucket}`);

function trailLines(judgement: Judgement, columns: number): readonly string[] {
  const { mark: usual, says } = STANDS[standing(judgement)] ?? STANDS[1];
  const isBroken = judgement.findings.some((one) => isCounted(one) && one.finding.verdict === 'broken');
  const mark = isBroken && judgement.delivers === null ? STANDS[0].mark : usual;
  return [`${mark} ${paint('bold', nameOf(judgement))}: ${says}`, ...findingsLines(judgement.findings, columns)];
}

/** In a pipe, so many columns for the names of what is healthy. */
const NAMES = 100;

/** The names that fit, and how many more there are. */
function folded(names: readonly string[], columns: number): string {
  let line = names[0] ?? '';
  for (const [at, name] of names.entries()) {
    if (at === 0) continue;
    const more = `, and ${names.length - at} more`;
    if (columnsOf(`${line}, ${name}${more}`) > columns) return line + more;
    line += `, ${name}`;
  }
  return line;
}

/** All that is well, in one line. */
function healthyLines(healthy: readonly Judgement[], isAll: boolean, columns: number): readonly string[] {
  const [only] = healthy;
  if (only === undefined) return [];
  if (healthy.length === 1) return trailLines(only, columns);
  const count = `${healthy.length} ${isAll ? 'trails' : 'more'} ${paint('green', 'deliver')}: `;
  const names = folded(healthy.map(nameOf), Math.min(columns, NAMES) - columnsOf(count) - 2);
  return [`${STANDS[3].mark} ${count}${names}`];
}

/** How many trails stand how, where there are several and not all is well. */
function countLines(judgements: readonly Judgement[]): readonly string[] {
  if (judgements.length < 2 || judgements.every((one) => standing(one) === 3)) return [];
  const parts = STANDS.flatMap(({ many }, at) => {
    const count = judgements.filter((one) => standing(one) === at).length;
    return count === 0 ? [] : [`${count} ${many}`];
  });
  return ['', `${judgements.length} trails: ${parts.join(', ')}`];
}

/** What `check` prints: findings first, the worst trail and the worst finding before the others; what is healthy in one line; the next command last. */
export function checkText(found: Judged, values: Values, columns = room(process.stdout)): string {
  const { judgements } = found;
  const isHealthy = (one: Judgement): boolean => standing(one) === 3 && !one.findings.some(isOpen);
  const healthy = judgements.filter(isHealthy);
  const others = judgements.filter((one) => !isHealthy(one)).toSorted((one, other) => standing(one) - standing(other));
  const mends = judgements
    .flatMap(({ findings }) => findings.filter(isOpen))
    .some(({ finding, mode }) => mode !== 'advice' && (finding.repair !== null || finding.advice.length > 0));
  const lines = [
    ...others.flatMap((one) => trailLines(one, columns)),
    ...healthyLines(healthy, others.length === 0, columns),
    ...countLines(judgements),
    ...noteLines(found, columns),
    ...(mends ? nextLines('to see the change to make', 'plan', values) : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** What `apply --reset-landing-zone` prints: how the reset ended, and then what `check` says. */
export function resetText(found: Judged, reset: Reset, values: Values, columns = room(process.stdout)): string {
  const { zone, operationId, status, message } = reset;
  const mark = status === 'SUCCEEDED' ? paint('green', '✔') : paint('red', '✗');
  const said = message === null ? '' : `: ${message}`;
  const text = shown(`the reset of ${zone.arn} (operation ${operationId}): ${status}${said}`);
  return `${hanging(`${mark} `, text, columns).join('\n')}\n${checkText(found, values, columns)}`;
}
