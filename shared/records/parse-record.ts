import { type Evidence, SEVERITIES, type Severity } from '../checks/check.ts';
import { isJsonObject, type Json, type JsonObject, jsonObjectIn } from '../policy/json.ts';
import type { NotedCall } from '../reconcile/noting.ts';
import { DOCUMENT_KINDS } from '../trail/document.ts';
import { RECORD_ID } from '../trail/record-key.ts';
import {
  type AuditRecord,
  HAPPENINGS,
  RECORD_KINDS,
  RECORD_OUTCOMES,
  type RecordedCause,
  type RecordedDocument,
  type RecordedEnd,
  type WriteWord,
} from './record.ts';

const text = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);
const words = (value: Json | undefined): string => text(value) ?? '';
const time = (value: Json | undefined): number => (typeof value === 'number' ? value : 0);
/** A time as it is written into records; whatever else stands there is not known. */
const stamp = (value: Json | undefined): string | null => (STAMP.test(words(value)) ? words(value) : null);
const STAMP = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?Z$/;
const object = (value: Json | undefined): JsonObject | null =>
  value !== undefined && isJsonObject(value) ? value : null;
const objects = (value: Json | undefined): readonly JsonObject[] =>
  Array.isArray(value) ? value.filter((one) => isJsonObject(one)) : [];
const known = <T extends string>(value: Json | undefined, names: readonly T[]): T | null =>
  names.find((name) => name === value) ?? null;

/** What a later release calls by another word has failed for all that is known. */
const writeWord = (value: Json | undefined): WriteWord =>
  known<WriteWord>(value, ['restored', 'would-restore', 'failed']) ?? 'failed';

const severityOf = (value: Json | undefined): Severity => known(value, SEVERITIES) ?? 'medium';

function causeOf(value: Json | undefined): RecordedCause | null {
  const cause = object(value);
  if (cause === null) return null;
  return {
    ...{ eventId: text(cause.eventId), eventName: words(cause.eventName), eventTime: text(cause.eventTime) },
    ...{ principal: words(cause.principal), sourceAddress: text(cause.sourceAddress) },
    userAgent: text(cause.userAgent),
  };
}

function evidenceOf(value: Json | undefined): Evidence | null {
  const evidence = object(value);
  if (evidence === null) return null;
  const statement = object(evidence.statement);
  const refused = objects(evidence.refused).map((one) => ({
    ...{ action: words(one.action), resource: words(one.resource) },
  }));
  return {
    ...(Array.isArray(evidence.refused) ? { refused } : {}),
    ...(statement === null
      ? {}
      : {
          statement: {
            ...{ index: time(statement.index), sid: text(statement.sid), condition: object(statement.condition) },
          },
        }),
  };
}

function documentOf(value: JsonObject): readonly RecordedDocument[] {
  const [kind, resource] = [known(value.kind, DOCUMENT_KINDS), text(value.resource)];
  if (kind === null || resource === null) return [];
  const restored = objects(value.restored).map(({ index, before, after }) => ({
    ...{ index: time(index), before: object(before) ?? {}, after: object(after) ?? {} },
  }));
  return [
    {
      ...{ kind, resource, owner: words(value.owner), before: text(value.before), after: text(value.after) },
      ...{ added: objects(value.added), restored, outcome: writeWord(value.outcome) },
      ...{ at: stamp(value.at), note: text(value.note) },
    },
  ];
}

function callOf(value: JsonObject): NotedCall {
  return {
    ...{ action: words(value.action), resource: words(value.resource), at: time(value.at) },
    milliseconds: time(value.milliseconds),
    outcome: known<NotedCall['outcome']>(value.outcome, ['ok', 'absent', 'failed']) ?? 'failed',
    reason: text(value.reason),
  };
}

function endOf(value: Json | undefined): RecordedEnd | null {
  const end = object(value);
  if (end === null) return null;
  const gaps = objects(end.gaps).map(({ trailArn, from, to }) => ({
    ...{ trailArn: words(trailArn), from: stamp(from), to: stamp(to) },
  }));
  return { restoredAt: stamp(end.restoredAt), repairs: time(end.repairs), gaps };
}

function rollbackOf(value: Json | undefined): AuditRecord['rollback'] {
  const rollback = object(value);
  if (rollback === null) return null;
  return { of: words(rollback.of), heldUntil: stamp(rollback.heldUntil) ?? '', by: words(rollback.by) };
}

const trailOf = ({ trailArn, bucket, delivers }: JsonObject): AuditRecord['trails'][number] => ({
  ...{ trailArn: words(trailArn), bucket: words(bucket), delivers: typeof delivers === 'boolean' ? delivers : null },
});

const findingOf = (value: JsonObject): AuditRecord['findings'][number] => ({
  ...{ trailArn: words(value.trailArn), id: words(value.id), severity: severityOf(value.severity) },
  ...{ message: words(value.message), evidence: evidenceOf(value.evidence) },
});

const actionOf = ({ kind, resource, outcome, at, note }: JsonObject): AuditRecord['actions'][number] => ({
  ...{ kind: words(kind), resource: words(resource), outcome: writeWord(outcome), at: stamp(at), note: text(note) },
});

const leftOf = ({ id, message, suggestion }: JsonObject): AuditRecord['left'][number] => ({
  ...{ id: words(id), message: words(message), suggestion: text(suggestion) ?? object(suggestion) },
});

/**
 * Reads a record: fields that it does not know are left out, and those that are missing count as not known. Null if it is none, or
 * one of a kind or an outcome that only a later release knows.
 */
export function parseRecord(json: string): AuditRecord | null {
  const value = jsonObjectIn(json);
  if (value === null || value.version !== 1) return null;
  const [kind, outcome] = [known(value.kind, RECORD_KINDS), known(value.outcome, RECORD_OUTCOMES)];
  const [id, at] = [text(value.id), stamp(value.at)];
  if (kind === null || outcome === null || id === null || at === null || !RECORD_ID.test(id)) return null;
  return {
    ...{ version: 1, kind, id, incident: text(value.incident), at, happening: known(value.happening, HAPPENINGS) },
    ...{ outcome, severity: severityOf(value.severity), brokenAt: stamp(value.brokenAt) },
    ...{ trails: objects(value.trails).map(trailOf), cause: causeOf(value.cause) },
    findings: objects(value.findings).map(findingOf),
    documents: objects(value.documents).flatMap(documentOf),
    actions: objects(value.actions).map(actionOf),
    left: objects(value.left).map(leftOf),
    calls: objects(value.calls).map(callOf),
    ...{ end: endOf(value.end), rollback: rollbackOf(value.rollback) },
  };
}
