import fc from 'fast-check';
import type { JsonObject } from '../../shared/policy/json.ts';
import { deliveryRequests } from '../../shared/trail/delivery.ts';
import { DOCUMENTS, type DocumentKind } from '../../shared/trail/document.ts';
import { documentedStatement } from '../../shared/trail/statements.ts';
import type { Trail } from '../../shared/trail/trail.ts';

/** Trails that share one bucket, key and topic, and the policy of one of these. */
export type Shared = {
  readonly kind: DocumentKind;
  readonly trails: readonly Trail[];
  readonly document: JsonObject;
};

const account = fc.integer({ min: 0, max: 999_999_999_999 }).map((number) => String(number).padStart(12, '0'));
const REGIONS = { aws: ['us-east-1', 'eu-west-1'], 'aws-us-gov': ['us-gov-west-1'], 'aws-cn': ['cn-north-1'] } as const;

/** Many trails, all of one partition; two may have one account, and some share name, Region or prefix. */
function manyTrails(most: number): fc.Arbitrary<readonly Trail[]> {
  const partition = fc.constantFrom('aws', 'aws', 'aws', 'aws-us-gov', 'aws-cn');
  return partition.chain((one) => {
    const region = fc.constantFrom(...REGIONS[one]);
    const trail = fc
      .record({
        account: fc.oneof(account, fc.constantFrom('111122223333', '000000000042')),
        region,
        name: fc.constantFrom('example-trail', 'example-trail', 'audit.trail', 'a-trail-with-a-rather-long-name'),
        prefix: fc.constantFrom('', '', '', '', 'audit', 'a/b', 'AWSLogs/111122223333'),
        organizationId: fc.constantFrom(null, null, null, null, null, null, 'o-exampleorgid'),
        logFileValidation: fc.boolean(),
      })
      .map((parts): Trail => ({ ...parts, ...shared(one, parts.organizationId), arn: arnOf(one, parts) }));
    return fc.uniqueArray(trail, { minLength: 1, maxLength: most, selector: ({ arn }) => arn, size: 'max' });
  });
}

const arnOf = (
  partition: string,
  { region, account: owner, name }: Pick<Trail, 'region' | 'account' | 'name'>,
): string => `arn:${partition}:cloudtrail:${region}:${owner}:trail/${name}`;

function shared(partition: Trail['partition'], organizationId: string | null) {
  const [region] = REGIONS[partition];
  return {
    ...{ partition, bucket: 'example-logs', sourceOrganizationId: organizationId },
    ...{ bucketKey: true, multiRegion: true, insights: false },
    kmsKeyArn: `arn:${partition}:kms:${region}:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
    topicArn: `arn:${partition}:sns:${region}:111122223333:logs`,
  };
}

/** Every statement that AWS documents for the trail in a document of this kind. */
export function documentedFor(trail: Trail, kind: DocumentKind): readonly JsonObject[] {
  const names = new Set(deliveryRequests(trail, kind).map(({ statement }) => statement));
  return [...names].map((name) => documentedStatement(trail, name));
}

/** Somebody's statement that takes so many bytes. */
function foreign(bytes: number): JsonObject {
  const statement = { Sid: '', Effect: 'Allow', Principal: { AWS: '999988887777' }, Action: 's3:List*', Resource: '*' };
  return { ...statement, Sid: 'x'.repeat(Math.max(1, bytes - JSON.stringify(statement).length)) };
}

/** Trails with a policy in which the statements of some still stand, beside foreign ones that may leave little room. */
export function arbitraryShared(kind: DocumentKind, most: number): fc.Arbitrary<Shared> {
  const { bytes } = DOCUMENTS[kind].limit;
  return fc
    .record({
      trails: manyTrails(most),
      kept: fc.integer({ min: 0, max: 3 }),
      // In hundredths of what the missing statements take as AWS documents them.
      room: fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 10, max: 110 }) }, fc.constant(null)),
      version: fc.constantFrom('2012-10-17', '2012-10-17', '2012-10-17', '2012-10-17', '2008-10-17'),
    })
    .map(({ trails, kept, room, version }) => {
      const standing = trails.slice(0, kept).flatMap((trail) => documentedFor(trail, kind));
      const missing = trails.slice(kept).flatMap((trail) => documentedFor(trail, kind));
      const left = room === null ? bytes : (JSON.stringify(missing).length * room) / 100;
      const Statement = [
        foreign(bytes - left - JSON.stringify(standing).length - 50),
        ...standing.map((one, at) => ({ ...one, Sid: `S${at}` })),
      ];
      return { kind, trails, document: { Version: version, Statement } };
    });
}
