import type { DocumentChange } from '../../shared/reconcile/plan.ts';
import { DOCUMENTS } from '../../shared/trail/document.ts';
import { headline } from './columns.ts';
import { paint } from './paint.ts';
import { shown, shownJson } from './shown.ts';

/** A statement that goes (`-`) or comes (`+`), by line. It is not wrapped: people paste it. */
function statementLines(statement: unknown, sign: '+' | '-'): readonly string[] {
  const style = sign === '+' ? 'green' : 'red';
  return shownJson(statement).map((line) => paint(style, `    ${sign} ${line}`));
}

const many = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

function sentence({ kind, before, added, restored }: DocumentChange): string {
  if (before === null) return `a ${DOCUMENTS[kind].noun} is written, for there is none`;
  const parts = [
    ...(restored.length === 0 ? [] : [`${many(restored.length, 'statement')} turned back`]),
    ...(added.length === 0 ? [] : [`${many(added.length, 'statement')} added`]),
  ];
  return `${parts.join(', ')}; every other stays, in its place`;
}

/** What a write changes of a document: a headline, then what goes with `-` and what comes with `+`. */
export function documentLines(change: DocumentChange, columns: number): readonly string[] {
  const { kind, resource, before, added, restored } = change;
  const noun = before === null ? '' : `${DOCUMENTS[kind].noun}, `;
  return [
    ...headline(`${paint('bold', shown(resource))}: ${noun}${sentence(change)}`, columns),
    ...restored.flatMap(({ index, before: old, after }) => [
      `  statement ${index}, its Effect turned back`,
      ...statementLines(old, '-'),
      ...statementLines(after, '+'),
    ]),
    ...added.flatMap((statement) => statementLines(statement, '+')),
  ];
}
