import { code, counted, first, type Html, html, prose } from './html.ts';
import { causesIn, type IncidentState, latestOf, listedAt, type ReportedIncident } from './incidents.ts';
import { recordPart } from './record-part.ts';
import { clock, dayOf, durationText, type Times } from './times.ts';
import { timeToProof, timeToRestore } from './totals.ts';

/** The states of an incident, as people read them. */
export const STATES: Readonly<Record<IncidentState, string>> = {
  open: 'Open',
  restored: 'Right again, proof to come',
  proven: 'Proven',
  over: 'Over',
  'not-proven': 'Right again, not proven',
  'rolled-back': 'Put back by a person',
};

/** So much of one incident is shown. */
const SHOWN = { records: 30, headline: 240, trails: 3, filtered: 100 } as const;

/** What broke, in one sentence. */
function headline(incident: ReportedIncident): Html {
  const { records, state } = incident;
  const [told] = causesIn(incident);
  if (told !== undefined) return prose(capital(told.message), SHOWN.headline);
  const resource = records.flatMap(({ documents }) => documents.map((one) => one.resource))[0];
  if (resource === undefined) return html`${STATES[state]}`;
  const ending = state === 'rolled-back' ? 'put back as it was' : state === 'open' ? 'looked at' : 'repaired';
  return html`The policy of ${code(resource)} was ${ending}`;
}

const capital = (text: string): string => text.replace(/^\p{Ll}/u, (sign) => sign.toUpperCase());

/** The trails of an incident, each once. */
export function trailsOf({ records }: ReportedIncident): readonly string[] {
  return [...new Set(records.flatMap(({ trails }) => trails.map(({ trailArn }) => trailArn)))];
}

const nameOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

function where(incident: ReportedIncident): Html {
  const buckets = new Set(incident.records.flatMap(({ trails }) => trails.map(({ bucket }) => bucket)));
  const trails = first(
    trailsOf(incident),
    SHOWN.trails,
    (arn, at) => html`${at === 0 ? ' ' : ', '}${code(nameOf(arn), 128)}`,
    (count) => html` and ${count} more`,
  );
  const into = first(
    [...buckets],
    1,
    (bucket) => html` to ${code(bucket, 128)}`,
    () => html``,
  );
  return html`${trails}${into}`;
}

function who({ records }: ReportedIncident): Html {
  const causes = records.flatMap(({ cause }) => (cause === null ? [] : [cause]));
  const [cause] = causes;
  const by = records.at(-1)?.rollback?.by;
  if (cause === undefined) return by === undefined ? html`nobody known` : code(by);
  const others = new Set(causes.map(({ principal }) => principal)).size - 1;
  return html`${code(cause.principal)} by ${code(cause.eventName, 100)}${others > 0 ? html` and ${counted(others, 'other principal')}` : null}`;
}

/** How times are written, and when the page was, in milliseconds since the epoch. */
export type WrittenAt = Times & { readonly now: number };

/** One step on the way from breaking to the proof. */
type Step = { readonly label: string; readonly at: number | null; readonly after: number | null };

const stepPart = ({ label, at, after }: Step, times: Times): Html => {
  if (at === null) return html``;
  const span = after === null || after === 0 ? null : html` <span class="after">after ${durationText(after)}</span>`;
  return html`<li><span class="label">${label}</span> ${clock(at, times)}${span}</li>`;
};

function steps(incident: ReportedIncident, times: WrittenAt): Html {
  const { brokenAt, foundAt, restoredAt, provenAt, repairs, state } = incident;
  const toFind = brokenAt === null || foundAt === null ? null : foundAt - brokenAt;
  const closed = state === 'over' || state === 'not-proven' ? latestOf(incident, times) : null;
  const isFoundBefore = restoredAt === null || foundAt === null || foundAt < restoredAt;
  const all: readonly Step[] = [
    { label: 'Broke', at: toFind === 0 ? null : brokenAt, after: null },
    { label: state === 'rolled-back' ? 'Put back' : 'Found', at: isFoundBefore ? foundAt : null, after: toFind },
    {
      label: repairs > 1 ? `Right again, by ${repairs} repairs,` : 'Right again',
      at: restoredAt,
      after: timeToRestore(incident),
    },
    { label: 'Log file arrived', at: provenAt, after: timeToProof(incident) },
    { label: 'Closed', at: closed, after: null },
    {
      label: 'Still open',
      at: state === 'open' ? times.now : null,
      after: times.now - (brokenAt ?? foundAt ?? times.now),
    },
  ];
  return html`<ol class="steps">${all.map((one) => stepPart(one, times))}</ol>`;
}

/** The trails that can be chosen, by ARN, with their places in the list. */
export type TrailNumbers = ReadonlyMap<string, number>;

/** What the filters go by. Days are in UTC. */
function attributes(incident: ReportedIncident, trails: TrailNumbers, times: Times): Html {
  const [from, to] = [listedAt(incident), latestOf(incident, times) ?? listedAt(incident)];
  const own = trailsOf(incident).flatMap((arn) => trails.get(arn) ?? []);
  return html`data-severity="${incident.severity}" data-outcome="${incident.state}" data-from="${dayOf(from, times)}" data-to="${dayOf(to, times)}" data-trails="${own.slice(0, SHOWN.filtered).join(' ')}"`;
}

/** One incident: what broke, how far it came and in what time, and its records. */
export function incidentPart(incident: ReportedIncident, trails: TrailNumbers, times: WrittenAt): Html {
  const { id, severity, state, records } = incident;
  const shown = { ...times, day: dayOf(listedAt(incident), times) };
  const evidence = first(
    records,
    SHOWN.records,
    (record) => recordPart(record, shown),
    (count) => html`<p class="more">… ${counted(count, 'more record')}</p>`,
  );
  return html`<article class="incident" aria-labelledby="title-${id}" ${attributes(incident, trails, times)}>
<p class="when">${clock(listedAt(incident), shown)}</p>
<h4 id="title-${id}">${headline(incident)}</h4>
<p class="state ${state}">${STATES[state]}</p>
<div class="body"><p class="meta"><span class="severity ${severity}">${severity}</span><span>Trail${where(incident)}</span><span>Who: ${who(incident)}</span></p>
${steps(incident, shown)}
<details class="evidence" open><summary>Evidence: ${counted(records.length, 'record')}</summary>${evidence}</details></div></article>
`;
}
