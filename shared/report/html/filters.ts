import { SEVERITIES } from '../../checks/check.ts';
import { plainText } from '../../plain-text.ts';
import { counted, type Html, html } from './html.ts';
import { STATES, type TrailNumbers, trailsOf } from './incident-part.ts';
import type { ReportedIncident } from './incidents.ts';

/** So many trails can be chosen by name; the text finds the others. */
const TRAILS = 500;

const option = (name: string, label: string): Html => html`<option value="${name}">${label}</option>`;

const select = (name: string, label: string, options: readonly Html[]): Html =>
  html`<label class="field-${name}"><span>${label}</span><select name="${name}"><option value="">any</option>${options}</select></label>`;

const date = (name: string, label: string): Html =>
  html`<label><span>${label}</span><input type="date" name="${name}"></label>`;

/** A trail's name, and where it is: trails of several accounts have the same one. */
function labelOf(arn: string): string {
  const [, , , region = '', account = '', name = arn] = arn.split(':');
  return plainText(`${name.slice(name.indexOf('/') + 1)} (${account}, ${region})`, 120);
}

/** The trails that can be chosen. */
export function trailNumbers(incidents: readonly ReportedIncident[]): TrailNumbers {
  const arns = [...new Set(incidents.flatMap(trailsOf))].toSorted().slice(0, TRAILS);
  return new Map(arns.map((arn, at) => [arn, at]));
}

/** The choice of what is shown. It works by script alone, and is hidden without one. */
export function filtersPart(incidents: readonly ReportedIncident[], trails: TrailNumbers): Html {
  const severities = SEVERITIES.filter((severity) => incidents.some((incident) => incident.severity === severity));
  const states = Object.entries(STATES).filter(([name]) => incidents.some(({ state }) => state === name));
  return html`<form id="filters" role="search" aria-label="Incidents" hidden>
<label class="wide"><span>Text</span><input type="search" name="text" autocomplete="off" spellcheck="false"></label>
${select(
  'severity',
  'Severity',
  severities.map((name) => option(name, name)),
)}
${select(
  'outcome',
  'Outcome',
  states.map(([name, label]) => option(name, label)),
)}
${select(
  'trail',
  'Trail',
  [...trails.keys()].map((arn) => option(arn, labelOf(arn))),
)}
${date('from', 'From (UTC)')}
${date('to', 'To (UTC)')}
</form>
<div class="shown"><p id="count" role="status">${counted(incidents.length, 'entry', 'entries')}</p><div id="buttons" hidden><button type="reset" form="filters">Clear filters</button><button type="button" id="toggle">Open all evidence</button></div></div>`;
}
