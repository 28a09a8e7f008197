import type { Evidence, Severity } from '../checks/check.ts';
import type { Happening } from '../incident/incident.ts';
import type { JsonObject } from '../policy/json.ts';
import type { NotedCall } from '../reconcile/noting.ts';
import type { OutcomeWord } from '../reconcile/outcome.ts';
import type { DocumentKind } from '../trail/document.ts';

/** What a record is of: a run that wrote or tried to, one that left all to people, the end of an incident, a rollback. */
export const RECORD_KINDS = ['remediation', 'finding', 'proof', 'rollback'] as const;

/** How it ended: a run by its outcome, an incident by its end, a rollback. */
export const RECORD_OUTCOMES = [
  ...(['unchanged', 'restored', 'would-restore', 'alerted', 'failed'] as const satisfies readonly OutcomeWord[]),
  ...(['proven', 'over', 'not-proven', 'rolled-back'] as const),
] as const;

/** What may happen to an incident, as records name it. */
export const HAPPENINGS = [
  ...(['opened', 'repaired', 'repaired-again', 'worsened', 'fought', 'reminded'] as const),
  ...(['proven', 'over', 'not-proven'] as const),
] as const satisfies readonly Happening[];

/** How a write ended. */
export type WriteWord = 'restored' | 'would-restore' | 'failed';

/** One document of a record. The texts are as AWS gave and took them, byte by byte; null where there was none. */
export type RecordedDocument = {
  readonly kind: DocumentKind;
  /** The ARN of the bucket, key or topic, and the account that owns it. */
  readonly resource: string;
  readonly owner: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly added: readonly JsonObject[];
  readonly restored: readonly { readonly index: number; readonly before: JsonObject; readonly after: JsonObject }[];
  readonly outcome: WriteWord;
  /** When it was written, as ISO 8601 in UTC; null if it was not. */
  readonly at: string | null;
  readonly note: string | null;
};

/** Who made the call that broke it, as the event tells it; text that others control, as it came. */
export type RecordedCause = {
  readonly eventId: string | null;
  readonly eventName: string;
  readonly eventTime: string | null;
  readonly principal: string;
  readonly sourceAddress: string | null;
  readonly userAgent: string | null;
};

/** What ended an incident. */
export type RecordedEnd = {
  /** Since when nothing was left to be done, as ISO 8601 in UTC. */
  readonly restoredAt: string | null;
  readonly repairs: number;
  /** The trails that had no log files: the last one before, and the first one seen after it. */
  readonly gaps: readonly { readonly trailArn: string; readonly from: string | null; readonly to: string | null }[];
};

/**
 * One record, immutable: what a run wrote or tried to write (`remediation`), what it found and left to people (`finding`), what
 * ended an incident (`proof`), or what a person put back (`rollback`). The schema is record.schema.json. Times are ISO 8601 in UTC.
 */
export type AuditRecord = {
  readonly version: 1;
  readonly kind: (typeof RECORD_KINDS)[number];
  readonly id: string;
  /** The incident that it belongs to; null of a rollback. */
  readonly incident: string | null;
  readonly at: string;
  readonly happening: Happening | null;
  readonly outcome: (typeof RECORD_OUTCOMES)[number];
  readonly severity: Severity;
  /** When it broke, as far as it is known. */
  readonly brokenAt: string | null;
  readonly trails: readonly { readonly trailArn: string; readonly bucket: string; readonly delivers: boolean | null }[];
  readonly cause: RecordedCause | null;
  readonly findings: readonly {
    readonly trailArn: string;
    readonly id: string;
    readonly severity: Severity;
    readonly message: string;
    readonly evidence: Evidence | null;
  }[];
  readonly documents: readonly RecordedDocument[];
  readonly actions: readonly {
    readonly kind: string;
    readonly resource: string;
    readonly outcome: WriteWord;
    readonly at: string | null;
    readonly note: string | null;
  }[];
  /** What is left to people. */
  readonly left: readonly {
    readonly id: string;
    readonly message: string;
    readonly suggestion: string | JsonObject | null;
  }[];
  readonly calls: readonly NotedCall[];
  readonly end: RecordedEnd | null;
  /** Of a rollback: the record that it put back, and until when the checks of the document are held. */
  readonly rollback: { readonly of: string; readonly heldUntil: string; readonly by: string } | null;
};
