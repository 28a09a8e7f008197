import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cloudTrailRequest, contextValue } from '../../sandbox/delivery/request.ts';
import { lookUp } from '../../shared/policy/context.ts';
import { isInferred, requestContext } from '../../shared/trail/context.ts';
import { deliveryRequests } from '../../shared/trail/delivery.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { KEY, ORGANIZATION, SINGLE, trailWith } from './trails.ts';

const WITH_KEY = trailWith({ kmsKeyArn: KEY });
const MEMBER = trailWith({ sourceOrganizationId: 'o-exampleorgid' });

/** What the product takes a key's value for, in words. */
function taken(trail: Trail, request: 'acl-check' | 'log-file', key: string): string {
  const value = lookUp(requestContext(trail, request), key);
  if (value.kind === 'known') return value.values.join() + (value.multi && !value.complete ? ', …' : '');
  if (value.kind === 'unknown') return value.present ? 'present' : 'unknown';
  return value.kind === 'opaque' ? 'no address' : 'absent';
}

/** The same of the side-car. */
function simulated(trail: Trail, request: 'acl-check' | 'log-file', key: string): string {
  const action = request === 'acl-check' ? 's3:GetBucketAcl' : 's3:PutObject';
  const value = contextValue(cloudTrailRequest(trail, action, 'arn:aws:s3:::example-logs'), key);
  if (value.kind === 'value') return value.value;
  if (value.kind === 'list') return `${value.known.join()}, …`;
  return value.kind === 'not-an-ip' ? 'no address' : value.kind;
}

/** Facts §1.4 and §1.3, row by row, for a trail without organization and key. */
const ALWAYS: readonly [key: string, value: string][] = [
  ['aws:PrincipalIsAWSService', 'true'],
  ['aws:PrincipalServiceName', 'cloudtrail.amazonaws.com'],
  ['aws:PrincipalServiceNamesList', 'cloudtrail.amazonaws.com, …'],
  ['aws:SourceArn', 'arn:aws:cloudtrail:us-east-1:111122223333:trail/example'],
  ['aws:SourceAccount', '111122223333'],
  ['aws:SourceOrgID', 'unknown'],
  ['aws:ViaAWSService', 'false'],
  ['aws:SecureTransport', 'true'],
  ['aws:UserAgent', 'cloudtrail.amazonaws.com'],
  ['aws:SourceIp', 'no address'],
  ['aws:CurrentTime', 'present'],
  ['aws:EpochTime', 'present'],
  ['aws:RequestedRegion', 'present'],
  ['aws:ResourceAccount', 'unknown'],
  ['s3:TlsVersion', '1.2'],
  ['s3:signatureversion', 'AWS4-HMAC-SHA256'],
  ['s3:authType', 'REST-HEADER'],
  ...[
    ...['aws:PrincipalOrgID', 'aws:PrincipalOrgPaths', 'aws:PrincipalAccount', 'aws:PrincipalArn'],
    ...['aws:PrincipalTag/team', 'aws:userid', 'aws:username', 'aws:MultiFactorAuthPresent', 'aws:MultiFactorAuthAge'],
    ...['aws:CalledVia', 'aws:CalledViaFirst', 'aws:CalledViaLast', 'aws:SourceVpc', 'aws:SourceVpce'],
    ...['aws:VpcSourceIp', 's3:object-lock-mode', 's3:object-lock-retain-until-date', 's3:object-lock-legal-hold'],
    ...['s3:object-lock-remaining-retention-days', 's3:RequestObjectTag/team', 's3:RequestObjectTagKeys'],
    ...['s3:x-amz-storage-class', 's3:x-amz-server-side-encryption-customer-algorithm'],
  ].map((key): [string, string] => [key, 'absent']),
];

/** Only a request through a VPC endpoint or an access point carries these; the facts do not speak of them. */
const ELSEWHERE = [
  ...['aws:SourceVpcArn', 'aws:VpceAccount', 'aws:VpceOrgID', 'aws:VpceOrgPaths'],
  ...['s3:DataAccessPointAccount', 's3:DataAccessPointArn', 's3:AccessPointNetworkOrigin'],
];

const ACL = 's3:x-amz-acl';
const SSE = 's3:x-amz-server-side-encryption';

