import type { JsonObject } from '../../shared/policy/json.ts';
import type { Observation } from '../../shared/reconcile/observation.ts';
import { type Policies, readPolicies } from '../../shared/reconcile/policies.ts';
import type { Reading } from '../../shared/reconcile/reading.ts';
import { DOCUMENT_KINDS, type DocumentKind } from '../../shared/trail/document.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { type Case, observationOf } from '../checks/case.ts';
import { documented } from '../trail/documented.ts';
import type { Around } from './case.ts';

const LIVE = {
  ...{ description: {}, status: {}, bucket: 'present', payer: 'BucketOwner', expiry: [{}] },
  ...{ key: 'Enabled', topic: 'present', memory: {} },
} as const satisfies Partial<Case>;

/** Long after everything that is remembered; the look itself begins later still. */
const ARRIVED = 1_795_200_000_000;

function proven(trail: Trail): Policies {
  const policy = (...Statement: readonly JsonObject[]): JsonObject => ({ Version: '2012-10-17', Statement });
  return {
    'bucket-policy': policy(documented(trail, 'acl-check'), documented(trail, 'write')),
    'key-policy': policy(documented(trail, 'encrypt'), documented(trail, 'describe')),
    'topic-policy': policy(documented(trail, 'publish')),
  };
}

function surroundings(around: Around, trail: Trail, text: string): Partial<Case> {
  switch (around) {
    case 'offline':
      return { at: null };
    case 'live':
      return LIVE;
    case 'failing': {
      const error = { latestDeliveryError: 'AccessDenied', latestDigestDeliveryError: 'AccessDenied' };
      return { ...LIVE, status: { ...error, latestNotificationError: 'AuthorizationError', startLoggingTime: 1 } };
    }
    case 'delivering': {
      const read: Reading<string> = { state: 'present', value: text };
      const policies = readPolicies({ 'bucket-policy': read, 'key-policy': read, 'topic-policy': read });
      const inForce = { policies, since: 1 };
      return { ...LIVE, status: { latestDeliveryTime: ARRIVED, startLoggingTime: 1 }, memory: { inForce } };
    }
    case 'remembered':
      return { ...LIVE, memory: { proven: { policies: proven(trail), at: 1 } } };
  }
}

/** What is seen of a trail of which these documents have this text for a policy. */
export function observed(
  trail: Trail,
  text: string,
  around: Around,
  documents: readonly DocumentKind[] = DOCUMENT_KINDS,
): Observation {
  const given = { name: around, trail, expect: { verdict: '' }, topicKeyPolicy: { text } };
  const observation = observationOf({ ...given, ...surroundings(around, trail, text) });
  const policies = DOCUMENT_KINDS.map((kind): [DocumentKind, Reading<string>] => [
    kind,
    documents.includes(kind) ? { state: 'present', value: text } : { state: 'not-asked' },
  ]);
  // A case gives a trail a key and a topic; one without them has none here.
  return { ...observation, trail, policies: { ...observation.policies, ...Object.fromEntries(policies) } };
}
