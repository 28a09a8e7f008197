import { pathToFileURL } from 'node:url';
import type { Check, Severity } from '../../shared/checks/check.ts';
import type { CheckedFinding, Judgement } from '../../shared/reconcile/judge.ts';
import type { DocumentKind } from '../../shared/trail/document.ts';
import type { Judged } from '../judged.ts';
import { printedJson, shown } from './shown.ts';

/** The files that documents came from, where they came from files. */
export type DocumentFiles = { readonly [kind in DocumentKind]?: string };

/** How grave it is in SARIF's words (§3.27.10). */
const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  ...{ critical: 'error', high: 'error', medium: 'warning', advice: 'note' },
};

/** What code scanning of GitHub sorts by ("SARIF support for code scanning", `security-severity`). */
const SCORES: Readonly<Record<Severity, string>> = { critical: '9.5', high: '8.0', medium: '5.0', advice: '1.0' };

function rule({ id, title, why, byHand, reference, severity }: Check): object {
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: byHand },
    helpUri: reference,
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { 'security-severity': SCORES[severity], tags: ['security', 'cloudtrail'] },
  };
}

/** A path as a URI: one from the root on is absolute, any other stays relative to the folder of the run (§3.4.3). */
function uriOf(file: string): string {
  if (file.startsWith('/')) return pathToFileURL(file).href;
  return file
    .replace(/^(\.\/)+/, '')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
}

/** The document that a check is about, as its id says. */
function documentOf({ id }: Check): DocumentKind {
  if (id.startsWith('key-')) return 'key-policy';
  return id.startsWith('topic-') ? 'topic-policy' : 'bucket-policy';
}

function location(check: Check, { trail }: Judgement, files: DocumentFiles): object {
  const file = files[documentOf(check)];
  const physical = { artifactLocation: { uri: uriOf(file ?? '') }, region: { startLine: 1 } };
  return {
    ...(file === undefined ? {} : { physicalLocation: physical }),
    logicalLocations: [{ name: shown(trail.name), fullyQualifiedName: shown(trail.arn), kind: 'resource' }],
  };
}

/** A message: brackets before parentheses would be a link (§3.11.6). */
const sentence = (text: string): string => shown(text).replaceAll('](', '] (');

type Found = { readonly judgement: Judgement; readonly found: CheckedFinding };

function result({ judgement, found }: Found, ids: readonly string[], files: DocumentFiles): object {
  const { check, severity, finding } = found;
  const refused = (finding.evidence?.refused ?? []).map(({ action, resource }) => shown(`${action} ${resource}`));
  return {
    ruleId: check.id,
    ruleIndex: ids.indexOf(check.id),
    level: LEVELS[severity],
    message: { text: sentence(`${judgement.trail.name}: ${finding.message}`) },
    locations: [location(check, judgement, files)],
    // The same finding of the same trail, whatever else stands in the file.
    partialFingerprints: { 'trailAndCheck/v1': shown(`${judgement.trail.arn} ${check.id}`) },
    properties: { severity, refused },
  };
}

/** What could not be told is no result, and is not silent (§3.20.21). */
const notification = (text: string, id?: string): object => ({
  level: 'warning',
  message: { text: sentence(text) },
  ...(id === undefined ? {} : { associatedRule: { id } }),
});

/** `check` as SARIF 2.1.0 (OASIS): a rule for each check of the catalogue, a result for each that is broken. */
export function checkSarif(
  { judgements, leftOut, warnings }: Judged,
  {
    checks,
    files,
    version,
  }: { readonly checks: readonly Check[]; readonly files: DocumentFiles; readonly version: string },
): string {
  const ids = checks.map(({ id }) => id);
  const all = judgements.flatMap((judgement) => judgement.findings.map((found) => ({ judgement, found })));
  const having = (verdict: string): readonly Found[] => all.filter(({ found }) => found.finding.verdict === verdict);
  const notifications = [
    ...having('unknown').map(({ judgement, found: { check, finding } }) =>
      notification(`${judgement.trail.name}: ${finding.message}`, check.id),
    ),
    ...[...leftOut, ...warnings].map((text) => notification(text)),
  ];
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Trailmend', version, rules: checks.map(rule) } },
        columnKind: 'utf16CodeUnits',
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: notifications }],
        results: having('broken').map((one) => result(one, ids, files)),
      },
    ],
  };
  return printedJson(log);
}
