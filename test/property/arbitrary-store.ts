import fc from 'fast-check';
import type { JsonObject } from '../../shared/policy/json.ts';
import type { EventDataStore } from '../../shared/trail/event-data-store.ts';
import { documentedForms } from '../../shared/trail/statements.ts';
import { storeWith } from '../trail/stores.ts';

/** Event data stores of every kind: under a prefix, of an organization that is known or not, in every partition. */
const arbitraryStore: fc.Arbitrary<EventDataStore> = fc
  .record({
    account: fc.constantFrom('111122223333', '444455556666'),
    prefix: fc.constantFrom('', '', 'lake', 'a/b'),
    sourceOrganizationId: fc.constantFrom(null, 'o-exampleorgid'),
    place: fc.constantFrom(['aws', 'eu-west-1'], ['aws', 'us-east-1'], ['aws-cn', 'cn-north-1']) as fc.Arbitrary<
      readonly ['aws' | 'aws-cn', string]
    >,
  })
  .map(({ place: [partition, region], ...parts }) => storeWith({ ...parts, partition, region }));

const CLOUDTRAIL = { Service: 'cloudtrail.amazonaws.com' };

function arbitraryStatement(store: EventDataStore): fc.Arbitrary<JsonObject> {
  const { partition, region, account, prefix, arn } = store;
  const bucket = `arn:${partition}:s3:::${store.bucket}`;
  const root = `${bucket}/${prefix === '' ? '' : `${prefix}/`}AWSLogs`;
  const text = (...values: readonly string[]) => fc.constantFrom(...values);
  const condition = fc.oneof(
    fc.tuple(
      text('StringEquals', 'StringLike', 'ArnLike', 'StringNotEquals', 'ArnNotLike', 'StringEqualsIfExists'),
      fc.constant('aws:sourceArn'),
      text(arn, arn.replace(/[^/]*$/, '*'), arn.replace(region, '*'), arn.replace(account, '999988887777'), '*'),
    ),
    fc.tuple(text('StringEquals', 'StringNotEquals'), fc.constant('aws:SourceAccount'), text(account, '999988887777')),
    fc.tuple(
      text('StringEquals', 'StringNotEquals'),
      fc.constant('aws:SourceOrgID'),
      text('o-exampleorgid', 'o-other00000'),
    ),
    fc.tuple(
      text('StringEquals', 'Null', 'StringNotEquals'),
      fc.constant('s3:x-amz-acl'),
      text('bucket-owner-full-control', 'true'),
    ),
    fc.tuple(
      text('StringEquals', 'StringNotEquals', 'Null'),
      fc.constant('s3:x-amz-server-side-encryption'),
      text('aws:kms', 'true'),
    ),
    fc.tuple(
      text('Bool'),
      text('aws:SecureTransport', 'aws:PrincipalIsAWSService', 'aws:ViaAWSService'),
      text('true', 'false'),
    ),
    fc.tuple(text('StringEquals', 'StringNotEquals'), fc.constant('aws:PrincipalOrgID'), text('o-exampleorgid')),
  );
  return fc
    .record({
      Effect: text('Allow', 'Allow', 'Deny'),
      Principal: fc.constantFrom<JsonObject | string>('*', CLOUDTRAIL, CLOUDTRAIL, { Service: 'config.amazonaws.com' }),
      Action: text(
        's3:*',
        's3:Put*',
        's3:PutObject',
        's3:Abort*',
        's3:AbortMultipartUpload',
        's3:GetBucketAcl',
        's3:Get*',
      ),
      Resource: text(
        ...['*', bucket, `${bucket}*`, `${bucket}/*`, `${root}/${account}/*`, `${root}/*/CloudTrail-Lake/Query/*`],
        ...[`${root}/\${aws:SourceAccount}/CloudTrail-Lake/*`, `${bucket}/*.csv.gz`, `${bucket}/*/result_sign.json`],
        ...[`${root}/${account}/CloudTrail-Lake/Query/2026/*`, `${bucket}/*/result_?.csv.gz`, `${bucket}/old/*`],
      ),
      condition: fc.option(condition, { freq: 2 }),
    })
    .map(({ condition: given, ...statement }): JsonObject => {
      if (given === null) return statement;
      const [operator, key, value] = given;
      return { ...statement, Condition: { [operator]: { [key]: value } } };
    });
}

/** An event data store, and a policy of its bucket: what AWS documents, what somebody wrote, or some of both. */
export const arbitraryLake: fc.Arbitrary<{ readonly store: EventDataStore; readonly document: JsonObject }> =
  arbitraryStore.chain((store) => {
    const documented = [...documentedForms(store, 'lake-write'), ...documentedForms(store, 'lake-acl-check')];
    const flipped = documented.map((statement): JsonObject => ({ ...statement, Effect: 'Deny' }));
    const statement = fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...documented) },
      { weight: 1, arbitrary: fc.constantFrom(...flipped) },
      { weight: 4, arbitrary: arbitraryStatement(store) },
    );
    return fc
      .array(statement, { maxLength: 5 })
      .map((Statement) => ({ store, document: { Version: '2012-10-17', Statement } }));
  });
