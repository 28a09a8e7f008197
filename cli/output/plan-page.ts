import type { DocumentChange } from '../../shared/reconcile/plan.ts';
import { diffOf } from '../../shared/report/html/diff.ts';
import { leftList } from '../../shared/report/html/finding-part.ts';
import { code, counted, type Html, html } from '../../shared/report/html/html.ts';
import { DOCUMENTS } from '../../shared/trail/document.ts';
import { type Judged, unknownIn } from '../judged.ts';
import { notesPart, pageWith } from './check-page.ts';
import { ACTIONS } from './plan-text.ts';

function documentPart({ kind, resource, before, after }: DocumentChange): Html {
  const diff = diffOf(before === null ? null : JSON.stringify(before), JSON.stringify(after));
  return html`<section class="document"><h2>The ${DOCUMENTS[kind].noun} of ${code(resource)}</h2>${diff}</section>`;
}

/** What `plan --format html` prints: each document before and after, then what is left to people. */
export function planPage(found: Judged): string {
  const { documents, actions, notRepairable } = found.plan;
  const untold = unknownIn(found).map(({ check, finding }) => ({
    id: check.id,
    message: finding.message,
    suggestion: null,
  }));
  const left = [...notRepairable, ...untold];
  const other =
    actions.length === 0
      ? null
      : html`<section><h2>Other changes</h2><ul class="plain">${actions.map(({ kind, resource }) => html`<li>${code(resource)}: ${ACTIONS[kind]}</li>`)}</ul></section>`;
  const people = left.length === 0 ? null : html`<section><h2>Left to people</h2>${leftList(left)}</section>`;
  const changes = documents.length + actions.length;
  const lead =
    changes + left.length + found.leftOut.length === 0
      ? html`<p>Nothing to change.</p>`
      : html`<p>${counted(changes, 'change')}, ${left.length} left to people.</p>`;
  const main = html`${documents.map(documentPart)}${other}${people}${notesPart(found)}`;
  const next = changes === 0 ? null : '`trailmend apply`, with the same arguments and `--yes`, makes these changes.';
  return pageWith({ title: 'CloudTrail delivery: plan', lead, main }, next);
}
