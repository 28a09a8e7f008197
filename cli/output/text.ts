import { plainJson, plainText } from '../../shared/plain-text.ts';
import type { CheckedFinding, Judgement } from '../../shared/reconcile/judge.ts';
import type { Change } from '../../shared/reconcile/outcome.ts';
import type { Action, DocumentChange } from '../../shared/reconcile/plan.ts';
import { DOCUMENTS } from '../../shared/trail/document.ts';
import type { Judged } from '../judged.ts';
import type { Reset } from '../reset-landing-zone.ts';
import { paint } from './paint.ts';

const indented = (value: unknown, sign: string): string =>
  plainJson(value)
    .map((line) => `    ${sign} ${line}`)
    .join('\n');

/** What is odd, what was left out, and the rights to ask for. */
function noteLines({ warnings, leftOut, missing }: Judged): readonly string[] {
  return [
    ...warnings.map((warning) => paint('dim', `  note: ${plainText(warning)}`)),
    ...leftOut.map((reason) => `${paint('yellow', '?')} ${plainText(reason)}`),
    ...(missing.length === 0 ? [] : ['', 'rights to ask for:']),
    ...missing.map(({ action, resource }) => `  ${paint('bold', action)} on ${plainText(resource)}`),
  ];
}

const isOpen = ({ finding }: CheckedFinding): boolean => finding.verdict === 'broken' || finding.verdict === 'unknown';

function findingLines([{ severity, finding }, ids]: Told): readonly string[] {
  if (severity === 'advice') return [paint('dim', `· ${ids} (advice): ${plainText(finding.message)}`)];
  const mark = finding.verdict === 'broken' ? paint('red', '✗') : paint('yellow', '?');
  const refused = (finding.evidence?.refused ?? []).map(({ action, resource }) =>
    paint('dim', `    refused: ${action} ${plainText(resource)}`),
  );
  return [`${mark} ${ids} (${severity}): ${plainText(finding.message)}`, ...refused];
}

/** A finding, and the names of all the checks that say the same: one unreadable policy is told once. */
type Told = readonly [CheckedFinding, string];

function told(findings: readonly CheckedFinding[]): readonly Told[] {
  const isSame = (one: CheckedFinding, other: CheckedFinding): boolean =>
    one.severity === other.severity && one.finding.message === other.finding.message;
  const firsts = findings.filter((one, at) => findings.findIndex((other) => isSame(other, one)) === at);
  return firsts.map((one) => [
    one,
    findings
      .filter((other) => isSame(other, one))
      .map(({ check }) => check.id)
      .join(', '),
  ]);
}

const verdictWord = (delivers: boolean | null): string =>
  delivers === null
    ? paint('yellow', 'cannot be told')
    : delivers
      ? paint('green', 'delivers')
      : paint('red', 'does not deliver');

function trailLines({ trail, delivers, findings }: Judgement): readonly string[] {
  const shown = findings.filter(isOpen);
  const counted = shown.filter(({ severity }) => severity !== 'advice');
  const mark = counted.length === 0 && delivers !== null ? paint('green', '✔') : paint('bold', '•');
  const ordered = [...counted, ...shown.filter(({ severity }) => severity === 'advice')];
  return [
    `${mark} ${trail.name} → ${trail.bucket}: ${verdictWord(delivers)}`,
    ...told(ordered)
      .flatMap(findingLines)
      .map((line) => `  ${line}`),
  ];
}

const next = (command: string): readonly string[] => ['', paint('dim', `next: ${command}`)];

/** What `check` prints: one line for a healthy trail; findings first, hints dimmed, the next command last. */
export function checkText(found: Judged): string {
  const findings = found.judgements.flatMap((judgement) => judgement.findings.filter(isOpen));
  const mends = findings.some(
    ({ finding, mode }) => mode !== 'advice' && (finding.repair !== null || finding.advice.length > 0),
  );
  const lines = [...found.judgements.flatMap(trailLines), ...noteLines(found)];
  const last = mends ? next('trailmend plan, with the same arguments, prints the change to make') : [];
  return `${[...lines, ...last].join('\n')}\n`;
}

