import type { Trail } from '../../shared/trail/trail.ts';
import { decide } from '../delivery/decide.ts';
import { digestKey, type FileOf, logFileKey, ownLogFileKey } from '../delivery/keys.ts';
import { cloudTrailRequest } from '../delivery/request.ts';
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
