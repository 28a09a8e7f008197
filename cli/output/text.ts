import { styleText } from 'node:util';
import { plainJson, plainText } from '../../shared/plain-text.ts';
import type { CheckedFinding, Judgement } from '../../shared/reconcile/judge.ts';
import type { DocumentChange, Plan } from '../../shared/reconcile/plan.ts';

type Style = Parameters<typeof styleText>[0];

/** Colour only on a terminal, and not where NO_COLOR asks for none: styleText looks at stdout itself. */
const paint = (style: Style, text: string): string => styleText(style, text, { stream: process.stdout });

const plain = (text: string): string => plainText(text);

const indented = (value: unknown, sign: string): string =>
  plainJson(value)
    .map((line) => `    ${sign} ${line}`)
    .join('\n');

const warningLines = (warnings: readonly string[]): readonly string[] =>
  warnings.map((warning) => paint('dim', `  note: ${plain(warning)}`));

function findingLines({ check, severity, finding }: CheckedFinding): readonly string[] {
  const mark = finding.verdict === 'broken' ? paint('red', '✗') : paint('yellow', '?');
  const refused = (finding.evidence?.refused ?? []).map(({ action, resource }) =>
    paint('dim', `    refused: ${action} ${plain(resource)}`),
  );
  return [`${mark} ${check.id} (${severity}): ${plain(finding.message)}`, ...refused];
}

const verdictWord = (delivers: boolean | null): string =>
  delivers === null
    ? paint('yellow', 'cannot be told')
    : delivers
      ? paint('green', 'delivers')
      : paint('red', 'does not deliver');

/** What `check` prints: one line for a healthy trail; findings first, hints dimmed, the next command last. */
export function checkText(judgements: readonly Judgement[], warnings: readonly string[]): string {
  const lines = judgements.flatMap(({ trail, delivers, findings }) => {
    const shown = findings.filter(({ finding }) => finding.verdict === 'broken' || finding.verdict === 'unknown');
    const mark = shown.length === 0 ? paint('green', '✔') : paint('bold', '•');
    return [
      `${mark} ${trail.name} → ${trail.bucket}: ${verdictWord(delivers)}`,
      ...shown.flatMap(findingLines).map((line) => `  ${line}`),
    ];
  });
  const repairable = judgements.some(({ findings }) =>
    findings.some(({ finding }) => finding.repair !== null || finding.advice.length > 0),
  );
  const next = repairable
    ? ['', paint('dim', 'next: trailmend plan, with the same arguments, prints the change to make')]
    : [];
  return `${[...lines, ...warningLines(warnings), ...next].join('\n')}\n`;
}

function documentLines({ resource, before, added, restored }: DocumentChange): readonly string[] {
  return [
    `${paint('bold', resource)}: ${before === null ? 'a policy is written' : 'every statement stays, in its place'}`,
    ...restored.flatMap(({ index, before: old, after }) => [
      `  statement ${index}, its Effect turned back`,
      paint('red', indented(old, '-')),
      paint('green', indented(after, '+')),
    ]),
    ...added.map((statement) => paint('green', indented(statement, '+'))),
  ];
}

/** What `plan` prints: the statement diff, then what is left to people. */
export function planText(plan: Plan, unknown: readonly CheckedFinding[], warnings: readonly string[]): string {
  const left = plan.notRepairable.flatMap(({ id, message, suggestion }) => [
    `${paint('red', '✗')} ${id}: ${plain(message)}`,
    ...(suggestion === null
      ? []
      : typeof suggestion === 'string'
        ? [`    ${plain(suggestion)}`]
        : [indented(suggestion, ' ')]),
  ]);
  const open = unknown.map(({ check, finding }) => `${paint('yellow', '?')} ${check.id}: ${plain(finding.message)}`);
  const changes = [
    ...plan.documents.flatMap(documentLines),
    ...plan.actions.map(({ kind, resource }) => `${kind} ${resource}`),
  ];
  const all = [...changes, ...left, ...open];
  return `${[...(all.length === 0 ? [`${paint('green', '✔')} nothing to change`] : all), ...warningLines(warnings)].join('\n')}\n`;
}
