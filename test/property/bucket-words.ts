import fc from 'fast-check';
import type { Trail } from '../../shared/trail/trail.ts';
import { globalCondition, text } from './arbitrary-condition.ts';
import { principal, type Vocabulary } from './arbitrary-statement.ts';
import { KEY, ORGANIZATION } from './arbitrary-trail.ts';

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

/** The condition keys of S3, and what a policy may ask of them. */
function s3Condition(): fc.Arbitrary<[string, unknown]> {
  return fc.oneof(
    fc.tuple(
      fc.constant('s3:x-amz-acl'),
      text('bucket-owner-full-control', 'public-read', 'bucket-*', 'BUCKET-OWNER-FULL-CONTROL'),
    ),
    fc.tuple(fc.constant('s3:x-amz-server-side-encryption'), text('AES256', 'aws:kms')),
    fc.tuple(fc.constant('s3:x-amz-server-side-encryption-aws-kms-key-id'), text(KEY, 'alias/x')),
    fc.tuple(fc.constant('s3:TlsVersion'), fc.constantFrom('1.2', 1.2, '1.3', 1.3, 1)),
    fc.tuple(fc.constant('s3:signatureAge'), text('1700000000', 'us-east-1')),
    fc.tuple(fc.constant('s3:x-amz-acl'), fc.constantFrom('true', 'false', true)),
  );
}

/** What the statements of a bucket policy are made of. */
export function bucketWords(trail: Trail): Vocabulary {
  const condition = fc.oneof({ weight: 9, arbitrary: globalCondition(trail) }, { weight: 4, arbitrary: s3Condition() });
  return { sids: ['AWSCloudTrailWrite20150319'], principal, action, resource: resource(trail), condition };
}
