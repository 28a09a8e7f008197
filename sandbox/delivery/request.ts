import type { Trail } from '../../shared/trail/trail.ts';

/** What is known of one condition key of a request. */
export type ContextValue =
  | { readonly kind: 'value'; readonly value: string }
  /** A key with several values; there may be more than those known, unless the list is complete. */
  | { readonly kind: 'list'; readonly known: readonly string[]; readonly isComplete?: true }
  /** The key is either absent or has this value: nobody has seen which. */
  | { readonly kind: 'perhaps'; readonly value: string }
  | { readonly kind: 'absent' }
  /** The key is there, its value is not known. */
  | { readonly kind: 'present' }
  /** aws:SourceIp of a service: it is there and is no IP address. */
  | { readonly kind: 'not-an-ip' }
  /** Not even whether the key is there is known. */
  | { readonly kind: 'unknown' };

/** A person or role who makes a request instead of CloudTrail: the account, and every ARN that a policy may call them by. */
export type PolicyCaller = { readonly account: string; readonly arns: readonly string[] };

/** One concrete request that CloudTrail makes for one trail. */
export type PointRequest = {
  readonly action: string;
  /** The full ARN, of an object with its key. */
  readonly resource: string;
  /** Who asks, where it is not CloudTrail. */
  readonly caller?: PolicyCaller;
  readonly partition: Trail['partition'];
  /** By the lower-case name of the key; a key that is not listed is unknown. */
  readonly context: ReadonlyMap<string, ContextValue>;
};

const ABSENT: ContextValue = { kind: 'absent' };
const UNKNOWN: ContextValue = { kind: 'unknown' };
const PRESENT: ContextValue = { kind: 'present' };
const SERVICE = 'cloudtrail.amazonaws.com';

/** Keys that a request of the service principal does not carry (facts §1.3, §1.4). */
const NEVER_THERE = `aws:PrincipalOrgID aws:PrincipalOrgPaths aws:PrincipalAccount aws:PrincipalArn aws:userid
  aws:username aws:MultiFactorAuthPresent aws:MultiFactorAuthAge aws:CalledVia aws:CalledViaFirst aws:CalledViaLast
  aws:SourceVpc aws:SourceVpce aws:VpcSourceIp s3:object-lock-mode s3:object-lock-retain-until-date
  s3:object-lock-legal-hold s3:object-lock-remaining-retention-days s3:RequestObjectTagKeys s3:x-amz-storage-class
  s3:x-amz-server-side-encryption-customer-algorithm`.split(/\s+/);

const NEVER_THERE_FAMILIES = ['aws:principaltag/', 's3:requestobjecttag/', 'kms:encryptioncontext:'];

/** A condition key whose value is known. */
export function known(value: string): ContextValue {
  return { kind: 'value', value };
}

/** What the request says for a condition key, in any letter case. */
export function contextValue(request: PointRequest, key: string): ContextValue {
  const name = key.toLowerCase();
  const value = request.context.get(name);
  if (value !== undefined) return value;
  if (request.caller !== undefined) return UNKNOWN;
  return NEVER_THERE_FAMILIES.some((family) => name.startsWith(family)) ? ABSENT : UNKNOWN;
}

/** The headers that CloudTrail sends with an object: always its ACL, and the encryption by name (facts §1.3). */
function objectHeaders(trail: Trail): [string, ContextValue][] {
  return [
    ['s3:x-amz-acl', known('bucket-owner-full-control')],
    ['s3:x-amz-server-side-encryption', known(trail.kmsKeyArn === null ? 'AES256' : 'aws:kms')],
    ['s3:x-amz-server-side-encryption-aws-kms-key-id', trail.kmsKeyArn === null ? ABSENT : known(trail.kmsKeyArn)],
  ];
}

/** A read of the bucket's ACL carries none of those headers. */
const NO_OBJECT_HEADERS: [string, ContextValue][] = [
  ['s3:x-amz-acl', ABSENT],
  ['s3:x-amz-server-side-encryption', ABSENT],
  ['s3:x-amz-server-side-encryption-aws-kms-key-id', ABSENT],
];

/** On whose behalf CloudTrail asks: a trail, or something else that has an ARN and an account. */
export type Asker = Pick<Trail, 'arn' | 'account' | 'partition' | 'sourceOrganizationId'> &
  Partial<Pick<Trail, 'organizationId'>>;

function organizationOf(asker: Asker): ContextValue {
  const organization = asker.organizationId ?? asker.sourceOrganizationId;
  return organization === null ? UNKNOWN : known(organization);
}

/** What is asked for: the action, on which resource, in which Region (if that is known). */
export type Asked = { readonly action: string; readonly resource: string; readonly region?: string | undefined };

/** A request of CloudTrail for a trail, or an event data store, to any service, with the context of facts §1.4, and what this service adds. */
export function serviceRequest(
  asker: Asker,
  { action, resource, region }: Asked,
  own: readonly (readonly [string, ContextValue])[],
): PointRequest {
  const context: readonly (readonly [string, ContextValue])[] = [
    ...NEVER_THERE.map((key) => [key, ABSENT] as const),
    ['aws:PrincipalIsAWSService', known('true')],
    ['aws:PrincipalServiceName', known(SERVICE)],
    ['aws:PrincipalServiceNamesList', { kind: 'list', known: [SERVICE] }],
    ['aws:SourceArn', known(asker.arn)],
    ['aws:SourceAccount', known(asker.account)],
    ['aws:SourceOrgID', organizationOf(asker)],
    ['aws:ViaAWSService', known('false')],
    ['aws:SecureTransport', known('true')],
    ['aws:SourceIp', { kind: 'not-an-ip' }],
    ['aws:UserAgent', known(SERVICE)],
    ['aws:CurrentTime', PRESENT],
    ['aws:EpochTime', PRESENT],
    ['aws:RequestedRegion', region === undefined ? PRESENT : known(region)],
    ...own,
  ];
  const byName = new Map(context.map(([key, value]) => [key.toLowerCase(), value]));
  return { action, resource, partition: asker.partition, context: byName };
}

/** The request that CloudTrail makes of S3 for a trail, with the context of facts §1.3 and §1.4. */
export function cloudTrailRequest(trail: Trail, action: string, resource: string, bucketRegion?: string): PointRequest {
  return serviceRequest(trail, { action, resource, region: bucketRegion }, [
    ...(action.toLowerCase() === 's3:putobject' ? objectHeaders(trail) : NO_OBJECT_HEADERS),
    ['s3:TlsVersion', known('1.2')],
    ['s3:signatureversion', known('AWS4-HMAC-SHA256')],
    ['s3:authType', known('REST-HEADER')],
  ]);
}
