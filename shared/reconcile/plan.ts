import type { Repair } from '../checks/check.ts';
import { parseStatement, sameScope } from '../policy/equality.ts';
import { isJsonObject, type JsonObject } from '../policy/json.ts';
import { type RepairedDocument, repairDocument } from '../policy/repair.ts';
import { bucketArn } from '../trail/arn.ts';
import { documentedForms, type StatementName } from '../trail/statements.ts';
import type { Trail } from '../trail/trail.ts';
import type { Judgement } from './judge.ts';

/** One document that changes, whole, before and after. */
export type DocumentChange = RepairedDocument & {
  readonly kind: 'bucket-policy';
  readonly resource: string;
  readonly bucket: string;
  readonly owner: string;
  readonly before: JsonObject | null;
  /** Requests newly allowed beyond guarded trails; always empty, and looked at before a write. */
  readonly accessBroadened: readonly string[];
};

/** A call that is no document: switching logging on. */
export type Action = { readonly kind: 'start-logging'; readonly resource: string };

/** What a person has to do. */
export type NotRepairable = {
  readonly id: string;
  readonly message: string;
  readonly suggestion: string | JsonObject | null;
};

/** Exactly what `apply` does, and what it leaves to people. */
export type Plan = {
  readonly documents: readonly DocumentChange[];
  readonly actions: readonly Action[];
  readonly notRepairable: readonly NotRepairable[];
};

type EnsureStatements = Extract<Repair, { kind: 'ensure-statements' }>;

/** The statements without those that say the same as one before them. */
function distinct(statements: readonly JsonObject[]): readonly JsonObject[] {
  return statements.filter((statement, at) => {
    const parsed = parseStatement(statement);
    return !statements.slice(0, at).some((earlier) => {
      const other = parseStatement(earlier);
      return parsed !== null && other !== null && sameScope(parsed, other);
    });
  });
}

const NAMES: readonly StatementName[] = ['acl-check', 'write', 'organization-write'];

/** The statements that say something else than AWS documents for one of the guarded trails. */
function broadened(statements: readonly JsonObject[], trails: readonly Trail[]): readonly string[] {
  const documented = trails.flatMap((trail) =>
    NAMES.flatMap((name) => documentedForms(trail, name).map(parseStatement)),
  );
  return statements
    .filter((source) => {
      const statement = parseStatement(source);
      return statement === null || !documented.some((other) => other !== null && sameScope(statement, other));
    })
    .map((statement) => JSON.stringify(statement));
}

function parse(text: string): JsonObject | null {
  const value: unknown = JSON.parse(text);
  return isJsonObject(value) ? value : null;
}

function changeOf(
  judgements: readonly Judgement[],
  repairs: readonly EnsureStatements[],
): DocumentChange | NotRepairable | null {
  const [first] = judgements;
  if (first === undefined || repairs.length === 0) return null;
  const { observation, trail } = first;
  const before = observation.bucketPolicy.state === 'present' ? parse(observation.bucketPolicy.value) : null;
  const restore = repairs.flatMap((repair) => repair.restore);
  const unique = restore.filter(({ index }, at) => restore.findIndex((other) => other.index === index) === at);
  const result = repairDocument(before, distinct(repairs.flatMap((repair) => repair.add)), unique);
  const resource = bucketArn(trail.partition, trail.bucket);
  if (!result.ok) {
    return {
      id: 'repair-is-permitted',
      message: `the policy of \`${trail.bucket}\` was left as it is: ${result.reason}`,
      suggestion: null,
    };
  }
  const { added, restored } = result.document;
  return {
    kind: 'bucket-policy',
    resource,
    bucket: trail.bucket,
    owner: observation.bucketOwner,
    before,
    ...result.document,
    accessBroadened: broadened(
      [...added, ...restored.map(({ after }) => after)],
      judgements.map((judgement) => judgement.trail),
    ),
  };
}

function repairsOf(judgement: Judgement): readonly Repair[] {
  return judgement.findings.flatMap(({ mode, finding }) =>
    mode === 'restore' && finding.repair !== null ? [finding.repair] : [],
  );
}

/** What is broken and is not repaired: by its nature, or because the settings say so. */
function leftToPeople(judgement: Judgement): readonly NotRepairable[] {
  const repaired = new Set(
    repairsOf(judgement).flatMap((repair) =>
      repair.kind === 'ensure-statements' ? repair.restore.map(({ index }) => index) : [],
    ),
  );
  return judgement.findings.flatMap(({ check, mode, finding }): NotRepairable[] => {
    if (finding.verdict !== 'broken' || mode === 'advice') return [];
    if (finding.advice.length > 0) return finding.advice.map((advice) => ({ id: check.id, ...advice }));
    // What has neither advice nor repair is explained by another finding.
    if (finding.repair === null || mode === 'restore') return [];
    const covered =
      finding.repair.kind === 'ensure-statements' && finding.repair.restore.every(({ index }) => repaired.has(index));
    return covered ? [] : [{ id: check.id, message: finding.message, suggestion: suggestionOf(finding.repair) }];
  });
}

function suggestionOf(repair: Repair): string | JsonObject {
  switch (repair.kind) {
    case 'start-logging':
      return `aws cloudtrail start-logging --name ${repair.resource}`;
    case 'ensure-statements':
      return { Statement: [...repair.restore.map(({ statement }) => statement), ...repair.add] };
  }
}

/** Composes the repairs of all judgements: one write per document, whatever number of checks and trails ask for it. */
export function planRepairs(judgements: readonly Judgement[]): Plan {
  const buckets = [...new Set(judgements.map(({ trail }) => bucketArn(trail.partition, trail.bucket)))];
  const changes = buckets.map((resource) => {
    const sharing = judgements.filter(({ trail }) => bucketArn(trail.partition, trail.bucket) === resource);
    const repairs = sharing.flatMap(repairsOf).filter((repair) => repair.kind === 'ensure-statements');
    return changeOf(sharing, repairs);
  });
  const actions = judgements.flatMap(repairsOf).filter((repair) => repair.kind === 'start-logging');
  return {
    documents: changes.flatMap((change) => (change !== null && 'kind' in change ? [change] : [])),
    actions,
    notRepairable: [
      ...judgements.flatMap(leftToPeople),
      ...changes.flatMap((change) => (change !== null && 'id' in change ? [change] : [])),
    ],
  };
}
