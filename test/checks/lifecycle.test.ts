import assert from 'node:assert/strict';
import { it } from 'node:test';
import { type LifecycleRule, S3Client } from '@aws-sdk/client-s3';
import { expiryRules } from '../../shared/aws/lifecycle.ts';

/** What the port makes of a bucket's rules. */
function rulesFrom(...Rules: LifecycleRule[]) {
  const client = Object.assign(new S3Client({ region: 'us-east-1' }), { send: async () => ({ Rules }) });
  return expiryRules(client, 'example-logs', '111122223333');
}

const WEEK: LifecycleRule = { ID: 'week', Status: 'Enabled', Expiration: { Days: 7 } };
const READ = { id: 'week', isEnabled: true, prefix: '', isNarrowed: false, expires: { days: 7 } };

const CASES: readonly (readonly [string, LifecycleRule, object | null])[] = [
  ['for every object', { ...WEEK, Filter: { Prefix: '' } }, READ],
  ['without a filter', WEEK, READ],
  ['without a name', { ...WEEK, ID: undefined }, { ...READ, id: 'without a name' }],
  ['that is switched off', { ...WEEK, Status: 'Disabled' }, { ...READ, isEnabled: false }],
  ['for a prefix', { ...WEEK, Filter: { Prefix: 'AWSLogs/' } }, { ...READ, prefix: 'AWSLogs/' }],
  ['for a prefix, in the form of before', { ...WEEK, Prefix: 'AWSLogs/' }, { ...READ, prefix: 'AWSLogs/' }],
  ['for a tag', { ...WEEK, Filter: { Tag: { Key: 'a', Value: 'b' } } }, { ...READ, isNarrowed: true }],
  ['for large objects', { ...WEEK, Filter: { ObjectSizeGreaterThan: 1 } }, { ...READ, isNarrowed: true }],
  ['for small objects', { ...WEEK, Filter: { And: { ObjectSizeLessThan: 9 } } }, { ...READ, isNarrowed: true }],
  [
    'for a prefix and a tag',
    { ...WEEK, Filter: { And: { Prefix: 'AWSLogs/', Tags: [{ Key: 'a', Value: 'b' }] } } },
    { ...READ, prefix: 'AWSLogs/', isNarrowed: true },
  ],
  [
    'for a prefix, with the sizes that S3 fills in',
    { ...WEEK, Filter: { And: { Prefix: 'AWSLogs/', ObjectSizeGreaterThan: 0 } } },
    { ...READ, prefix: 'AWSLogs/' },
  ],
  ['on a date', { ...WEEK, Expiration: { Date: new Date(0) } }, { ...READ, expires: 'on-a-date' }],
  ['that tidies delete markers', { ...WEEK, Expiration: { ExpiredObjectDeleteMarker: true } }, null],
  ['that moves objects', { ...WEEK, Expiration: undefined, Transitions: [{ Days: 7, StorageClass: 'GLACIER' }] }, null],
  ['for old versions', { ...WEEK, Expiration: undefined, NoncurrentVersionExpiration: { NoncurrentDays: 7 } }, null],
  [
    'for uploads that nobody finished',
    { ...WEEK, Expiration: undefined, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } },
    null,
  ],
];

for (const [name, rule, read] of CASES)
  it(`a lifecycle rule ${name} is read as ${read === null ? 'none' : 'what it says'}`, async () => {
    assert.deepEqual(await rulesFrom(rule), { state: 'present', value: read === null ? [] : [read] });
  });
