import type { EventDataStore } from '../../shared/trail/event-data-store.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { decide } from '../delivery/decide.ts';
import { type Key, keyRequest, logFileContext } from '../delivery/key-request.ts';
import { digestKey, type FileOf, logFileKey, ownLogFileKey } from '../delivery/keys.ts';
import { resultKeys, resultsRequest } from '../delivery/query-results.ts';
import { cloudTrailRequest } from '../delivery/request.ts';
import { publishRequest } from '../delivery/topic-request.ts';
import { ORGANIZATION } from '../engine/engine.ts';

function keysOf(trail: Trail): string[] {
  const file: FileOf = { region: trail.region, account: trail.account, time: new Date(), id: 'abcdefgh12345678' };
  const members = trail.organizationId === null ? [] : ORGANIZATION.memberAccounts;
  return [
    logFileKey(trail, file),
    ownLogFileKey(trail, file),
    ...members.map((account) => logFileKey(trail, { ...file, account })),
    ...(trail.logFileValidation ? [digestKey(trail, file)] : []),
  ];
}

/** Whether a bucket policy lets CloudTrail do all that it does for a trail, by the side-car's own evaluator. */
export function lets(policy: unknown, trail: Trail): boolean {
  const bucket = `arn:${trail.partition}:s3:::${trail.bucket}`;
  const requests = [
    cloudTrailRequest(trail, 's3:GetBucketAcl', bucket, trail.region),
    ...keysOf(trail).map((key) => cloudTrailRequest(trail, 's3:PutObject', `${bucket}/${key}`, trail.region)),
  ];
  return requests.every((request) => decide(policy, request).decision === 'allow');
}

/** Whether a bucket policy lets CloudTrail save the results of queries on an event data store. */
export function letsResults(policy: unknown, store: EventDataStore): boolean {
  const bucket = `arn:${store.partition}:s3:::${store.bucket}`;
  const keys = resultKeys(store, '12345678-90ab-cdef-1234-567890abcdef', new Date());
  const requests = [
    resultsRequest(store, 's3:GetBucketAcl', bucket, store.region),
    ...['s3:PutObject', 's3:AbortMultipartUpload'].flatMap((action) =>
      keys.map((key) => resultsRequest(store, action, `${bucket}/${key}`, store.region)),
    ),
  ];
  return requests.every((request) => decide(policy, request).decision === 'allow');
}

/** Whether a key policy lets CloudTrail encrypt a trail's files, of a key that is as keys usually are. */
export function letsEncrypt(policy: unknown, trail: Trail): boolean {
  const arn = trail.kmsKeyArn ?? '';
  const [, , , region = '', account = ''] = arn.split(':');
  const usual = { state: 'Enabled', spec: 'SYMMETRIC_DEFAULT', usage: 'ENCRYPT_DECRYPT', origin: 'AWS_KMS' };
  const key: Key = { ...usual, arn, region, account, isMultiRegion: false, policy };
  const through = `s3.${region}.amazonaws.com`;
  return keysOf(trail).every((name) => {
    const objectArn = `arn:${trail.partition}:s3:::${trail.bucket}/${name}`;
    const use = { encryptionContext: logFileContext(trail, objectArn, false), through };
    return decide(policy, keyRequest(trail, 'kms:GenerateDataKey', key, use)).decision === 'allow';
  });
}

/** Whether a topic policy lets CloudTrail publish for a trail. */
export function letsNotify(policy: unknown, trail: Trail, topicArn: string): boolean {
  return decide(policy, publishRequest(trail, topicArn)).decision === 'allow';
}
