import fc from 'fast-check';
import type { JsonObject } from '../../shared/policy/json.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { globalCondition, text } from './arbitrary-condition.ts';
import { principal, type Vocabulary } from './arbitrary-statement.ts';
import { ORGANIZATION } from './arbitrary-trail.ts';

const actions = fc.constantFrom(
  ...['kms:GenerateDataKey*', 'kms:GenerateDataKey', 'KMS:generatedatakey', 'kms:GenerateDataKeyPair*'],
  ...['kms:DescribeKey', 'kms:Describe*', 'kms:Decrypt', 'kms:?ecrypt', 'kms:Encrypt', 'kms:*', '*', 'kms=Decrypt'],
  ...['kms:PutKeyPolicy', 'kms:Put*', 'kms:EnableKey', 'kms:*Key', 'kms:ScheduleKeyDeletion', 's3:*'],
);

/** People beside CloudTrail: who administers a key stands in its policy. */
function people(keyArn: string): fc.Arbitrary<JsonObject | string> {
  const [, partition, , , account] = keyArn.split(':');
  const iam = `arn:${partition}:iam::${account}`;
  return fc.oneof(
    principal,
    fc.constantFrom({ AWS: '*' }, { AWS: ['*', `${iam}:role/Reader`] }),
    fc.constantFrom({ AWS: `${iam}:root` }, { AWS: `${account}` }, { AWS: `${iam}:role/KeyAdmin` }),
    fc.constantFrom<JsonObject>({ AWS: [`${iam}:role/KeyAdmin`, `${iam}:role/Reader`] }, { AWS: `${iam}:role/Reader` }),
  );
}

function resources(keyArn: string): fc.Arbitrary<string> {
  return fc.constantFrom(
    ...['*', '*', keyArn, keyArn.replace('1234abcd', '????abcd'), keyArn.replace(/key\/.*/, 'key/*')],
    ...['arn:*:kms:*:*:key/*', keyArn.replace(/key\/.*/, 'alias/logs'), `${keyArn}x`, 'arn:aws:s3:::example-logs'],
    ...['key/*', keyArn.replace(/:[0-9]{12}:/, ':${aws:SourceAccount}:'), 'arn:*:kms:${aws:RequestedRegion}:*:key/*'],
  );
}

/** Objects as a policy may write them, and the bucket, which stands there where an S3 Bucket Key is on. */
function objects({ partition, bucket, prefix, account }: Trail): fc.Arbitrary<string | string[]> {
  const arn = `arn:${partition}:s3:::${bucket}`;
  const root = prefix === '' ? 'AWSLogs' : `${prefix}/AWSLogs`;
  return text(
    ...[arn, `${arn}*`, `${arn}/*`, `${arn}/${root}/*`, `${arn}/${root}/${account}/*`, `${arn}/${root}/*/CloudTrail/*`],
    ...[`${arn}/${root}/*/CloudTrail/eu-*/*`, `${arn}/*/CloudTrail/??-*`, `${arn}/${root}/${ORGANIZATION}/*`, '*'],
    ...[
      'arn:*:s3:::*',
      'arn:*:s3:*',
      `arn:${partition}:s3:${bucket}/*`,
      '*.gz',
      `${arn}/*/2026/*`,
      'arn:aws:s3:::other/*',
    ],
    ...[`${arn}/${root}/\${aws:SourceAccount}/*`, `${arn}/${root}/\${aws:username}/*`, `${arn}/\${aws:UserAgents}/*`],
    ...[`arn:${partition}:s3:\${aws:username, ''}::${bucket}/*`, `${arn}/${root}/*a*`, `${arn}/${root}/*Z*`],
  );
}

function conditions(trail: Trail): fc.Arbitrary<[string, unknown]> {
  const { partition, account, name, region } = trail;
  const s3Arn = fc.constantFrom('kms:EncryptionContext:aws:s3:arn', 'kms:encryptioncontext:AWS:S3:ARN');
  const via = [`s3.${region}.amazonaws.com`, 's3.*.amazonaws.com', 's3.us-east-2.amazonaws.com', 'ec2.*'];
  return fc.oneof(
    { weight: 2, arbitrary: globalCondition(trail) },
    { weight: 3, arbitrary: fc.tuple(s3Arn, objects(trail)) },
    {
      weight: 2,
      arbitrary: fc.tuple(
        fc.constant('kms:EncryptionContext:aws:cloudtrail:arn'),
        text(
          ...[trail.arn, `arn:${partition}:cloudtrail:*:${account}:trail/*`, `arn:*:cloudtrail:*:${account}:trail/x`],
          ...['arn:aws:cloudtrail:*:999999999999:trail/*', '*', `arn:*:cloudtrail:*:trail/${name}`, '${aws:SourceArn}'],
        ),
      ),
    },
    fc.tuple(fc.constant('kms:EncryptionContextKeys'), text('aws:cloudtrail:arn', 'aws:s3:arn', 'aws:*', 'purpose')),
    fc.tuple(fc.constant('kms:EncryptionContext:purpose'), text('logs', '*', '${aws:SourceAccount}')),
    fc.tuple(fc.constant('kms:ViaService'), text(...via)),
    { weight: 3, arbitrary: fc.tuple(fc.constant('kms:CallerAccount'), text(account, '999999999999')) },
    fc.tuple(fc.constant('kms:GrantIsForAWSResource'), fc.constantFrom('true', 'false', true)),
    fc.tuple(
      fc.oneof(s3Arn, fc.constantFrom('kms:EncryptionContextKeys', 'kms:ViaService', 'kms:EncryptionContext:purpose')),
      fc.constantFrom('true', 'false', false),
    ),
  );
}

/** What the statements of a key policy are made of. */
export function keyWords(trail: Trail & { readonly kmsKeyArn: string }): Vocabulary {
  return {
    sids: ['AllowCloudTrailEncryptLogs', 'EnableIAMUserPermissions'],
    principal: people(trail.kmsKeyArn),
    action: actions,
    resource: resources(trail.kmsKeyArn),
    condition: conditions(trail),
  };
}