/** What hangs on the request or on the trail. */
const SOMETIMES: readonly [trail: Trail, request: 'acl-check' | 'log-file', key: string, value: string][] = [
  [SINGLE, 'acl-check', ACL, 'absent'],
  [SINGLE, 'log-file', ACL, 'bucket-owner-full-control'],
  [WITH_KEY, 'log-file', ACL, 'bucket-owner-full-control'],
  [SINGLE, 'acl-check', SSE, 'absent'],
  [WITH_KEY, 'acl-check', SSE, 'absent'],
  [SINGLE, 'log-file', SSE, 'AES256'],
  [WITH_KEY, 'log-file', SSE, 'aws:kms'],
  [WITH_KEY, 'acl-check', `${SSE}-aws-kms-key-id`, 'absent'],
  [SINGLE, 'log-file', `${SSE}-aws-kms-key-id`, 'absent'],
  [WITH_KEY, 'log-file', `${SSE}-aws-kms-key-id`, KEY],
  [ORGANIZATION, 'log-file', 'aws:SourceOrgID', 'o-exampleorgid'],
  [ORGANIZATION, 'log-file', 'aws:SourceAccount', ORGANIZATION.account],
  [ORGANIZATION, 'log-file', 'aws:SourceArn', ORGANIZATION.arn],
  [ORGANIZATION, 'log-file', 'aws:PrincipalOrgID', 'absent'],
  [MEMBER, 'log-file', 'aws:SourceOrgID', 'o-exampleorgid'],
];

describe('the request context of the product and of the side-car is that of the facts', () => {
  for (const [key, value] of ALWAYS) {
    it(`${key} is ${value}`, () => {
      for (const request of ['acl-check', 'log-file'] as const) {
        for (const name of [key, key.toUpperCase()])
          assert.deepEqual([taken(SINGLE, request, name), simulated(SINGLE, request, name)], [value, value]);
      }
    });
  }

  for (const [trail, request, key, value] of SOMETIMES) {
    const of = `${trail.kmsKeyArn === null ? 'no' : 'a'} key, ${trail.organizationId ?? trail.sourceOrganizationId ?? 'no organization'}`;
    it(`${key} of a request for ${request} is ${value} (${of})`, () =>
      assert.deepEqual([taken(trail, request, key), simulated(trail, request, key)], [value, value]));
  }
});

it('no VPC endpoint and no access point is between CloudTrail and the bucket, which is inferred', () => {
  for (const key of ELSEWHERE) {
    for (const request of ['acl-check', 'log-file'] as const) assert.equal(taken(SINGLE, request, key), 'absent', key);
    assert.equal(isInferred(SINGLE, key), true, key);
  }
});

it('of a digest file of a trail with a key nobody knows how it is encrypted', () => {
  for (const key of [SSE, `${SSE}-aws-kms-key-id`]) {
    assert.deepEqual(lookUp(requestContext(WITH_KEY, 'digest-file'), key), { kind: 'unknown', present: false });
    assert.notEqual(lookUp(requestContext(SINGLE, 'digest-file'), key).kind, 'unknown');
  }
});

it('a digest file is asked about as one, and every other file as a log file', () => {
  const trail = { ...WITH_KEY, logFileValidation: true, insights: true };
  const encryption = deliveryRequests(trail, 'bucket-policy').map(({ name, family }) => [
    name,
    lookUp(family.context, SSE).kind,
  ]);
  assert.deepEqual(Object.fromEntries(encryption), {
    'acl-check': 'absent',
    'log-files': 'known',
    'insight-files': 'known',
    'digest-files': 'unknown',
  });
});

it('what rests on inference is told from what AWS says', () => {
  for (const key of ['s3:TlsVersion', 'AWS:userid', 'aws:PrincipalTag/team', 'aws:SourceIp', `${SSE}-aws-kms-key-id`])
    assert.equal(isInferred(SINGLE, key), true, key);
  for (const key of ['aws:SourceArn', 'aws:SecureTransport', 'aws:PrincipalOrgID', 'aws:SourceVpce', ACL, 'x/y'])
    assert.equal(isInferred(SINGLE, key), false, key);
  assert.deepEqual([isInferred(SINGLE, SSE), isInferred(WITH_KEY, SSE)], [false, true]);
  assert.equal(isInferred(WITH_KEY, 'kms:ViaService'), true);
  const context = 'kms:EncryptionContext:aws:cloudtrail:arn';
  const bucketKey = { ...WITH_KEY, bucketKey: true };
  assert.deepEqual([isInferred(WITH_KEY, context), isInferred(bucketKey, context)], [false, true]);
});
