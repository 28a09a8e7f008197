import assert from 'node:assert/strict';
import { decide, type PointDecision } from '../../sandbox/delivery/decide.ts';
import { type Key, type KeyUse, keyRequest, logFileContext } from '../../sandbox/delivery/key-request.ts';
import { resultsRequest } from '../../sandbox/delivery/query-results.ts';
import { type ContextValue, cloudTrailRequest, known, type PointRequest } from '../../sandbox/delivery/request.ts';
import { publishRequest, topicKeyUse } from '../../sandbox/delivery/topic-request.ts';
import type { RefusedRequest } from '../../shared/checks/check.ts';
import { isJsonObject, type JsonObject } from '../../shared/policy/json.ts';
import type { Observation } from '../../shared/reconcile/observation.ts';
import type { Reading } from '../../shared/reconcile/reading.ts';
import type { SourceObservation, StoreObservation } from '../../shared/reconcile/store-observation.ts';
import { parseTrailArn } from '../../shared/trail/arn.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { keyPattern } from '../trail/documented.ts';
import { resultPattern } from '../trail/stores.ts';

/** The document of a reading; what is not there allows nothing. */
export function documentIn(reading: Reading<string>): JsonObject {
  const value: unknown = reading.state === 'present' ? JSON.parse(reading.value) : { Statement: [] };
  assert.ok(isJsonObject(value));
  return value;
}

const bucketOf = ({ partition, bucket }: Trail): string => `arn:${partition}:s3:::${bucket}`;

/** Log files that CloudTrail writes for a trail, in several Regions and, of an organization, for several accounts. */
function logFilesOf(trail: Trail): readonly string[] {
  const { account, organizationId } = trail;
  const root = `${bucketOf(trail)}/${trail.prefix === '' ? '' : `${trail.prefix}/`}AWSLogs/`;
  const accounts = organizationId === null ? [account] : [account, '444455556666'];
  const folder = organizationId === null ? '' : `${organizationId}/`;
  return accounts.flatMap((one) =>
    [trail.region, 'eu-west-1'].map((region) => {
      const file = `${one}_CloudTrail_${region}_20261121T0005Z_0123456789abcdef.json.gz`;
      return `${root}${folder}${one}/CloudTrail/${region}/2026/11/21/${file}`;
    }),
  );
}

function keyNamed(arn: string): Key {
  const [, , , region = '', account = ''] = arn.split(':');
  const usual = { state: 'Enabled', spec: 'SYMMETRIC_DEFAULT', usage: 'ENCRYPT_DECRYPT', origin: 'AWS_KMS' };
  return { arn, account, region, ...usual, isMultiRegion: false, policy: null };
}

/** What CloudTrail, or S3 for it, may ask the key for: each of them a request of its own. */
function keyUses(trail: Trail, { action, resource }: RefusedRequest): readonly KeyUse[] {
  if (action === 'kms:DescribeKey') return [{ encryptionContext: {}, through: null }];
  const through = `s3.${resource.split(':')[3]}.amazonaws.com`;
  const kinds = action === 'kms:Decrypt' ? [true] : trail.bucketKey === null ? [true, false] : [trail.bucketKey];
  return kinds.flatMap((hasBucketKey) =>
    logFilesOf(trail).map((object) => ({ encryptionContext: logFileContext(trail, object, hasBucketKey), through })),
  );
}

type Decision = PointDecision['decision'];

const isRefusal = (decision: Decision): boolean => decision === 'deny' || decision === 'implicit';

function decisionsOn(key: RefusedRequest, policy: JsonObject, trail: Trail): readonly Decision[] {
  const { kmsKeyArn } = trail;
  assert.equal(key.resource, kmsKeyArn, 'the key of the trail is asked');
  return keyUses(trail, key).map(
    (use) => decide(policy, keyRequest(trail, key.action, keyNamed(key.resource), use)).decision,
  );
}

/** Whose bucket it is, as the policies of its owner's organization see it. */
function ownerContext({ trail, bucketOwner, surroundings }: Observation): PointRequest['context'] {
  const { resourcePolicies } = surroundings;
  if (resourcePolicies.state !== 'present' || trail.organizationId === null) return new Map();
  const above = resourcePolicies.value.slice(1).map(({ target }) => target);
  const path = `${[trail.organizationId, ...above.toReversed()].join('/')}/`;
  return new Map<string, ContextValue>([
    ['aws:resourceaccount', known(bucketOwner)],
    ['aws:resourceorgid', known(trail.organizationId)],
    ['aws:resourceorgpaths', { kind: 'list', known: [path], isComplete: true }],
  ]);
}

function bucketRequest(trail: Trail, { action, resource }: RefusedRequest): PointRequest {
  if (action === 's3:GetBucketAcl') assert.equal(resource, bucketOf(trail));
  else {
    assert.equal(action, 's3:PutObject');
    assert.match(resource.slice(bucketOf(trail).length + 1), keyPattern(trail));
  }
  return cloudTrailRequest(trail, action, resource);
}

