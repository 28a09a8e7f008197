import { idOf } from '../incident/id.ts';
import type { Hold } from '../reconcile/hold.ts';
import { type NotedCall, noter } from '../reconcile/noting.ts';
import type { PolicyDocument, PolicyDocuments, Records } from '../reconcile/ports.ts';
import type { DocumentKind } from '../trail/document.ts';
import { hold, type Memories } from './hold-checks.ts';
import type { AuditRecord, RecordedDocument } from './record.ts';
import { type Found, isSame, lookAt } from './undo.ts';

/** So long the checks of a document that was put back tell and do not repair, in milliseconds. */
export const HELD_FOR = 24 * 3_600_000;

/** What a rollback is made with. */
export type RollbackPorts = Memories & { readonly documents: PolicyDocuments; readonly records: Records };

/** What is rolled back, by whom, and how a time is written. */
export type Asked = {
  readonly record: AuditRecord;
  /** The ARN of who does it. */
  readonly by: string;
  /** Writes a time, in milliseconds since the epoch, as ISO 8601 in UTC. */
  readonly timeText: (milliseconds: number) => string;
};

/** What came of a rollback: its own record, and what could not be kept. */
export type RolledBack = { readonly record: AuditRecord; readonly unkept: readonly string[] };

const ACTIONS: Readonly<
  Record<DocumentKind, { readonly read: string; readonly put: string; readonly remove: string }>
> = {
  'bucket-policy': { read: 's3:GetBucketPolicy', put: 's3:PutBucketPolicy', remove: 's3:DeleteBucketPolicy' },
  'key-policy': { read: 'kms:GetKeyPolicy', put: 'kms:PutKeyPolicy', remove: '' },
  'topic-policy': { read: 'sns:GetTopicAttributes', put: 'sns:SetTopicAttributes', remove: '' },
};

/** The same documents, of which every call is kept. */
function notingDocuments(documents: PolicyDocuments, calls: NotedCall[], now: () => number): PolicyDocuments {
  const noted = noter(calls, now);
  const noting = (kind: DocumentKind): PolicyDocument => {
    const { read, put, remove } = documents[kind];
    return {
      read: noted(ACTIONS[kind].read, read),
      put: noted(ACTIONS[kind].put, put),
      remove: remove === null ? null : noted(ACTIONS[kind].remove, remove),
    };
  };
  return {
    'bucket-policy': noting('bucket-policy'),
    'key-policy': noting('key-policy'),
    'topic-policy': noting('topic-policy'),
  };
}

/** Pauses between read-backs, in milliseconds: bucket configuration is eventually consistent (S3 user guide). */
const READ_BACKS = [0, 250, 1_000, 3_000, 6_000];

async function isVisible(undo: Found, { documents, clock }: RollbackPorts): Promise<boolean> {
  for (const pause of READ_BACKS) {
    if (pause > 0) await clock.pause(pause);
    const reading = await documents[undo.kind].read(undo.resource, undo.owner);
    if (reading.state === 'present' && isSame(reading.value, undo.before)) return true;
  }
  return false;
}

type Put = Pick<RecordedDocument, 'outcome' | 'at' | 'note'>;

const failed = (note: string): Put => ({ outcome: 'failed', at: null, note });

/** Puts one document back, if it is as it was shown: the read before the write is the last thing that is done before it. */
async function putBack(shown: Found, ports: RollbackPorts, timeText: Asked['timeText']): Promise<Put> {
  const { kind, resource, owner, before } = shown;
  const { put, remove } = ports.documents[kind];
  const found = await lookAt(shown, ports.documents);
  if ('why' in found) return failed(found.why);
  if (found.now !== shown.now) return failed('somebody changed it at this moment, and nothing was written');
  if (found.state === 'put-back') return { outcome: 'restored', at: null, note: 'it was as it was before already' };
  try {
    if (before !== null) await put(resource, owner, before);
    else if (remove !== null) await remove(resource, owner);
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
  const at = timeText(ports.clock.now());
  const note = (await isVisible(shown, ports)) ? null : 'written, and not visible yet';
  return { outcome: 'restored', at, note };
}

function documentOf({ kind, resource, owner, before, now }: Found, put: Put): RecordedDocument {
  return { kind, resource, owner, before: now, after: before, added: [], restored: [], ...put };
}

function recordOf(
  documents: readonly RecordedDocument[],
  { record, by, timeText }: Asked,
  { at, until, calls }: { readonly at: number; readonly until: number; readonly calls: readonly NotedCall[] },
): AuditRecord {
  const time = timeText(at);
  const isDone = documents.every(({ outcome }) => outcome === 'restored');
  const about = ['rollback', record.id, ...documents.map(({ resource }) => resource)].join(' ');
  return {
    ...{ version: 1, kind: 'rollback', id: idOf(time, about), incident: null, at: time, happening: null },
    ...{ outcome: isDone ? 'rolled-back' : 'failed', severity: record.severity, brokenAt: null, cause: null },
    trails: record.trails.map(({ trailArn, bucket }) => ({ trailArn, bucket, delivers: null })),
    ...{ findings: [], documents, actions: [], left: [], calls, end: null },
    rollback: { of: record.id, heldUntil: timeText(until), by },
  };
}

async function reasonOf(work: Promise<void>, what: string): Promise<readonly string[]> {
  try {
    await work;
    return [];
  } catch (error) {
    return [`${what}: ${error instanceof Error ? error.message : String(error)}`];
  }
}

/**
 * Puts documents back as they were, byte by byte. The checks of them are held before the first write, or they would be repaired at
 * once; where that cannot be done, it throws and nothing was written. Of a document that could not be written the hold is taken back.
 */
export async function rollback(found: readonly Found[], asked: Asked, given: RollbackPorts): Promise<RolledBack> {
  const { record, by, timeText } = asked;
  const calls: NotedCall[] = [];
  const ports = { ...given, documents: notingDocuments(given.documents, calls, given.clock.now) };
  const at = given.clock.now();
  const until = at + HELD_FOR;
  const trails = record.trails.map(({ trailArn }) => trailArn);
  const holds = found.map(({ resource }): Hold => ({ resource, until, of: record.id, by }));
  const release = await hold(trails, holds, given);
  const documents: RecordedDocument[] = [];
  for (const one of found) documents.push(documentOf(one, await putBack(one, ports, timeText)));
  const undone = documents.flatMap(({ outcome, resource }) => (outcome === 'failed' ? [resource] : []));
  const own = recordOf(documents, asked, { at, until, calls });
  const kept = given.records.add({ id: own.id, text: `${JSON.stringify(own, null, 2)}\n` });
  const released = undone.length === 0 ? Promise.resolve() : release(undone);
  const unkept = await Promise.all([
    reasonOf(kept, `the record ${own.id} could not be kept`),
    reasonOf(released, 'the hold could not be taken back'),
  ]);
  return { record: own, unkept: unkept.flat() };
}
