import fc from 'fast-check';
import type { Trail } from '../../shared/trail/trail.ts';

const ACCOUNTS = ['111122223333', '444455556666', '777788889999'];
/** The organization of every trail that has one. */
export const ORGANIZATION = 'o-exampleorgid';
/** The key of every trail that has one. */
export const KEY = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

/** Trails of every kind: with and without prefix, organization, key and digests. */
export const arbitraryTrail: fc.Arbitrary<Trail> = fc
  .record({
    account: fc.constantFrom(...ACCOUNTS),
    name: fc.constantFrom('main', 'audit.trail'),
    prefix: fc.constantFrom('', '', 'audit', 'a/b', 'o-exampleorgid', 'we*ird', 'x${y}'),
    organization: fc.boolean(),
    member: fc.constantFrom(null, ORGANIZATION),
    kmsKeyArn: fc.constantFrom(null, null, KEY),
    bucketKey: fc.constantFrom(true, false, null),
    logFileValidation: fc.boolean(),
    multiRegion: fc.constantFrom(true, true, false),
    partition: fc.constantFrom('aws', 'aws', 'aws', 'aws-us-gov', 'aws-cn'),
  })
  .map(({ account, name, organization, member, partition, ...rest }) => {
    const region = partition === 'aws' ? 'eu-west-1' : partition === 'aws-cn' ? 'cn-north-1' : 'us-gov-west-1';
    return {
      ...rest,
      partition,
      region,
      account,
      name,
      arn: `arn:${partition}:cloudtrail:${region}:${account}:trail/${name}`,
      bucket: 'example-logs',
      organizationId: organization ? ORGANIZATION : null,
      sourceOrganizationId: organization ? ORGANIZATION : member,
      topicArn: null,
      insights: false,
    };
  });

/** The same trails with a key in their own Region, of their own account or another. */
export const arbitraryEncryptedTrail: fc.Arbitrary<Trail & { readonly kmsKeyArn: string }> = fc
  .tuple(arbitraryTrail, fc.constantFrom(...ACCOUNTS))
  .map(([trail, owner]) => ({
    ...trail,
    kmsKeyArn: `arn:${trail.partition}:kms:${trail.region}:${owner}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
  }));

/** The same trails with a topic. */
export const arbitraryNotifyingTrail: fc.Arbitrary<Trail & { readonly topicArn: string }> = fc
  .tuple(arbitraryTrail, fc.constantFrom(...ACCOUNTS))
  .map(([trail, owner]) => ({ ...trail, topicArn: `arn:${trail.partition}:sns:${trail.region}:${owner}:logs` }));
