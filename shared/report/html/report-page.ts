import type { AuditRecord } from '../../records/record.ts';
import { filtersPart, trailNumbers } from './filters.ts';
import { type Hash, pageOf } from './frame.ts';
import { counted, type Html, html } from './html.ts';
import { incidentPart, type TrailNumbers, type WrittenAt } from './incident-part.ts';
import { incidentsOf, listedAt, type ReportedIncident } from './incidents.ts';
import { SCRIPT } from './script.ts';
import { clock, dayOf, type Times } from './times.ts';
import { totalsOf } from './totals.ts';
import { causesPart, totalsPart } from './totals-part.ts';

/** What a report is given besides its records. */
export type ReportSurroundings = WrittenAt & { readonly title: string; readonly hash: Hash };

/** From so many incidents on a browser is spared the layout of those that nobody looks at. */
const MANY = 50;

/** The incidents by the day that they are listed under, in their order. */
function byDay(
  incidents: readonly ReportedIncident[],
  times: Times,
): readonly (readonly [string, readonly ReportedIncident[]])[] {
  const days = new Map<string, ReportedIncident[]>();
  for (const incident of incidents) {
    const day = dayOf(listedAt(incident), times);
    const own = days.get(day);
    if (own === undefined) days.set(day, [incident]);
    else own.push(incident);
  }
  return [...days];
}

function timeline(incidents: readonly ReportedIncident[], trails: TrailNumbers, times: WrittenAt): Html {
  const days = byDay(incidents, times).map(
    ([day, own]) => html`<section class="day" aria-labelledby="day-${day}"><h3 id="day-${day}">${day}</h3>
${own.map((incident) => incidentPart(incident, trails, times))}</section>`,
  );
  // What is far away is laid out when it comes near.
  return html`<div${incidents.length > MANY ? html` class="many"` : null}>${days}</div><p class="empty" id="none" hidden>No incident fits these filters.</p>`;
}

function lead(
  records: readonly AuditRecord[],
  incidents: readonly ReportedIncident[],
  surroundings: ReportSurroundings,
): Html {
  const days = [
    ...new Set(
      [incidents.at(-1), incidents[0]].flatMap((one) => (one === undefined ? [] : dayOf(listedAt(one), surroundings))),
    ),
  ];
  const span = days.length === 0 ? '' : ` of ${days.join(' to ')}`;
  return html`<p>${counted(records.length, 'record')}${span}. Written ${clock(surroundings.now, surroundings)}; all times are UTC.</p>`;
}

/**
 * The report: one self-contained page of what happened to log delivery, made of records in any order. What one record holds is shown
 * up to a bound, so that a page grows with the number of records and with nothing else.
 */
export function reportPage(records: readonly AuditRecord[], surroundings: ReportSurroundings): string {
  const incidents = incidentsOf(records, surroundings);
  const [totals, trails] = [totalsOf(incidents), trailNumbers(incidents)];
  const filled = html`${totalsPart(totals)}${causesPart(totals)}
<section aria-labelledby="incidents"><h2 id="incidents">Incidents</h2>
${filtersPart(incidents, trails)}
${timeline(incidents, trails, surroundings)}</section>`;
  const empty = html`<p class="empty">No incident in this time.</p>`;
  return pageOf(
    {
      title: surroundings.title,
      lead: lead(records, incidents, surroundings),
      main: incidents.length === 0 ? empty : filled,
      foot: html`<p>Trailmend keeps CloudTrail delivering. Each record is complete in the store bucket: <code>trailmend records show ID</code>.</p>`,
      script: incidents.length === 0 ? null : SCRIPT,
    },
    surroundings.hash,
  );
}
