import fc from 'fast-check';
import type { JsonObject } from '../../shared/policy/json.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { KEY, ORGANIZATION } from './arbitrary-trail.ts';

const scalarOrList = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<T | T[]> =>
  fc.oneof(item, fc.array(item, { minLength: 1, maxLength: 3 }));

const principal = fc.oneof(
  fc.constant('*'),
  fc.constantFrom(
    { Service: 'cloudtrail.amazonaws.com' },
    { Service: ['config.amazonaws.com', 'cloudtrail.amazonaws.com'] },
  ),
  fc.constantFrom({ Service: 'config.amazonaws.com' }, { AWS: '*' }, { AWS: 'arn:aws:iam::111122223333:root' }),
  fc.constantFrom({ AWS: ['arn:aws:iam::086441151436:root', '111122223333'] }, { AWS: '859597730677' }),
  fc.constantFrom(
    { AWS: 'arn:aws:iam::111122223333:role/x', Service: 'cloudtrail.amazonaws.com' },
    { CanonicalUser: 'abc' },
  ),
);

const action = fc.constantFrom(
  ...[
    's3:PutObject',
    's3:GetBucketAcl',
    's3:*',
    '*',
    's3:Put*',
    'S3:putobject',
    's3:Get*Acl',
    's3:GetObject',
    's3:PutObject?',
    's3:?utObject',
    's3.PutObject',
    'kms:*',
  ],
);

function resource(trail: Trail): fc.Arbitrary<string> {
  const bucket = `arn:${trail.partition}:s3:::${trail.bucket}`;
  const root = trail.prefix === '' ? 'AWSLogs' : `${trail.prefix}/AWSLogs`;
  const suffixes = [
    ...[
      '*',
      `${root}/*`,
      `${root}/${trail.account}/*`,
      `${root}/${trail.account}/CloudTrail/*`,
      `${root}/${trail.account}/CloudTrail*/*`,
    ],
    ...[
      `${root}/${ORGANIZATION}/*`,
      `${root}/${ORGANIZATION}/*/CloudTrail/*`,
      `${root}/o-*/*`,
      `${root}/*/*`,
      'AWSLogs/*',
      `AWSLogs/${trail.account}/*`,
    ],
    ...[
      `${root}/${trail.account}/CloudTrail/eu-west-1/*`,
      `${root}/*/CloudTrail/eu-*/*`,
      `${root}/*/CloudTrail/??-*`,
      '*.gz',
      '*.json.gz',
      '*/2026/*',
      '*/CloudTrail-Digest/*',
    ],
    ...[
      `${root}/\${aws:SourceAccount}/*`,
      `${root}/\${aws:PrincipalAccount, '${trail.account}'}/*`,
      `${root}/\${aws:username}/*`,
      `${root}/\${aws:RequestedRegion}/*`,
    ],
    ...[
      `${root}/${ORGANIZATION}/111122223333/*`,
      `${root}/????????????/*`,
      `${root}/*a*`,
      `${root}/*Z*`,
      'config/*',
      `${root}/\${*}/*`,
    ],
  ];
  return fc.constantFrom(
    '*',
    bucket,
    `${bucket}*`,
    `arn:*:s3:::${trail.bucket}/*`,
    'example-logs/*',
    ...suffixes.map((suffix) => `${bucket}/${suffix}`),
  );
}

