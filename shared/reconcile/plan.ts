import type { Repair } from '../checks/check.ts';
import type { JsonObject } from '../policy/json.ts';
import { type RepairedDocument, type RepairResult, repairInForms } from '../policy/repair.ts';
import { formsOf } from '../trail/compose.ts';
import { DOCUMENT_KINDS, DOCUMENTS, type DocumentKind, resourceOfDocument } from '../trail/document.ts';
import { broadened, documentedMeanings, meaningOf } from './broadened.ts';
import type { Judgement } from './judge.ts';
import { leftToPeople, type NotRepairable, repairsOf } from './left-to-people.ts';
import { adviseRoom } from './make-room.ts';
import { readPolicies } from './policies.ts';
import { isRead } from './reading.ts';
import { REFUSAL_CHECK } from './refusal.ts';
import { turnedBack } from './turned-back.ts';

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
  const seen = new Set<string | null>();
  return statements.filter((statement) => {
    const meaning = meaningOf(statement);
    if (meaning !== null && seen.has(meaning)) return false;
    seen.add(meaning);
    return true;
  });
}

/** Whether a document fills in policy variables; a new one does. */
const hasVariables = (before: JsonObject | null): boolean => before === null || before.Version === '2012-10-17';

/** What is to be added, in ever fewer bytes: documented statements are merged, and what was proven comes back as it was. */
function formsToAdd(
  kind: DocumentKind,
  before: JsonObject | null,
  add: readonly JsonObject[],
  judgements: readonly Judgement[],
): readonly (readonly JsonObject[])[] {
  const documented = documentedMeanings(kind, judgements);
  const isDocumented = (statement: JsonObject): boolean => documented.has(meaningOf(statement));
  const proven = add.filter((statement) => !isDocumented(statement));
  const merged = formsOf(add.filter(isDocumented), hasVariables(before)).slice(1);
  return [add, ...merged.map((form) => [...proven, ...form])];
}

/** Why a document is left as it is, and what a person can do about it. */
function leftAsItIs(
  { kind, resource }: GuardedDocument,
  before: JsonObject | null,
  { reason, excess, suggestion }: Extract<RepairResult, { ok: false }>,
): NotRepairable {
  const message = `the ${DOCUMENTS[kind].noun} of \`${resource}\` was left as it is: ${reason}`;
  if (excess === 0) return { id: REFUSAL_CHECK, message, suggestion };
  const room = adviseRoom(before, excess);
  const hint = hasVariables(before) ? '' : '; under Version 2012-10-17 one statement could stand for several accounts';
  return {
    id: REFUSAL_CHECK,
    message: `${message}; ${room.message}${hint}`,
    suggestion: room.suggestion ?? suggestion,
  };
}

/** A bucket's owner is named by the settings; a key's and a topic's stand in their ARNs. */
function ownerOf({ kind, resource }: GuardedDocument, { observation }: Judgement): string {
  return kind === 'bucket-policy' ? observation.bucketOwner : (resource.split(':')[4] ?? '');
}

/** What is repaired of a trail when its documents change: also what rests on files that arrived before the change. */
function withAlongside(judgement: Judgement): readonly Repair[] {
  const alongside = judgement.findings.flatMap(({ mode, finding }) =>
    mode === 'restore' && finding.alongside !== undefined ? [finding.alongside] : [],
  );
  return [...repairsOf(judgement), ...alongside];
}

function changeOf(
  document: GuardedDocument,
  judgements: readonly Judgement[],
  wanted: (judgement: Judgement) => readonly Repair[],
): Planned {
  const { kind, resource } = document;
  const repairs = judgements
    .flatMap(wanted)
    .filter((repair) => repair.kind === 'ensure-statements')
    .filter((repair) => repair.document === kind);
  // A trail that may not be judged under this document says nothing of what stands in it.
  const first = judgements.find(({ observation }) => isRead(observation.policies[kind]));
  if (first === undefined || repairs.length === 0) return null;
  const before = readPolicies(first.observation.policies)[kind] ?? null;
  const restore = repairs.flatMap((repair) => repair.restore);
  const unique = restore.filter(({ index }, at) => restore.findIndex((other) => other.index === index) === at);
  const missing = distinct(repairs.flatMap((repair) => repair.add));
  const amends = turnedBack(before, { add: missing, restore: unique });
  const forms = formsToAdd(kind, before, amends.add, judgements);
  const result = repairInForms(before, forms, amends.restore, DOCUMENTS[kind].limit);
  if (!result.ok) return leftAsItIs(document, before, result);
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

type Planned = DocumentChange | NotRepairable | null;

const isWritten = (change: Planned): change is DocumentChange => change !== null && 'kind' in change;

/** What delivery itself rests on. */
function criticalOf(judgement: Judgement): readonly Repair[] {
  const findings = judgement.findings.filter(({ severity }) => severity === 'critical');
  return repairsOf({ ...judgement, findings });
}

/**
 * The changes of all documents. What they bring along does not keep a document from what it needs, and what others need does not keep
 * it from what delivery rests on: where not all of it fits, that alone is written, and the rest is told.
 */
function changesOf(judgements: readonly Judgement[]): readonly Planned[] {
  const changes = (wanted: (judgement: Judgement) => readonly Repair[]): readonly Planned[] =>
    documentsOf(judgements).map((document) => {
      const sharing = judgements.filter(({ trail }) => resourceOfDocument(trail, document.kind) === document.resource);
      return changeOf(document, sharing, wanted);
    });
  const needed = changes(repairsOf);
  const isShort = needed.some((change) => change !== null && !isWritten(change));
  const critical = isShort ? changes(criticalOf) : [];
  const isAny = [...needed, ...critical].some(isWritten);
  const whole = isAny ? changes(withAlongside) : [];
  return needed.flatMap((change, at): readonly Planned[] => {
    const [least = null, most = null] = [critical[at], whole[at]];
    if (change === null || isWritten(change)) return [isWritten(most) ? most : change];
    return isWritten(least) ? [least, partly(change)] : [change];
  });
}

const partly = ({ message, ...rest }: NotRepairable): NotRepairable => ({
  ...rest,
  message: message.replace('was left as it is:', 'was repaired as far as delivery rests on it, and not in full:'),
});

/** Composes the repairs of all judgements: one write per document, whatever number of checks and trails ask for it. */
export function planRepairs(judgements: readonly Judgement[]): Plan {
  const changes = changesOf(judgements);
  const actions = judgements.flatMap(repairsOf).filter((repair) => repair.kind !== 'ensure-statements');
  const documents = changes.filter(isWritten);
  const turned = documents.flatMap(({ restored }) => restored.map((change) => change.before));
  return {
    documents,
    actions: distinctActions(actions),
    notRepairable: [
      ...leftToPeople(judgements, turned),
      ...changes.flatMap((change) => (change !== null && 'id' in change ? [change] : [])),
    ],
  };
}
