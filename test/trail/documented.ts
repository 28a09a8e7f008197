import type { JsonObject } from '../../shared/policy/json.ts';
import type { Source } from '../../shared/trail/event-data-store.ts';
import type { StatementName } from '../../shared/trail/statements.ts';
import type { Trail } from '../../shared/trail/trail.ts';

/**
 * The statements as AWS's pages print them (facts §1.1 a, b and e, §2.1, §3), copied by hand and apart from the product. The
 * page's Decrypt has no condition; facts §4.3 (Control Tower) shows the two that narrow it to the trail.
 */
const PAGE: Readonly<Record<StatementName, string>> = {
  'acl-check': `{"Sid":"AWSCloudTrailAclCheck20150319","Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},
  "Action":"s3:GetBucketAcl","Resource":"arn:aws:s3:::BUCKET",
  "Condition":{"StringEquals":{"aws:SourceArn":"arn:aws:cloudtrail:REGION:ACCT:trail/NAME"}}}`,
  write: `{"Sid":"AWSCloudTrailWrite20150319","Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},
  "Action":"s3:PutObject","Resource":"arn:aws:s3:::BUCKET/[PREFIX/]AWSLogs/ACCT/*",
  "Condition":{"StringEquals":{"s3:x-amz-acl":"bucket-owner-full-control",
                               "aws:SourceArn":"arn:aws:cloudtrail:REGION:ACCT:trail/NAME"}}}`,
  'organization-write': `{"Sid":"AWSCloudTrailOrganizationWrite20150319","Effect":"Allow","Principal":{"Service":["cloudtrail.amazonaws.com"]},
  "Action":"s3:PutObject","Resource":"arn:aws:s3:::BUCKET/[PREFIX/]AWSLogs/o-ORGID/*",
  "Condition":{"StringEquals":{"s3:x-amz-acl":"bucket-owner-full-control",
                               "aws:SourceArn":"arn:aws:cloudtrail:REGION:ACCT:trail/NAME"}}}`,
  encrypt: `{"Sid":"AllowCloudTrailEncryptLogs","Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},
  "Action":"kms:GenerateDataKey*","Resource":"*",
  "Condition":{"StringEquals":{"aws:SourceArn":"arn:aws:cloudtrail:REGION:ACCT:trail/NAME"},
               "StringLike":{"kms:EncryptionContext:aws:cloudtrail:arn":"arn:aws:cloudtrail:*:ACCT:trail/*"}}}`,
  describe: `{"Sid":"AllowCloudTrailAccess","Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},
  "Action":"kms:DescribeKey","Resource":"*",
  "Condition":{"StringEquals":{"aws:SourceArn":"arn:aws:cloudtrail:REGION:ACCT:trail/NAME"}}}`,
  decrypt: `{"Sid":"AllowCloudTrailDecryptTrail","Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},
  "Action":"kms:Decrypt","Resource":"*",
  "Condition":{"StringEquals":{"aws:SourceArn":"arn:aws:cloudtrail:REGION:ACCT:trail/NAME"},
               "StringLike":{"kms:EncryptionContext:aws:cloudtrail:arn":"arn:aws:cloudtrail:*:ACCT:trail/*"}}}`,
  publish: `{"Sid":"AWSCloudTrailSNSPolicy20150319","Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},
  "Action":"SNS:Publish","Resource":"TOPIC",
  "Condition":{"StringEquals":{"aws:SourceArn":"arn:aws:cloudtrail:REGION:ACCT:trail/NAME"}}}`,
  'lake-write': `{"Sid":"AWSCloudTrailLake1","Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},
  "Action":["s3:PutObject*","s3:Abort*"],"Resource":["arn:aws:s3:::BUCKET","arn:aws:s3:::BUCKET/*"],
  "Condition":{"StringLike":{"aws:sourceAccount":"ACCT","aws:sourceArn":"arn:aws:cloudtrail:REGION:ACCT:eventdatastore/*"}}}`,
  'lake-acl-check': `{"Sid":"AWSCloudTrailLake2","Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},
  "Action":"s3:GetBucketAcl","Resource":"arn:aws:s3:::BUCKET",
  "Condition":{"StringLike":{"aws:sourceAccount":"ACCT","aws:sourceArn":"arn:aws:cloudtrail:REGION:ACCT:eventdatastore/*"}}}`,
};

/** The page's statement with the placeholders filled in for one trail or event data store. */
export function documented(trail: Source, name: StatementName): JsonObject {
  const text = PAGE[name]
    .replaceAll('arn:aws:', `arn:${trail.partition}:`)
    .replaceAll('BUCKET', trail.bucket)
    .replaceAll('[PREFIX/]', trail.prefix === '' ? '' : `${trail.prefix}/`)
    .replaceAll('TOPIC', ('topicArn' in trail ? trail.topicArn : null) ?? 'no topic')
    .replaceAll('REGION', trail.region)
    .replaceAll('ACCT', trail.account)
    .replaceAll('NAME', trail.name)
    .replaceAll('o-ORGID', ('organizationId' in trail ? trail.organizationId : null) ?? 'no organization');
  return JSON.parse(text) as JsonObject;
}

/** The whole bucket policy that AWS documents for a trail. */
export function documentedPolicy(trail: Trail): JsonObject {
  const names: StatementName[] = ['acl-check', 'write'];
  if (trail.organizationId !== null) names.push('organization-write');
  return { Version: '2012-10-17', Statement: names.map((name) => documented(trail, name)) };
}

/**
 * What an object key of this trail looks like (facts §1.6), written as one expression with back references: the account,
 * the Region and the date stand in the path and again in the file's name.
 */
export function keyPattern(trail: Trail): RegExp {
  const quote = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const root = `${trail.prefix === '' ? '' : `${quote(trail.prefix)}/`}AWSLogs/`;
  const organization = trail.organizationId === null ? '' : `(?:${quote(trail.organizationId)}/)?`;
  const digest = `CloudTrail-Digest_\\k<region>_${quote(trail.name)}_${trail.region}_\\k<y>\\k<m>\\k<d>T\\d{6}Z`;
  const other = '\\k<kind>_\\k<region>_\\k<y>\\k<m>\\k<d>T\\d{4}Z_[A-Za-z0-9]{16}';
  return new RegExp(
    `^${root}${organization}(?<account>\\d{12})/(?<kind>CloudTrail|CloudTrail-Digest|CloudTrail-Insight)/(?<region>[a-z0-9-]+)` +
      `/(?<y>\\d{4})/(?<m>\\d{2})/(?<d>\\d{2})/\\k<account>_(?:${digest}|${other})\\.json\\.gz$`,
  );
}
