import type { ApiCall } from '../events/api-call.ts';
import { parsePolicy } from '../policy/document.ts';
import { sameScope } from '../policy/equality.ts';
import type { Json, JsonObject } from '../policy/json.ts';
import { isNamed } from '../trail/arn.ts';
import type { DocumentKind } from '../trail/document.ts';

/** A write of ours: the document it rested on, the one it wrote, and the span in which another's edit would be lost. */
export type RecentWrite = {
  readonly kind: DocumentKind;
  /** The ARN of the bucket, key or topic. */
  readonly resource: string;
  readonly before: JsonObject | null;
  readonly after: JsonObject;
  /** Milliseconds since the epoch: the read, and the end of the write. */
  readonly from: number;
  readonly to: number;
};

/** Somebody's edit that fell between our read and our write, and was overwritten: three documents for a person to merge. */
export type LostEdit = {
  readonly kind: DocumentKind;
  /** Null if they deleted the document. */
  readonly theirs: Json | null;
  readonly before: JsonObject | null;
  readonly ours: JsonObject;
};

/** Event times have no fraction of a second. */
const SECOND = 1_000;

/** True if both documents say the same, statement by statement, whatever they look like. */
export function saysSame(one: unknown, other: unknown): boolean {
  if (one === null || other === null) return one === other;
  const left = parsePolicy(one);
  const right = parsePolicy(other);
  if (!left.ok || !right.ok) return JSON.stringify(one) === JSON.stringify(other);
  const statements = right.policy.statements;
  return (
    left.policy.statements.length === statements.length &&
    left.policy.statements.every((statement, at) => {
      const twin = statements[at];
      return twin !== undefined && twin.effect === statement.effect && sameScope(twin, statement);
    })
  );
}

/**
 * Whether the call edited the policy in the gap of one of our writes. S3 has no conditional policy write, so that such an
 * edit is gone; nothing is merged by guess, but people are shown all three documents at once.
 *
 * @param calledAt when the call was made, in milliseconds since the epoch
 */
export function lostEdit(cause: ApiCall, calledAt: number, writes: readonly RecentWrite[]): LostEdit | null {
  const { subject, document } = cause;
  if (document === null || subject === null) return null;
  const { kind, policy: theirs } = document;
  const write = writes.find(
    ({ kind: written, resource, before, after, from, to }) =>
      written === kind &&
      isNamed(resource, subject) &&
      calledAt >= from - SECOND &&
      calledAt <= to &&
      !saysSame(theirs, before) &&
      !saysSame(theirs, after),
  );
  return write === undefined ? null : { kind, theirs, before: write.before, ours: write.after };
}
