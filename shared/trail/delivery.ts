import type { RequestFamily } from '../policy/family.ts';
import { exactly } from '../policy/language.ts';
import { bucketArn } from './arn.ts';
import { callerOf } from './caller.ts';
import { requestContext } from './context.ts';
import type { DocumentKind } from './document.ts';
import { decryptionFamily, descriptionFamily, encryptionFamily } from './encryption.ts';
import { type EventDataStore, isTrail, type Source } from './event-data-store.ts';
import { type FileKind, keyFamily } from './keys.ts';
import { publishFamily } from './notification.ts';
import { resultsAbortFamily, resultsAclFamily, resultsWriteFamily } from './query-results.ts';
import { logsRoot, type StatementName } from './statements.ts';
import type { Trail } from './trail.ts';

type FileRequest = 'log-files' | 'insight-files' | 'digest-files';

type ResultsRequest = 'results' | 'results-abort';

/**
 * One family of requests that CloudTrail makes for a trail or an event data store, the document that has to allow it, and the documented statement
 * that does. `stake` is what fails with it: log files (or query results), other files, creating and updating the trail, or notifications.
 */
export type DeliveryRequest = {
  readonly name:
    | 'acl-check'
    | FileRequest
    | ResultsRequest
    | 'encryption'
    | 'decryption'
    | 'description'
    | 'notification';
  readonly document: DocumentKind;
  readonly stake: 'delivery' | 'other-files' | 'configuration' | 'notification';
  readonly statement: StatementName;
  readonly family: RequestFamily;
};

function aclCheck(trail: Trail): DeliveryRequest {
  const bucket = bucketArn(trail.partition, trail.bucket);
  return {
    name: 'acl-check',
    document: 'bucket-policy',
    stake: 'delivery',
    statement: 'acl-check',
    family: {
      caller: callerOf(trail),
      action: 's3:GetBucketAcl',
      varying: { kind: 'resource' },
      values: exactly(bucket),
      context: requestContext(trail, 'acl-check'),
      samples: [bucket],
      refine: () => [bucket],
    },
  };
}

function writes(trail: Trail, kind: FileKind, statement: 'write' | 'organization-write'): RequestFamily {
  const objects = `${bucketArn(trail.partition, trail.bucket)}/`;
  const organization = statement === 'organization-write';
  const root = organization ? `${logsRoot(trail)}${trail.organizationId}/` : logsRoot(trail);
  const keys = keyFamily(trail, kind, root, organization ? null : trail.account);
  return {
    caller: callerOf(trail),
    action: 's3:PutObject',
    varying: { kind: 'resource' },
    values: [{ text: objects }, ...keys.language],
    context: requestContext(trail, kind === 'CloudTrail-Digest' ? 'digest-file' : 'log-file'),
    samples: keys.samples.map((key) => objects + key),
    refine: (resource) => keys.refine(resource.slice(objects.length)).map((key) => objects + key),
  };
}

const FILES: Readonly<Record<FileRequest, FileKind>> = {
  'log-files': 'CloudTrail',
  'insight-files': 'CloudTrail-Insight',
  'digest-files': 'CloudTrail-Digest',
};

/** Where the trail's log files lie: of an organization trail under `AWSLogs/o-ID/`. */
const writeOf = (trail: Trail): 'write' | 'organization-write' =>
  trail.organizationId === null ? 'write' : 'organization-write';

function bucketRequests(trail: Trail): readonly DeliveryRequest[] {
  const document = 'bucket-policy';
  const statement = writeOf(trail);
  const files = (name: FileRequest): DeliveryRequest => ({
    name,
    document,
    stake: name === 'log-files' ? 'delivery' : 'other-files',
    statement,
    family: writes(trail, FILES[name], statement),
  });
  const requests = [aclCheck(trail), files('log-files')];
  if (trail.insights) requests.push(files('insight-files'));
  if (trail.logFileValidation) requests.push(files('digest-files'));
  if (statement === 'write') return requests;
  // The path of the account itself is asked for when an organization trail is created or updated.
  const family = writes(trail, 'CloudTrail', 'write');
  return [...requests, { name: 'log-files', document, stake: 'configuration', statement: 'write', family }];
}

function keyRequests(trail: Trail, keyArn: string): readonly DeliveryRequest[] {
  const document = 'key-policy';
  const objects = writes(trail, 'CloudTrail', writeOf(trail));
  const encryption = encryptionFamily(trail, keyArn, objects);
  const description = descriptionFamily(trail, keyArn, objects);
  const requests: DeliveryRequest[] = [
    { name: 'encryption', document, stake: 'delivery', statement: 'encrypt', family: encryption },
    { name: 'description', document, stake: 'configuration', statement: 'describe', family: description },
  ];
  if (trail.bucketKey !== true) return requests;
  const decryption = decryptionFamily(trail, keyArn, objects);
  return [
    ...requests,
    { name: 'decryption', document, stake: 'configuration', statement: 'decrypt', family: decryption },
  ];
}

function notification(trail: Trail, topicArn: string): DeliveryRequest {
  const family = publishFamily(trail, topicArn);
  return { name: 'notification', document: 'topic-policy', stake: 'notification', statement: 'publish', family };
}

function resultsRequests(store: EventDataStore): readonly DeliveryRequest[] {
  const [document, stake] = ['bucket-policy', 'delivery'] as const;
  return [
    { name: 'results', document, stake, statement: 'lake-write', family: resultsWriteFamily(store) },
    { name: 'results-abort', document, stake, statement: 'lake-write', family: resultsAbortFamily(store) },
    { name: 'acl-check', document, stake, statement: 'lake-acl-check', family: resultsAclFamily(store) },
  ];
}

/** What was worked out for a source: every check of a run asks for the same. */
const known = new WeakMap<Source, Map<DocumentKind, readonly DeliveryRequest[]>>();

/** Every family of requests that one document has to allow, so that CloudTrail can deliver for this source. */
export function deliveryRequests(source: Source, document: DocumentKind): readonly DeliveryRequest[] {
  const ofSource = known.get(source) ?? new Map<DocumentKind, readonly DeliveryRequest[]>();
  known.set(source, ofSource);
  const requests = ofSource.get(document) ?? requestsOf(source, document);
  ofSource.set(document, requests);
  return requests;
}

function requestsOf(source: Source, document: DocumentKind): readonly DeliveryRequest[] {
  if (!isTrail(source)) return document === 'bucket-policy' ? resultsRequests(source) : [];
  return trailRequests(source, document);
}

function trailRequests(trail: Trail, document: DocumentKind): readonly DeliveryRequest[] {
  switch (document) {
    case 'bucket-policy':
      return bucketRequests(trail);
    case 'key-policy':
      return trail.kmsKeyArn === null ? [] : keyRequests(trail, trail.kmsKeyArn);
    case 'topic-policy':
      return trail.topicArn === null ? [] : [notification(trail, trail.topicArn)];
  }
}
