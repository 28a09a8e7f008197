import { ABSENT, type Context, type ContextValue, known, UNKNOWN } from '../policy/context.ts';
import { isTrail, type Source } from './event-data-store.ts';
import type { Trail } from './trail.ts';

/** CloudTrail's service principal: the same in every partition. */
export const CLOUDTRAIL = 'cloudtrail.amazonaws.com';

/**
 * The service principals by which a policy may name CloudTrail. China's form is not settled by AWS's pages, so both are
 * taken there. `cloudtrail.REGION.amazonaws.com` is a service endpoint, and no principal.
 */
export function servicePrincipals(partition: Trail['partition']): readonly string[] {
  return partition === 'aws-cn' ? [CLOUDTRAIL, `${CLOUDTRAIL}.cn`] : [CLOUDTRAIL];
}

/** What only a request through a VPC endpoint carries; CloudTrail's come from AWS's own network. */
const VPC_ENDPOINT = ['aws:SourceVpcArn', 'aws:VpceAccount', 'aws:VpceOrgID', 'aws:VpceOrgPaths'];

/** Global keys that a service principal's request does not carry (IAM user guide, "AWS global condition context keys"). */
const ABSENT_GLOBAL = [
  ...['aws:PrincipalOrgID', 'aws:PrincipalOrgPaths', 'aws:PrincipalAccount', 'aws:PrincipalArn', 'aws:PrincipalTag/'],
  ...['aws:userid', 'aws:username', 'aws:MultiFactorAuthPresent', 'aws:MultiFactorAuthAge'],
  ...['aws:CalledVia', 'aws:CalledViaFirst', 'aws:CalledViaLast', 'aws:SourceVpc', 'aws:SourceVpce', 'aws:VpcSourceIp'],
  ...VPC_ENDPOINT,
];

/** Request headers that CloudTrail was not seen to send. */
const ABSENT_S3 = [
  ...['s3:object-lock-mode', 's3:object-lock-retain-until-date', 's3:object-lock-remaining-retention-days'],
  ...['s3:object-lock-legal-hold', 's3:x-amz-server-side-encryption-customer-algorithm', 's3:x-amz-storage-class'],
  ...['s3:RequestObjectTag/', 's3:RequestObjectTagKeys', 's3:x-amz-copy-source', 's3:x-amz-metadata-directive'],
  ...['s3:x-amz-grant-read', 's3:x-amz-grant-write', 's3:x-amz-grant-read-acp', 's3:x-amz-grant-write-acp'],
  // CloudTrail names the bucket itself, and no access point of it.
  ...[
    's3:x-amz-grant-full-control',
    's3:DataAccessPointAccount',
    's3:DataAccessPointArn',
    's3:AccessPointNetworkOrigin',
  ],
];

const SSE = 's3:x-amz-server-side-encryption';

/** The headers that say how an object is to be encrypted. */
export const SSE_HEADERS: readonly string[] = [SSE, `${SSE}-aws-kms-key-id`];

/** Keys and families of keys whose value rests on inference or old observation, not on a page of AWS. */
const INFERRED: ReadonlySet<string> = new Set(
  [
    ...['aws:PrincipalAccount', 'aws:PrincipalArn', 'aws:PrincipalTag/', 'aws:userid', 'aws:username'],
    ...['aws:MultiFactorAuthPresent', 'aws:MultiFactorAuthAge'],
    ...['aws:CalledVia', 'aws:CalledViaFirst', 'aws:CalledViaLast', 'aws:SourceIp', 'aws:RequestedRegion'],
    ...['s3:TlsVersion', `${SSE}-aws-kms-key-id`, ...ABSENT_S3, ...VPC_ENDPOINT, 'kms:ViaService', 'kms:RequestAlias'],
  ].map((key) => key.toLowerCase()),
);

/**
 * True if what is taken for this key's value rests on inference; a verdict that hangs on it says so. That a trail with a key
 * sends `aws:kms` is one of these, and that query results are written without an ACL: no such request was ever seen in a
 * published log.
 */
