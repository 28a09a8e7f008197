import { type JsonObject, jsonObjectIn } from '../policy/json.ts';
import { DOCUMENT_KINDS, type DocumentKind } from '../trail/document.ts';
import { isRead, type Reading, type TrailDescription } from './reading.ts';

/** The policies that were in force together, by kind; a kind that the trail does not have is missing. */
export type Policies = Partial<Readonly<Record<DocumentKind, JsonObject>>>;

/** The documents that could be read, parsed. */
export function readPolicies(readings: Readonly<Record<DocumentKind, Reading<string>>>): Policies {
  const entries = DOCUMENT_KINDS.flatMap((kind) => {
    const reading = readings[kind];
    const policy = reading.state === 'present' ? jsonObjectIn(reading.value) : null;
    return policy === null ? [] : [[kind, policy] as const];
  });
  return Object.fromEntries(entries);
}

/** The documents as they are known: those that could not be read, or were not asked for, as they were known before. */
export function policiesAsKnown(
  readings: Readonly<Record<DocumentKind, Reading<string>>>,
  before: Policies | undefined,
): Policies {
  const read = readPolicies(readings);
  const entries = DOCUMENT_KINDS.flatMap((kind) => {
    const policy = isRead(readings[kind]) ? read[kind] : before?.[kind];
    return policy === undefined ? [] : [[kind, policy] as const];
  });
  return Object.fromEntries(entries);
}

/** Our clock and CloudTrail's may differ by so much, in milliseconds. */
const CLOCKS_APART = 60_000;

/** True if a file that arrived then was delivered under policies that were in force since: both in milliseconds since the epoch. */
export function isProof(arrived: number, since: number): boolean {
  return arrived > since + CLOCKS_APART;
}

/** True if both are the same documents, written the same way. */
export function isSamePolicies(one: Policies, other: Policies): boolean {
  return DOCUMENT_KINDS.every((kind) => JSON.stringify(one[kind]) === JSON.stringify(other[kind]));
}

/** What a trail delivers to. */
type Destination = Pick<TrailDescription, 'bucket' | 'kmsKeyArn' | 'topicArn'>;

const DESTINATIONS: Readonly<Record<DocumentKind, keyof Destination>> = {
  'bucket-policy': 'bucket',
  'key-policy': 'kmsKeyArn',
  'topic-policy': 'topicArn',
};

/** True if the document of this kind is that of the same bucket, key or topic. */
export function isSameResource(kind: DocumentKind, one: Destination, other: Destination): boolean {
  return one[DESTINATIONS[kind]] === other[DESTINATIONS[kind]];
}

/** The policies without those of a bucket, key or topic that the trail has left. */
export function ofSameResources(policies: Policies, before: Destination, after: Destination): Policies {
  const entries = Object.entries(policies).filter(([name]) =>
    DOCUMENT_KINDS.some((kind) => kind === name && isSameResource(kind, before, after)),
  );
  return Object.fromEntries(entries);
}
