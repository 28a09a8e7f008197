import fc from 'fast-check';
import type { Holdings } from '../memory/discovery.ts';
import { LOGS, MANAGEMENT, SECURITY } from './finding.ts';

const ACCOUNTS = [MANAGEMENT, LOGS, SECURITY];
const REGIONS = ['eu-west-1', 'us-east-1'];
const BUCKETS = ['logs', 'org-logs', 'results'];

const account = fc.constantFrom(...ACCOUNTS);
const region = fc.constantFrom(...REGIONS);
const bucket = fc.constantFrom(...BUCKETS);
const trailArn = fc
  .tuple(region, account, fc.constantFrom('main', 'audit', 'shop', 'x.y'))
  .map(([where, whose, name]) => `arn:aws:cloudtrail:${where}:${whose}:trail/${name}`);
const keyArn = fc.tuple(region, account).map(([where, whose]) => `arn:aws:kms:${where}:${whose}:key/1234abcd`);
const topicArn = fc.tuple(region, account).map(([where, whose]) => `arn:aws:sns:${where}:${whose}:files`);
const orNot = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });

/** An entry as a person may have written it, with fields in any order. */
const entry = fc
  .record({
    ...{ trailArn, bucket },
    ...{ bucketOwner: orNot(account), bucketRegion: orNot(region), prefix: orNot(fc.constantFrom('audit', 'é "x"')) },
    ...{ kmsKeyArn: orNot(keyArn), topicArn: orNot(topicArn), logFileValidation: orNot(fc.boolean()) },
    minimumRetentionDays: orNot(fc.integer({ min: 1, max: 999 })),
    formerAccounts: orNot(fc.subarray(ACCOUNTS)),
    modes: orNot(fc.constant({ 'bucket-exists': 'off' })),
  })
  .chain((fields) => fc.shuffledSubarray(Object.entries(fields), { minLength: Object.keys(fields).length }))
  .map((fields) => Object.fromEntries(fields.filter(([, value]) => value !== undefined)));

const organization = fc
  .record({ rootId: orNot(fc.constant('r-a1b2')), hubRegion: orNot(region), hubAccount: orNot(account) })
  .map((fields) => ({
    ...{ id: 'o-exampleorgid', managementAccount: MANAGEMENT },
    ...(fields.rootId === undefined ? { destinations: 'templates' } : {}),
    ...fields,
  }));

/** A settings file as a person may have it: any fields, any order, any way to write it. Not every one is valid. */
export const fileText: fc.Arbitrary<string> = fc
  .tuple(
    fc.record({
      $schema: orNot(fc.constant('elsewhere.json')),
      version: fc.constant(1),
      trails: fc.uniqueArray(entry, { minLength: 1, maxLength: 4, selector: ({ trailArn: arn }) => arn }),
      organization: orNot(organization),
      alertOnly: orNot(fc.boolean()),
      modes: orNot(fc.constant({ 'trail-exists': 'off' })),
      alertEmails: orNot(fc.subarray(['a@example.com', 'b@example.com'])),
    }),
    fc.constantFrom<string | number | undefined>(undefined, 2, 4, '\t'),
    fc.constantFrom('', '\n', '\n\n'),
    fc.boolean(),
  )
  .map(([value, indent, end, isDos]) => {
    const text = `${JSON.stringify(value, null, indent)}${end}`;
    return isDos ? text.replaceAll('\n', '\r\n') : text;
  });

const description = fc.record({
  ...{ bucket, prefix: fc.constantFrom('', 'audit', 'a*b'), isOrganizationTrail: fc.boolean() },
  ...{ kmsKeyArn: fc.option(keyArn), topicArn: fc.option(topicArn) },
  ...{ logFileValidation: fc.boolean(), multiRegion: fc.boolean() },
});

/** What AWS may hold and let be seen. */
export const holdings: fc.Arbitrary<Holdings> = fc.record({
  account,
  trails: fc.dictionary(trailArn, description, { maxKeys: 4, noNullPrototype: true }),
  organization: orNot(
    fc.constant({
      ...{ id: 'o-exampleorgid', managementAccount: MANAGEMENT, rootId: 'r-a1b2' },
      accounts: ACCOUNTS.map((id) => ({ id, name: id })),
    }),
  ),
  buckets: fc.dictionary(bucket, fc.record({ owner: account, region }), { noNullPrototype: true }),
  topics: fc.dictionary(topicArn, fc.option(keyArn), { noNullPrototype: true }),
  denied: fc.subarray([
    ...['s3:ListBucket', 'organizations:DescribeOrganization', 'organizations:ListAccounts', 'organizations:ListRoots'],
    ...['sns:GetTopicAttributes', 'cloudtrail:ListTrails'],
  ]),
});
