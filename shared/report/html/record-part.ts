import type { AuditRecord, RecordedCause, RecordedDocument } from '../../records/record.ts';
import { DOCUMENTS } from '../../trail/document.ts';
import { diffOf } from './diff.ts';
import { evidencePart, leftList, moreItems } from './finding-part.ts';
import { code, counted, first, type Html, html, prose, value } from './html.ts';
import { clock, readTime, type Times } from './times.ts';

/** So many of each are shown; the record holds all of them. */
const SHOWN = { findings: 20, documents: 5, calls: 16 } as const;

/** What a record is, as a heading. */
function recordTitle({ kind, outcome }: AuditRecord): string {
  switch (kind) {
    case 'remediation':
      return outcome === 'failed' ? 'A repair that failed' : 'Repair';
    case 'finding':
      return 'Left to people';
    case 'proof':
      return outcome === 'proven' ? 'Proof of delivery' : outcome === 'over' ? 'End' : 'End without proof';
    case 'rollback':
      return 'Put back by a person';
  }
}

const findingItem = ({ id, severity, message, evidence }: AuditRecord['findings'][number]): Html =>
  html`<li>${prose(message)} <span class="quiet">${severity}, <code>${id}</code></span>${evidencePart(evidence)}</li>`;

/** Who made the call, from where and with what; text that others control. */
function causeLine({ principal, eventName, sourceAddress, userAgent, eventId }: RecordedCause): Html {
  const event = eventId === null ? null : html`, CloudTrail event ${code(eventId, 100)}`;
  return html`${code(principal)} called ${code(eventName, 100)} from ${value(sourceAddress ?? 'an unknown address', 100)} with ${value(userAgent ?? 'an unknown client')}${event}`;
}

const WRITES: Readonly<Record<RecordedDocument['outcome'], string>> = {
  restored: 'written',
  'would-restore': 'not written, alert only',
  failed: 'not written',
};

const note = (text: string | null): Html | null => (text === null ? null : html` (${prose(text)})`);

function written(at: string | null, times: Times): Html | null {
  const time = readTime(at, times);
  return time === null ? null : html` at ${clock(time, times)}`;
}

function documentPart(document: RecordedDocument, times: Times): Html {
  const { kind, resource, outcome, at } = document;
  const word = document.after === null ? 'deleted' : WRITES[outcome];
  return html`<section class="document"><h6>The ${DOCUMENTS[kind].noun} of ${code(resource)}: ${word}${written(at, times)}${note(document.note)}</h6>${diffOf(document.before, document.after)}</section>`;
}

const leftPart = (left: AuditRecord['left']): Html | null =>
  left.length === 0 ? null : html`<h6>Left to people</h6>${leftList(left)}`;

type Call = AuditRecord['calls'][number];

const isPlainRead = ({ action, outcome }: Call): boolean =>
  outcome !== 'failed' && /:(Get|List|Describe|Head|Lookup)/.test(action);

/** The calls that are shown, in their order: what wrote or failed comes before what only read. */
function shownCalls(calls: readonly Call[]): readonly Call[] {
  const chosen = new Set(
    [...calls.filter((call) => !isPlainRead(call)), ...calls.filter(isPlainRead)].slice(0, SHOWN.calls),
  );
  return calls.filter((call) => chosen.has(call));
}

function callsPart({ calls }: AuditRecord, times: Times): Html | null {
  if (calls.length === 0) return null;
  const row = ({ action, resource, at, milliseconds, outcome, reason }: (typeof calls)[number]): Html =>
    html`<tr><td class="brief">${clock(at, times)}</td><td class="brief">${code(action, 60)}</td><td>${code(resource)}</td><td>${outcome}${reason === null ? null : html`: ${value(reason)}`}</td><td class="brief number">${milliseconds} ms</td></tr>`;
  const rest = (count: number): Html => html`<tr><td colspan="5">… ${counted(count, 'more call')}</td></tr>`;
  return html`<details class="calls" open><summary>${counted(calls.length, 'call')} of AWS</summary><table class="stack"><thead><tr><th scope="col">Began (UTC)</th><th scope="col">Call</th><th scope="col">On</th><th scope="col">Outcome</th><th scope="col" class="number">Took</th></tr></thead><tbody>${shownCalls(calls).map(row)}${calls.length > SHOWN.calls ? rest(calls.length - SHOWN.calls) : null}</tbody></table></details>`;
}

function gapsPart({ end }: AuditRecord, times: Times): Html | null {
  if (end === null || end.gaps.length === 0) return null;
  const time = (text: string | null, without: string): Html => {
    const at = readTime(text, times);
    return at === null ? html`${without}` : clock(at, times);
  };
  const item = ({ trailArn, from, to }: (typeof end.gaps)[number]): Html =>
    html`<li>${code(trailArn)}: the last one before it ${time(from, 'is not known')}, the next ${time(to, 'has not come')}</li>`;
  return html`<h6>Log files</h6><ul class="plain">${first(end.gaps, SHOWN.findings, item, moreItems('trail'))}</ul>`;
}

function rollbackPart({ rollback }: AuditRecord, times: Times): Html | null {
  if (rollback === null) return null;
  const until = readTime(rollback.heldUntil, times);
  return html`<p>${code(rollback.by)} put back what <a href="#record-${rollback.of}">record ${rollback.of}</a> had written. Its checks tell and do not write until ${until === null ? 'a time that is not known' : clock(until, times)}.</p>`;
}

/** One record: what was found, written, left to people and called. */
export function recordPart(record: AuditRecord, times: Times): Html {
  const { id, findings, documents, actions, cause, left } = record;
  const at = readTime(record.at, times);
  const found =
    findings.length === 0
      ? null
      : html`<h6>Found</h6><ul class="plain">${first(findings, SHOWN.findings, findingItem, moreItems('finding'))}</ul>`;
  const action = ({ kind, resource, outcome, at: when, note: said }: (typeof actions)[number]): Html =>
    html`<li><code>${kind}</code> on ${code(resource)}: ${outcome === 'restored' ? 'done' : WRITES[outcome]}${written(when, times)}${note(said)}</li>`;
  return html`<section class="record" id="record-${id}"><h5>${recordTitle(record)}${at === null ? null : html`, ${clock(at, times)}`} <code class="quiet">${id}</code></h5>${cause === null ? null : html`<p>${causeLine(cause)}</p>`}${rollbackPart(record, times)}${found}${first(
    documents,
    SHOWN.documents,
    (one) => documentPart(one, times),
    (count) => html`<p class="more">… ${counted(count, 'more document')}</p>`,
  )}${actions.length === 0 ? null : html`<h6>Other changes</h6><ul class="plain">${first(actions, SHOWN.findings, action, moreItems('change'))}</ul>`}${gapsPart(record, times)}${leftPart(left)}${callsPart(record, times)}</section>`;
}
