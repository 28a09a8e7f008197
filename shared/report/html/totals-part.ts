import { code, first, type Html, html } from './html.ts';
import { durationText } from './times.ts';
import type { Count, Spread, Totals } from './totals.ts';

/** So many rows of a table are shown. */
const ROWS = 5;

const number = (label: string, shown: string, quiet: string | null = null, isBad = false): Html =>
  html`<div><dt>${label}</dt><dd${isBad ? html` class="is-bad"` : null}>${shown}${quiet === null ? null : html` <span class="quiet">${quiet}</span>`}</dd></div>`;

const spread = (label: string, found: Spread): Html =>
  found === null
    ? number(label, '–', 'nothing to measure')
    : number(label, durationText(found.median), `median; longest ${durationText(found.longest)}`);

/** The numbers at the top of a report. */
export function totalsPart(totals: Totals): Html {
  const { incidents, open, waiting, proven, repairs, toRestore, toProof } = totals;
  return html`<section aria-labelledby="totals"><h2 id="totals" class="skip">Totals</h2><dl class="totals">
${number('Incidents', String(incidents))}
${number('Open', String(open), waiting > 0 ? `${waiting} more ${waiting === 1 ? 'waits' : 'wait'} for proof` : null, open > 0)}
${number('Proven', String(proven))}
${number('Repairs', String(repairs))}
${spread('Time to restore', toRestore)}
${spread('Time to proof', toProof)}
</dl></section>`;
}

type Table = { readonly id: string; readonly title: string; readonly noun: string; readonly counts: readonly Count[] };

function countsPart({ id, title, noun, counts }: Table, last: Html | null): Html {
  const row = ({ what, times }: Count): Html => html`<tr><td>${code(what)}</td><td class="number">${times}</td></tr>`;
  const more = (count: number): Html => html`<tr><td colspan="2">… and ${count} more</td></tr>`;
  const none = counts.length === 0 && last === null ? html`<tr><td class="quiet" colspan="2">none</td></tr>` : null;
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2><table><thead><tr><th scope="col">${noun}</th><th scope="col" class="number">Incidents</th></tr></thead><tbody>${first(counts, ROWS, row, more)}${last}${none}</tbody></table></section>`;
}

/** What broke, and by whose calls. */
export function causesPart({ causes, actors, unattributed }: Totals): Html {
  const nobody =
    unattributed === 0
      ? null
      : html`<tr><td class="quiet">nobody known</td><td class="number">${unattributed}</td></tr>`;
  const broke = countsPart({ id: 'causes', title: 'What broke', noun: 'Check', counts: causes }, null);
  const who = countsPart({ id: 'actors', title: 'Who', noun: 'Principal', counts: actors }, nobody);
  return html`<div class="columns">${broke}${who}</div>`;
}
