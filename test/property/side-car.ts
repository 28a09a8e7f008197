import { decide, type PointDecision } from '../../sandbox/delivery/decide.ts';
import { type Key, keyRequest, logFileContext } from '../../sandbox/delivery/key-request.ts';
import { type ContextValue, cloudTrailRequest, type PointRequest } from '../../sandbox/delivery/request.ts';
import { publishRequest } from '../../sandbox/delivery/topic-request.ts';
import type { JsonObject } from '../../shared/policy/json.ts';
import { includes } from '../../shared/policy/language.ts';
import type { DeliveryRequest } from '../../shared/trail/delivery.ts';
import type { Trail } from '../../shared/trail/trail.ts';

type Decision = PointDecision['decision'];

/** Values of the family that a point evaluator can be asked about: other Regions, days and accounts than the samples'. */
export function points({ family }: DeliveryRequest, trail: Trail): readonly string[] {
  const varied = family.samples.flatMap((sample) => [
    sample,
    sample.replace(/2026\/11\/21/, '2031/01/30').replace(/20261121T0005/, '20310130T2355'),
    ...(trail.multiRegion && trail.partition === 'aws'
      ? [sample.replaceAll(/([/_])eu-west-1(?=[/_])/g, '$1ap-southeast-7')]
      : []),
    ...(trail.organizationId === null ? [] : [sample.replaceAll('210987654321', '000000000042')]),
  ]);
  return varied.filter((value) => includes(family.values, value));
}

const UNKNOWN: ContextValue = { kind: 'unknown' };

/**
 * What the side-car, which has the key or topic before it, knows and a policy alone does not tell. `kms:ViaService` is among
 * it: to the side-car it is perhaps there, the product takes it for there and says that it is inferred.
 */
const NOT_TOLD: readonly (readonly [string, ContextValue])[] = [
  ...['kms:viaservice', 'aws:resourceaccount'].map((key) => [key, UNKNOWN] as const),
  ['aws:requestedregion', { kind: 'present' }],
];

const asTold = (request: PointRequest, ...more: readonly (readonly [string, ContextValue])[]): PointRequest => ({
  ...request,
  context: new Map([...request.context, ...NOT_TOLD, ...more]),
});

function keyOf(arn: string): Key {
  const [, , , region = '', account = ''] = arn.split(':');
  const usual = { state: 'Enabled', spec: 'SYMMETRIC_DEFAULT', usage: 'ENCRYPT_DECRYPT', origin: 'AWS_KMS' };
  return { ...usual, arn, region, account, isMultiRegion: false, policy: null };
}

/** Where it is not known whether a Bucket Key is on, both ways. */
function keyRequests(trail: Trail, { name, family }: DeliveryRequest, value: string): readonly PointRequest[] {
  const key = keyOf(trail.kmsKeyArn ?? '');
  const ask = (encryptionContext: Record<string, string>) =>
    keyRequest(trail, family.action, key, { encryptionContext, through: null });
  // DescribeKey encrypts nothing, so that even the list of its context's keys is not there.
  if (name === 'description') return [asTold(ask({}), ['kms:encryptioncontextkeys', { kind: 'absent' }])];
  const object = family.varying.kind === 'condition-key' ? value : `arn:${trail.partition}:s3:::${trail.bucket}/x`;
  const ways = name === 'decryption' ? [true] : trail.bucketKey === null ? [true, false] : [trail.bucketKey];
  return ways.map((hasBucketKey) => asTold(ask(logFileContext(trail, object, hasBucketKey))));
}

function requestsAt(trail: Trail, request: DeliveryRequest, value: string): readonly PointRequest[] {
  switch (request.document) {
    case 'bucket-policy':
      return [cloudTrailRequest(trail, request.family.action, value)];
    case 'key-policy':
      return keyRequests(trail, request, value);
    case 'topic-policy':
      return [asTold(publishRequest(trail, value))];
  }
}

/** What the side-car's evaluator says of the request at one value of its family. */
export function decisionsAt(
  trail: Trail,
  document: JsonObject,
  request: DeliveryRequest,
  value: string,
): readonly Decision[] {
  return requestsAt(trail, request, value).map((point) => decide(document, point).decision);
}
