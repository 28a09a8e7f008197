import type { Repair } from '../checks/check.ts';
import { rememberedStatements } from '../checks/parts/remembered.ts';
import { parseStatement, sameScope } from '../policy/equality.ts';
import type { JsonObject } from '../policy/json.ts';
import { type RepairedDocument, repairDocument } from '../policy/repair.ts';
import { DOCUMENT_KINDS, DOCUMENTS, type DocumentKind, resourceOfDocument } from '../trail/document.ts';
import { documentedForms, STATEMENTS } from '../trail/statements.ts';
import type { Judgement } from './judge.ts';
import { leftToPeople, type NotRepairable, repairsOf } from './left-to-people.ts';
import { readPolicies } from './policies.ts';
import { isRead } from './reading.ts';

/** One document that changes, whole, before and after. */
export type DocumentChange = RepairedDocument & {
  readonly kind: DocumentKind;
  /** The ARN of the bucket, key or topic. */
  readonly resource: string;
  /** The account that must own it. */
  readonly owner: string;
  readonly before: JsonObject | null;
  /** Requests newly allowed beyond guarded trails; always empty, and looked at before a write. */
  readonly accessBroadened: readonly string[];
};

/** A call that is no document: switching logging on, bringing a key back. */
export type Action = Exclude<Repair, { kind: 'ensure-statements' }>;

/** Exactly what `apply` does, and what it leaves to people. */
export type Plan = {
  readonly documents: readonly DocumentChange[];
  readonly actions: readonly Action[];
  readonly notRepairable: readonly NotRepairable[];
};

type GuardedDocument = { readonly kind: DocumentKind; readonly resource: string };

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

const withoutSid = ({ Sid: _, ...rest }: JsonObject): string => JSON.stringify(rest);

/** The statements that are neither what AWS documents for one of the guarded trails, nor what was proven for one of them. */
function broadened(
  kind: DocumentKind,
  statements: readonly JsonObject[],
  judgements: readonly Judgement[],
): readonly string[] {
  const documented = judgements.flatMap(({ trail }) =>
    STATEMENTS[kind].flatMap((name) => documentedForms(trail, name).map(parseStatement)),
  );
  const proven = judgements.flatMap(({ observation }) =>
    rememberedStatements(observation, kind).map(({ source }) => withoutSid(source)),
  );
  return statements
    .filter((source) => {
      if (proven.includes(withoutSid(source))) return false;
      const statement = parseStatement(source);
      return statement === null || !documented.some((other) => other !== null && sameScope(statement, other));
    })
    .map((statement) => JSON.stringify(statement));
}

/** A bucket's owner is named by the settings; a key's and a topic's stand in their ARNs. */
function ownerOf({ kind, resource }: GuardedDocument, { observation }: Judgement): string {
  return kind === 'bucket-policy' ? observation.bucketOwner : (resource.split(':')[4] ?? '');
}

function changeOf(document: GuardedDocument, judgements: readonly Judgement[]): DocumentChange | NotRepairable | null {
  const { kind, resource } = document;
  const repairs = judgements
    .flatMap(repairsOf)
    .filter((repair) => repair.kind === 'ensure-statements')
    .filter((repair) => repair.document === kind);
  // A trail that may not be judged under this document says nothing of what stands in it.
  const first = judgements.find(({ observation }) => isRead(observation.policies[kind]));
  if (first === undefined || repairs.length === 0) return null;
  const before = readPolicies(first.observation.policies)[kind] ?? null;
  const restore = repairs.flatMap((repair) => repair.restore);
  const unique = restore.filter(({ index }, at) => restore.findIndex((other) => other.index === index) === at);
  const { noun, limit } = DOCUMENTS[kind];
  const result = repairDocument(before, distinct(repairs.flatMap((repair) => repair.add)), unique, limit);
  if (!result.ok) {
    const message = `the ${noun} of \`${resource}\` was left as it is: ${result.reason}`;
    return { id: 'repair-is-permitted', message, suggestion: result.suggestion };
  }
  const { added, restored } = result.document;
  const statements = [...added, ...restored.map(({ after }) => after)];
  return {
    kind,
    resource,
    owner: ownerOf(document, first),
    before,
    ...result.document,
    accessBroadened: broadened(kind, statements, judgements),
  };
}

/** The documents that these trails rest on, each once. */
function documentsOf(judgements: readonly Judgement[]): readonly GuardedDocument[] {
  const all = judgements.flatMap(({ trail }) =>
    DOCUMENT_KINDS.flatMap((kind) => {
      const resource = resourceOfDocument(trail, kind);
      return resource === null ? [] : [{ kind, resource }];
    }),
  );
  return all.filter(
    ({ kind, resource }, at) => all.findIndex((other) => other.kind === kind && other.resource === resource) === at,
  );
}

/** Trails may share a key: what several of them ask for is done once. */
function distinctActions(actions: readonly Action[]): readonly Action[] {
  return actions.filter(
    ({ kind, resource }, at) => actions.findIndex((other) => other.kind === kind && other.resource === resource) === at,
  );
}

/** Composes the repairs of all judgements: one write per document, whatever number of checks and trails ask for it. */
export function planRepairs(judgements: readonly Judgement[]): Plan {
  const changes = documentsOf(judgements).map((document) => {
    const sharing = judgements.filter(({ trail }) => resourceOfDocument(trail, document.kind) === document.resource);
    return changeOf(document, sharing);
  });
  const actions = judgements.flatMap(repairsOf).filter((repair) => repair.kind !== 'ensure-statements');
  return {
    documents: changes.flatMap((change) => (change !== null && 'kind' in change ? [change] : [])),
    actions: distinctActions(actions),
    notRepairable: [
      ...leftToPeople(judgements),
      ...changes.flatMap((change) => (change !== null && 'id' in change ? [change] : [])),
    ],
  };
}