function documentLines({ kind, resource, before, added, restored }: DocumentChange): readonly string[] {
  const what = before === null ? `a ${DOCUMENTS[kind].noun} is written` : 'every statement stays, in its place';
  return [
    `${paint('bold', resource)}: ${what}`,
    ...restored.flatMap(({ index, before: old, after }) => [
      `  statement ${index}, its Effect turned back`,
      paint('red', indented(old, '-')),
      paint('green', indented(after, '+')),
    ]),
    ...added.map((statement) => paint('green', indented(statement, '+'))),
  ];
}

const ACTIONS: Readonly<Record<Action['kind'], string>> = {
  'start-logging': 'switch logging on',
  'cancel-key-deletion': 'take the deletion of the key back, which leaves it disabled',
  'enable-key': 'enable the key',
  'set-request-payer': 'switch Requester Pays off, so that the owner pays for requests',
};

const actionLine = ({ kind, resource }: Action): string => `${paint('bold', resource)}: ${ACTIONS[kind]}`;

function leftLines({ plan }: Judged, unknown: readonly CheckedFinding[]): readonly string[] {
  const left = plan.notRepairable.flatMap(({ id, message, suggestion }) => [
    `${paint('red', '✗')} ${id}: ${plainText(message)}`,
    ...(suggestion === null
      ? []
      : typeof suggestion === 'string'
        ? [`    ${plainText(suggestion)}`]
        : [indented(suggestion, ' ')]),
  ]);
  const open = told(unknown).map(
    ([{ finding }, ids]) => `${paint('yellow', '?')} ${ids}: ${plainText(finding.message)}`,
  );
  return [...left, ...open];
}

/** What `plan` prints: the statement diff, then what is left to people. */
export function planText(found: Judged, unknown: readonly CheckedFinding[]): string {
  const { documents, actions } = found.plan;
  const changes = [...documents.flatMap(documentLines), ...actions.map(actionLine)];
  const all = [...changes, ...leftLines(found, unknown)];
  const lines = all.length === 0 ? [`${paint('green', '✔')} nothing to change`] : all;
  const last =
    changes.length === 0 ? [] : next('trailmend apply, with the same arguments and --yes (or --out DIR for documents)');
  return `${[...lines, ...noteLines(found), ...last].join('\n')}\n`;
}

/** A document that was written into a file. */
type Written = DocumentChange & { readonly file: string };

/** What `apply --out` prints: which file holds what. */
export function writtenText(found: Judged, files: readonly Written[]): string {
  const wrote = files.map(
    ({ file, kind, resource }) =>
      `${paint('green', '✔')} ${file}: the ${DOCUMENTS[kind].noun} of ${resource}, repaired`,
  );
  const lines = [...wrote, ...leftLines(found, [])];
  return `${[...(lines.length === 0 ? [`${paint('green', '✔')} nothing to change`] : lines), ...noteLines(found)].join('\n')}\n`;
}

function changeLines({ what, word, note }: Change): readonly string[] {
  const isDone = word === 'restored';
  const mark = isDone ? paint('green', '✔') : paint('red', '✗');
  const tail = note === null ? '' : ` (${plainText(note)})`;
  const lines = 'after' in what ? documentLines(what) : [actionLine(what)];
  const [first = '', ...rest] = lines;
  return [`${mark} ${word}: ${first}${tail}`, ...rest];
}

/** What a live `apply` prints: each change and how it ended, then what is left to people. */
export function appliedText(found: Judged, changes: readonly Change[]): string {
  const lines = [...changes.flatMap(changeLines), ...leftLines(found, [])];
  const last = changes.some(({ word }) => word === 'restored')
    ? next('trailmend check, in some minutes: restored is not yet delivered, and CloudTrail tells when a file arrived')
    : [];
  return `${[...(lines.length === 0 ? [`${paint('green', '✔')} nothing to change`] : lines), ...noteLines(found), ...last].join('\n')}\n`;
}

/** What `apply --reset-landing-zone` prints: how the reset ended, and then what `check` says. */
export function resetText(found: Judged, { zone, operationId, status, message }: Reset): string {
  const mark = status === 'SUCCEEDED' ? paint('green', '✔') : paint('red', '✗');
  const said = message === null ? '' : `: ${plainText(message)}`;
  const line = `${mark} the reset of ${plainText(zone.arn)} (operation ${plainText(operationId)}): ${status}${said}`;
  return `${line}\n${checkText(found)}`;
}