/** What the side-car says of a request that is made for an event data store. */
function decisionOnResults({ action, resource }: RefusedRequest, { store, policies }: StoreObservation): Decision {
  const bucket = `arn:${store.partition}:s3:::${store.bucket}`;
  if (action === 's3:GetBucketAcl') assert.equal(resource, bucket);
  else {
    assert.match(action, /^s3:(PutObject|AbortMultipartUpload)$/);
    assert.match(resource.slice(bucket.length + 1), resultPattern(store));
  }
  return decide(documentIn(policies['bucket-policy']), resultsRequest(store, action, resource)).decision;
}

/** What the side-car says of a refused request: several answers where the evidence leaves open what is encrypted. */
function decisions(refused: RefusedRequest, observation: SourceObservation): readonly Decision[] {
  if ('store' in observation) return [decisionOnResults(refused, observation)];
  const { trail, policies, topicKeyPolicy } = observation;
  const { action, resource } = refused;
  if (action.startsWith('s3:')) {
    const request = bucketRequest(trail, refused);
    const context = new Map([...request.context, ...ownerContext(observation)]);
    return [decide(documentIn(policies['bucket-policy']), { ...request, context }).decision];
  }
  if (action === 'sns:Publish') {
    assert.equal(resource, trail.topicArn);
    return [decide(documentIn(policies['topic-policy']), publishRequest(trail, resource)).decision];
  }
  if (topicKeyPolicy.state !== 'present') return decisionsOn(refused, documentIn(policies['key-policy']), trail);
  const use = topicKeyUse(trail.topicArn ?? '');
  return [decide(documentIn(topicKeyPolicy), keyRequest(trail, action, keyNamed(resource), use)).decision];
}

/**
 * Proof: the request is one that CloudTrail makes, and the side-car's own evaluator refuses it too. Nobody has seen
 * kms:ViaService, so that the side-car leaves open what hangs on it; the message has to say so then.
 */
export function assertRefused(refused: RefusedRequest, observation: SourceObservation, message: string): void {
  assert.match(refused.action, /^[a-z0-9-]+:[A-Za-z]+$/);
  assert.match(refused.resource, /^arn:/);
  assertRefusedFor(refused, observation, message);
}

/** The same of a request for another trail that delivers into the bucket: one of those that are known, or some of its account. */
export function assertRefusedToSource(refused: RefusedRequest, observation: Observation, message: string): void {
  const [, prefix = '', organizationId = null, account = ''] =
    /^[^/]*\/(?:(.*)\/)?AWSLogs\/(?:(o-[^/]*)\/)?([0-9]{12})\//.exec(refused.resource) ?? [];
  const { trail, sources, surroundings, memory } = observation;
  const texts = JSON.stringify([sources, surroundings.fellows, memory]);
  const arns = texts.match(/arn:aws:cloudtrail:[a-z0-9-]+:[0-9]{12}:trail\/[A-Za-z0-9-]+/g) ?? [];
  const accounts = account === '' ? (texts.match(/(?<![0-9])[0-9]{12}(?![0-9])/g) ?? []) : [account];
  const some = accounts.map((one) => trail.arn.replace(/[0-9]{12}:.*/, `${one}:trail/any`));
  const asked = [...new Set([...arns, ...some])]
    .flatMap((arn) => parseTrailArn(arn) ?? [])
    .filter((arn) => arn.arn !== trail.arn && (account === '' || organizationId !== null || arn.account === account));
  const decisionsFor = asked.map((arn) => {
    const other = { ...trail, ...arn, prefix, organizationId };
    const named = /_CloudTrail-Digest_[a-z0-9-]+_([A-Za-z0-9-]+)_[a-z0-9-]+_[0-9]{8}T/.exec(refused.resource)?.[1];
    if (named !== undefined && named !== arn.name) return 'allow';
    return decide(documentIn(observation.policies['bucket-policy']), bucketRequest(other, refused)).decision;
  });
  const said = `the side-car says ${decisionsFor.join(', ')} of ${JSON.stringify(refused)}: ${message}`;
  assert.ok(decisionsFor.some(isRefusal), said);
}

function assertRefusedFor(refused: RefusedRequest, observation: SourceObservation, message: string): void {
  const said = decisions(refused, observation);
  const isOpen = (decision: Decision): boolean => decision === 'unknown' && message.includes('kms:ViaService');
  const isProven =
    !('store' in observation) && observation.trail.bucketKey === null ? said.every(isRefusal) : said.some(isRefusal);
  assert.ok(isProven || said.some(isOpen), `the side-car says ${said.join(', ')} of ${JSON.stringify(refused)}`);
}
