import { plainText } from '../plain-text.ts';
import { isJsonObject, isTooDeep, type Json, type JsonObject } from '../policy/json.ts';
import type { DocumentKind } from '../trail/document.ts';
import type { EventSource } from './event-source.ts';
import { eventSources } from './index.ts';

/** Who made a call, for the alert: never used to decide anything. */
export type Actor = {
  readonly principal: string;
  readonly sourceAddress: string | null;
  readonly userAgent: string | null;
  /** The AWS service that called on the principal's behalf. */
  readonly invokedBy: string | null;
};

/** An API call that can break delivery, as an event told it. It is a hint: what is true is read from AWS. */
export type ApiCall = {
  readonly eventId: string | null;
  readonly source: EventSource['source'];
  readonly eventName: string;
  /** When it happened, as ISO 8601; null if the event does not say. */
  readonly eventTime: string | null;
  readonly actor: Actor;
  /** The bucket, trail (name or ARN), key or topic that it touched; null for a call on a whole account. */
  readonly subject: string | null;
  /** The document that the call wrote, if it wrote a whole one; its policy is null if the call deleted it. */
  readonly document: { readonly kind: DocumentKind; readonly policy: Json | null } | null;
};

const LIMIT = 300;

/** Text that others control, as it may be shown and sent; null if there is none. */
function plain(value: Json | undefined): string | null {
  return typeof value !== 'string' || value === '' ? null : plainText(value, LIMIT);
}

const object = (value: Json | undefined): JsonObject => (isJsonObject(value) ? value : {});

function actorOf(detail: JsonObject): Actor {
  const identity = object(detail.userIdentity);
  const principal =
    plain(identity.arn) ?? plain(identity.invokedBy) ?? plain(identity.principalId) ?? plain(identity.type);
  return {
    principal: principal ?? 'somebody whom the event does not name',
    sourceAddress: plain(detail.sourceIPAddress),
    userAgent: plain(detail.userAgent),
    invokedBy: plain(identity.invokedBy),
  };
}

/** The document in a call's parameters: CloudTrail shows a bucket policy as it is, a key's and a topic's as text. */
function documentOf(source: EventSource, eventName: string, parameters: JsonObject): ApiCall['document'] {
  const kind = source.documents[eventName];
  if (kind === undefined) return null;
  if (eventName.startsWith('Delete')) return { kind, policy: null };
  const isTopicPolicy = parameters.attributeName === 'Policy';
  const policy =
    parameters.bucketPolicy ?? parameters.policy ?? (isTopicPolicy ? parameters.attributeValue : undefined);
  const written = typeof policy === 'string' ? parsed(policy) : policy;
  return written === undefined || isTooDeep(written) ? null : { kind, policy: written };
}

/** Undefined for what is no JSON: text that CloudTrail cut off, or hid. */
function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** True only if the call names somebody else: where it names nobody, it is looked into. */
function isAboutAnother({ about }: EventSource, parameters: JsonObject): boolean {
  const named = about === undefined ? undefined : parameters[about.parameter];
  return typeof named === 'string' && named !== about?.value;
}

/**
 * Reads an EventBridge event of the kind `AWS API Call via CloudTrail`. Null for everything that is not a successful call
 * of the list, or is about another service than CloudTrail: those are ignored on purpose.
 */
export function parseApiCall(event: unknown): ApiCall | null {
  if (!isJsonObject(event) || event['detail-type'] !== 'AWS API Call via CloudTrail') return null;
  const detail = object(event.detail);
  const source = eventSources.find((candidate) => candidate.source === event.source);
  const { eventName } = detail;
  if (source === undefined || typeof eventName !== 'string' || !source.eventNames.includes(eventName)) return null;
  if (
    typeof detail.errorCode === 'string'
      ? detail.errorCode !== ''
      : detail.errorCode !== undefined && detail.errorCode !== null
  )
    return null;
  const parameters = object(detail.requestParameters);
  if (isAboutAnother(source, parameters)) return null;
  return {
    eventId: plain(detail.eventID),
    source: source.source,
    eventName,
    eventTime: plain(detail.eventTime),
    actor: actorOf(detail),
    subject: source.subject === null ? null : plain(parameters[source.subject] ?? parameters.trailName),
    document: documentOf(source, eventName, parameters),
  };
}