export function isInferred(source: Source, key: string): boolean {
  const name = key.toLowerCase();
  if (!isTrail(source)) return name === 's3:x-amz-acl' || isAlwaysInferred(name);
  if (name === SSE) return source.kmsKeyArn !== null;
  // That the trail's ARN stays in the encryption context beside an S3 Bucket Key is remembered, not documented.
  if (name === 'kms:encryptioncontext:aws:cloudtrail:arn') return source.bucketKey === true;
  return isAlwaysInferred(name);
}

function isAlwaysInferred(name: string): boolean {
  return INFERRED.has(name) || INFERRED.has(name.slice(0, name.indexOf('/') + 1));
}

function encryption(trail: Trail, digest: boolean): [string, ContextValue][] {
  if (trail.kmsKeyArn === null)
    return [
      [SSE, known('AES256')],
      [`${SSE}-aws-kms-key-id`, ABSENT],
    ];
  // Digest files of a trail with a key were written with SSE-S3 for years; today's page names them with the key.
  if (digest)
    return [
      [SSE, UNKNOWN],
      [`${SSE}-aws-kms-key-id`, UNKNOWN],
    ];
  return [
    [SSE, known('aws:kms')],
    [`${SSE}-aws-kms-key-id`, known(trail.kmsKeyArn)],
  ];
}

/** What every request made for a trail or an event data store carries. */
export function sourceContext(source: Source): [string, ContextValue][] {
  const organization = (isTrail(source) ? source.organizationId : null) ?? source.sourceOrganizationId;
  return [
    ['aws:SourceArn', known(source.arn)],
    ['aws:SourceAccount', known(source.account)],
    ['aws:SourceOrgID', organization === null ? UNKNOWN : known(organization)],
    ['aws:PrincipalIsAWSService', known('true')],
    ['aws:PrincipalServiceName', known(CLOUDTRAIL)],
    ['aws:PrincipalServiceNamesList', { kind: 'known', values: [CLOUDTRAIL], multi: true, complete: false }],
    ['aws:ViaAWSService', known('false')],
    ['aws:UserAgent', known(CLOUDTRAIL)],
    ['aws:SecureTransport', known('true')],
    ['aws:SourceIp', { kind: 'opaque' }],
    ['aws:CurrentTime', { kind: 'unknown', present: true }],
    ['aws:EpochTime', { kind: 'unknown', present: true }],
    // The Region of the resource, which a policy does not tell.
    ['aws:RequestedRegion', { kind: 'unknown', present: true }],
    ...ABSENT_GLOBAL.map((key): [string, ContextValue] => [key, ABSENT]),
  ];
}

/**
 * The condition keys of a request that CloudTrail makes to S3 for this trail (docs/architecture.md, "The request context").
 * Of an organization trail, aws:SourceArn and aws:SourceAccount are the management account's for every member account.
 */
export function requestContext(trail: Trail, request: 'acl-check' | 'log-file' | 'digest-file'): Context {
  const writes = request !== 'acl-check';
  return s3Context(trail, [
    ['s3:x-amz-acl', writes ? known('bucket-owner-full-control') : ABSENT],
    ...(writes ? encryption(trail, request === 'digest-file') : encryptionOfRead()),
  ]);
}

/** The condition keys of a request to S3 that is made for a source, beside those of the headers that it has of its own. */
export function s3Context(source: Source, headers: readonly [string, ContextValue][]): Context {
  return contextOf([
    ...sourceContext(source),
    ['s3:TlsVersion', known('1.2')],
    ['s3:signatureversion', known('AWS4-HMAC-SHA256')],
    ['s3:authType', known('REST-HEADER')],
    ...ABSENT_S3.map((key): [string, ContextValue] => [key, ABSENT]),
    ...headers,
  ]);
}

/** A context by its keys, in whatever case they are written. */
export function contextOf(entries: readonly [string, ContextValue][]): Context {
  return new Map(entries.map(([key, value]) => [key.toLowerCase(), value]));
}

function encryptionOfRead(): [string, ContextValue][] {
  return SSE_HEADERS.map((key) => [key, ABSENT]);
}