function conditionValue(trail: Trail): fc.Arbitrary<[string, unknown]> {
  const arn = trail.arn;
  const text = (...values: string[]): fc.Arbitrary<string | string[]> => scalarOrList(fc.constantFrom(...values));
  return fc.oneof(
    fc.tuple(
      fc.constantFrom('aws:SourceArn', 'AWS:sourcearn'),
      text(
        arn,
        `${arn}x`,
        arn.replace('eu-west-1', '*'),
        'arn:aws:cloudtrail:*:trail/x',
        '*',
        'arn:*:cloudtrail:*:${aws:SourceAccount}:trail/*',
      ),
    ),
    fc.tuple(
      fc.constantFrom('aws:SourceAccount', 'aws:sourceAccount'),
      text(trail.account, '999999999999', '1*', '${aws:SourceAccount}'),
    ),
    fc.tuple(fc.constant('aws:SourceOrgID'), text(ORGANIZATION, 'o-other00000')),
    fc.tuple(
      fc.constantFrom(
        'aws:PrincipalOrgID',
        'aws:PrincipalArn',
        'aws:SourceVpce',
        'aws:PrincipalTag/team',
        'aws:username',
      ),
      text(ORGANIZATION, 'vpce-1', 'arn:aws:iam::111122223333:role/x', '${aws:PrincipalTag/team}'),
    ),
    fc.tuple(
      fc.constantFrom(
        'aws:SecureTransport',
        'aws:ViaAWSService',
        'aws:PrincipalIsAWSService',
        'aws:MultiFactorAuthPresent',
      ),
      fc.constantFrom('true', 'false', true, false, ['true', 'false']),
    ),
    fc.tuple(
      fc.constant('s3:x-amz-acl'),
      text('bucket-owner-full-control', 'public-read', 'bucket-*', 'BUCKET-OWNER-FULL-CONTROL'),
    ),
    fc.tuple(fc.constant('s3:x-amz-server-side-encryption'), text('AES256', 'aws:kms')),
    fc.tuple(fc.constant('s3:x-amz-server-side-encryption-aws-kms-key-id'), text(KEY, 'alias/x')),
    fc.tuple(fc.constant('s3:TlsVersion'), fc.constantFrom('1.2', 1.2, '1.3', 1.3, 1)),
    fc.tuple(fc.constantFrom('aws:SourceIp', 'aws:VpcSourceIp'), text('10.0.0.0/8', '0.0.0.0/0', '2001:db8::/32')),
    fc.tuple(
      fc.constantFrom(
        'aws:CurrentTime',
        'aws:EpochTime',
        's3:signatureAge',
        'aws:RequestedRegion',
        'aws:ResourceAccount',
      ),
      text('2026-01-01T00:00:00Z', '1700000000', 'us-east-1'),
    ),
    fc.tuple(
      fc.constantFrom('aws:PrincipalServiceNamesList', 'aws:PrincipalServiceName', 'aws:CalledVia'),
      text('cloudtrail.amazonaws.com', 'cloudtrail.*', 'x'),
    ),
    fc.tuple(
      fc.constantFrom('aws:SourceArn', 'aws:PrincipalOrgID', 's3:x-amz-acl', 'aws:CurrentTime', 'aws:SourceIp'),
      fc.constantFrom('true', 'false', true),
    ),
  );
}

const OPERATORS = [
  ...[
    'StringEquals',
    'StringNotEquals',
    'StringEqualsIgnoreCase',
    'StringNotEqualsIgnoreCase',
    'StringLike',
    'StringNotLike',
    'ArnEquals',
    'ArnLike',
  ],
  ...[
    'ArnNotEquals',
    'ArnNotLike',
    'Bool',
    'NumericEquals',
    'NumericNotEquals',
    'NumericLessThan',
    'NumericLessThanEquals',
    'NumericGreaterThan',
  ],
  ...[
    'NumericGreaterThanEquals',
    'DateEquals',
    'DateNotEquals',
    'DateLessThan',
    'DateGreaterThan',
    'IpAddress',
    'NotIpAddress',
    'BinaryEquals',
  ],
];

const operator = fc.oneof(
  { weight: 1, arbitrary: fc.constant('Null') },
  {
    weight: 9,
    arbitrary: fc
      .tuple(
        fc.constantFrom('', '', '', '', 'ForAllValues:', 'ForAnyValue:'),
        fc.constantFrom(...OPERATORS),
        fc.constantFrom('', '', '', 'IfExists'),
      )
      .map((parts) => parts.join('')),
  },
);

function condition(trail: Trail): fc.Arbitrary<JsonObject | undefined> {
  const entry = fc.tuple(operator, conditionValue(trail)).map(([name, [key, value]]) => ({ [name]: { [key]: value } }));
  return fc.oneof(
    fc.constant(undefined),
    entry,
    fc.tuple(entry, entry).map(([one, other]) => ({ ...one, ...other })),
  ) as fc.Arbitrary<JsonObject | undefined>;
}

/** A statement of any form that IAM takes. */
export function arbitraryStatement(trail: Trail): fc.Arbitrary<JsonObject> {
  return fc
    .record({
      sid: fc.constantFrom(undefined, 'A', 'with blank', 'AWSCloudTrailWrite20150319', ''),
      effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
      principal,
      notPrincipal: fc.integer({ min: 0, max: 9 }),
      action: scalarOrList(action),
      notAction: fc.integer({ min: 0, max: 9 }),
      resource: scalarOrList(resource(trail)),
      notResource: fc.integer({ min: 0, max: 9 }),
      condition: condition(trail),
    })
    .map((parts) => ({
      ...(parts.sid === undefined ? {} : { Sid: parts.sid }),
      Effect: parts.effect,
      [parts.notPrincipal === 0 ? 'NotPrincipal' : 'Principal']: parts.principal,
      [parts.notAction === 0 ? 'NotAction' : 'Action']: parts.action,
      [parts.notResource === 0 ? 'NotResource' : 'Resource']: parts.resource,
      ...(parts.condition === undefined ? {} : { Condition: parts.condition }),
    }));
}
