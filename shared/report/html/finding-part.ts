import type { Evidence } from '../../checks/check.ts';
import { plainJson } from '../../plain-text.ts';
import type { AuditRecord } from '../../records/record.ts';
import { code, counted, first, type Html, html, prose, value } from './html.ts';

/** So many of each are shown; the record, or JSON, holds all of them. */
const SHOWN = { refused: 5, left: 20, lines: 60 } as const;

/** How many more items of a list there are. */
export const moreItems =
  (noun: string) =>
  (count: number): Html =>
    html`<li class="more">… ${counted(count, `more ${noun}`)}</li>`;

/** The proof of a finding: what was refused, and by which statement; null where there is none. */
export function evidencePart(evidence: Evidence | null): Html | null {
  const { refused = [], statement } = evidence ?? {};
  if (refused.length === 0 && statement === undefined) return null;
  const requests = first(
    refused,
    SHOWN.refused,
    ({ action, resource }) => html`<li>refused: ${code(action)} on ${code(resource, 600)}</li>`,
    moreItems('refused request'),
  );
  const sid = statement === undefined || statement.sid === null ? null : html` ${code(statement.sid, 200)}`;
  const deny = statement === undefined ? null : html`<li>by statement ${statement.index}${sid}</li>`;
  return html`<ul class="proof">${requests}${deny}</ul>`;
}

type LeftToPeople = AuditRecord['left'][number];

/** What is left to people: each with what to do, ready to paste. */
export function leftList(left: readonly LeftToPeople[]): Html {
  const item = ({ id, message, suggestion }: LeftToPeople): Html => {
    const lines = suggestion === null ? [] : typeof suggestion === 'string' ? [suggestion] : plainJson(suggestion);
    const line = (text: string): Html => html`<span>${value(text, 2_000)}</span>`;
    const rest = (count: number): Html => html`<span class="more">… ${counted(count, 'more line')}</span>`;
    const paste = lines.length === 0 ? null : html`<pre>${first(lines, SHOWN.lines, line, rest)}</pre>`;
    return html`<li>${prose(message)} <span class="quiet"><code>${id}</code></span>${paste}</li>`;
  };
  return html`<ul class="plain">${first(left, SHOWN.left, item, moreItems('item'))}</ul>`;
}
