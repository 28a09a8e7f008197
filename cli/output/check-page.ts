import type { CheckedFinding, Judgement } from '../../shared/reconcile/judge.ts';
import { evidencePart } from '../../shared/report/html/finding-part.ts';
import { type Page, pageOf } from '../../shared/report/html/frame.ts';
import { code, counted, type Html, html, prose } from '../../shared/report/html/html.ts';
import { isTrail } from '../../shared/trail/event-data-store.ts';
import type { Judged } from '../judged.ts';
import { sha256 } from './report-page.ts';

/** What is odd, what was left out, and the rights to ask for. */
export function notesPart({ warnings, leftOut, missing }: Judged): Html {
  const lines = [
    ...leftOut.map((reason) => html`<li>${prose(reason)}</li>`),
    ...missing.map(({ action, resource }) => html`<li>a right to ask for: ${code(action)} on ${code(resource)}</li>`),
    ...warnings.map((warning) => html`<li>${prose(warning)}</li>`),
  ];
  return lines.length === 0 ? html`` : html`<section><h2>Notes</h2><ul class="plain">${lines}</ul></section>`;
}

/** A page without a script, and what to do next below it. */
export function pageWith({ title, lead, main }: Pick<Page, 'title' | 'lead' | 'main'>, next: string | null): string {
  const foot = next === null ? html`<p>Written by Trailmend.</p>` : html`<p>Next: ${prose(next)}</p>`;
  return pageOf({ title, lead, main, foot, script: null }, sha256);
}

function deliversPart(delivers: boolean | null): Html {
  if (delivers === null) return html`<span class="state restored">cannot be told</span>`;
  return delivers
    ? html`<span class="state proven">delivers</span>`
    : html`<span class="state open">does not deliver</span>`;
}

const row = ({ check, severity, finding }: CheckedFinding): Html =>
  html`<tr><td class="brief verdict ${finding.verdict}">${finding.verdict}</td><td class="brief">${severity}</td><td class="brief"><code>${check.id}</code></td><td>${prose(finding.message)}${evidencePart(finding.evidence)}</td></tr>`;

const table = (findings: readonly CheckedFinding[]): Html =>
  html`<table class="stack"><thead><tr><th scope="col">Verdict</th><th scope="col">Severity</th><th scope="col">Check</th><th scope="col">What it says</th></tr></thead><tbody>${findings.map(row)}</tbody></table>`;

const isOpen = ({ finding }: CheckedFinding): boolean => finding.verdict === 'broken' || finding.verdict === 'unknown';

const isAdvice = ({ severity }: CheckedFinding): boolean => severity === 'advice';

function trailPart({ trail, delivers, findings }: Judgement): Html {
  const open = findings.filter(isOpen);
  // What counts comes first: broken, then unknown, then what is only said.
  const ordered = [
    ...open.filter((one) => !isAdvice(one) && one.finding.verdict === 'broken'),
    ...open.filter((one) => !isAdvice(one) && one.finding.verdict === 'unknown'),
    ...open.filter(isAdvice),
  ];
  const rest = findings.filter((one) => !isOpen(one));
  return html`<section><h2>${code(trail.name)} to ${code(trail.bucket)}: ${deliversPart(delivers)}</h2>
<p class="quiet">${code(trail.arn)}</p>
${ordered.length === 0 ? html`<p>Nothing is broken.</p>` : table(ordered)}
${rest.length === 0 ? null : html`<details><summary>${counted(rest.length, 'check')} healthy or not applicable</summary>${table(rest)}</details>`}</section>`;
}

/** What `check --format html` prints. */
export function checkPage(found: Judged): string {
  const { judgements } = found;
  const findings = judgements.flatMap((judgement) => judgement.findings).filter((one) => !isAdvice(one));
  const count = (verdict: string): number => findings.filter(({ finding }) => finding.verdict === verdict).length;
  const [broken, unknown] = [count('broken'), count('unknown')];
  const mends = findings.some(({ finding }) => finding.repair !== null || finding.advice.length > 0);
  const what = judgements.every(({ trail }) => isTrail(trail))
    ? counted(judgements.length, 'trail')
    : `${judgements.length} trails and event data stores`;
  const lead = html`<p>${what}: ${counted(broken, 'finding')} broken, ${unknown} unknown.</p>`;
  const main = html`${judgements.map(trailPart)}${notesPart(found)}`;
  const next = mends ? '`trailmend plan`, with the same arguments, prints the change to make.' : null;
  return pageWith({ title: 'CloudTrail delivery: check', lead, main }, next);
}
