import { jsonObjectIn } from '../policy/json.ts';
import { saysSame } from '../reconcile/lost-edit.ts';
import type { PolicyDocuments } from '../reconcile/ports.ts';
import { DOCUMENTS, type DocumentKind } from '../trail/document.ts';
import type { AuditRecord, RecordedDocument } from './record.ts';

/** A document that a record wrote: what is to be put back, and what was written. Null is no policy. */
export type Undo = {
  readonly kind: DocumentKind;
  /** The ARN of the bucket, key or topic. */
  readonly resource: string;
  readonly owner: string;
  readonly before: string | null;
  readonly after: string | null;
};

/** What stood there before the last writes of a document that follow one another: an edit of somebody in between stays. */
function beforeAll(writes: readonly RecordedDocument[]): string | null {
  const [last, ...earlier] = writes.toReversed();
  let before = last?.before ?? null;
  for (const write of earlier) {
    if (!isSame(write.after, before)) break;
    before = write.before;
  }
  return before;
}

/** The documents that were written, each once: a run that started over wrote some of them twice. */
export function undosOf({ documents }: Pick<AuditRecord, 'documents'>): readonly Undo[] {
  const written = documents.filter(({ outcome }) => outcome === 'restored');
  const isSameAs = (one: RecordedDocument) => (other: RecordedDocument) =>
    one.kind === other.kind && one.resource === other.resource;
  const firsts = written.filter((one, at) => written.findIndex(isSameAs(one)) === at);
  return firsts.map((one) => {
    const { kind, resource, owner } = one;
    const writes = written.filter(isSameAs(one));
    return { kind, resource, owner, before: beforeAll(writes), after: (writes.at(-1) ?? one).after };
  });
}

/** A document as it is in AWS now: as the record wrote it, put back already, or changed by somebody since. */
export type Found = Undo & {
  readonly now: string | null;
  readonly state: 'as-written' | 'put-back' | 'changed';
};

/** Why a document cannot be put back, as one sentence. */
export type Obstacle = { readonly resource: string; readonly why: string };

/** AWS may give a policy back in another form than it was written; its statements say the same, and the rest is equal. */
export function isSame(one: string | null, other: string | null): boolean {
  if (one === other) return true;
  if (one === null || other === null) return false;
  const [left, right] = [jsonObjectIn(one), jsonObjectIn(other)];
  if (left === null || right === null) return false;
  return left.Version === right.Version && left.Id === right.Id && saysSame(left, right);
}

function stateOf({ before, after }: Undo, now: string | null): Found['state'] {
  if (now === before) return 'put-back';
  return isSame(now, after) ? 'as-written' : 'changed';
}

const RESOURCES: Readonly<Record<DocumentKind, string>> = {
  'bucket-policy': 'bucket',
  'key-policy': 'key',
  'topic-policy': 'topic',
};

/** Reads a document as it is now. */
export async function lookAt(undo: Undo, documents: PolicyDocuments): Promise<Found | Obstacle> {
  const { kind, resource, owner, before } = undo;
  const noun = RESOURCES[kind];
  if (before === null && documents[kind].remove === null) {
    const why = `there was no ${DOCUMENTS[kind].noun} of \`${resource}\` before, and a ${noun} without a policy cannot be made: write the policy that it is to have`;
    return { resource, why };
  }
  const reading = await documents[kind].read(resource, owner);
  switch (reading.state) {
    case 'present':
      return { ...undo, now: reading.value, state: stateOf(undo, reading.value) };
    case 'absent':
      return { resource, why: `the ${noun} \`${resource}\` is gone: there is nothing to put the policy back to` };
    case 'unreadable':
      return { resource, why: reading.reason };
    case 'not-asked':
      return { resource, why: reading.reason ?? `nobody asked for the policy of \`${resource}\`` };
  }
}
