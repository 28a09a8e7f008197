import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { includes } from '../../shared/policy/language.ts';
import { type DeliveryRequest, deliveryRequests } from '../../shared/trail/delivery.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { keyPattern } from './documented.ts';
import { trailWith } from './trails.ts';

const BUCKET = 'arn:aws:s3:::example-logs/';

function family(trail: Trail, name: DeliveryRequest['name'], stake?: DeliveryRequest['stake']) {
  const found = deliveryRequests(trail, 'bucket-policy').find(
    (request) => request.name === name && (stake ?? request.stake) === request.stake,
  );
  assert.ok(found !== undefined);
  return found.family;
}

/** Keys copied out of facts §1.6, with its placeholders filled in. */
const WRITTEN: readonly [name: string, trail: Partial<Trail>, request: DeliveryRequest['name'], key: string][] = [
  [
    'a log file',
    {},
    'log-files',
    'AWSLogs/111122223333/CloudTrail/us-east-1/2023/08/08/111122223333_CloudTrail_us-east-1_20230808T1445Z_dYmHTcRNa0KQzAZ3.json.gz',
  ],
  [
    'a log file of another Region',
    {},
    'log-files',
    'AWSLogs/111122223333/CloudTrail/ap-southeast-5/2026/12/31/111122223333_CloudTrail_ap-southeast-5_20261231T2355Z_AAAAAAAAAAAAAAAA.json.gz',
  ],
  [
    'a log file under a prefix',
    { prefix: 'audit/trail' },
    'log-files',
    'audit/trail/AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/02/111122223333_CloudTrail_us-east-1_20260102T0000Z_0000000000000000.json.gz',
  ],
  [
    'a log file in GovCloud',
    { partition: 'aws-us-gov', region: 'us-gov-west-1' },
    'log-files',
    'AWSLogs/111122223333/CloudTrail/us-gov-east-1/2026/01/02/111122223333_CloudTrail_us-gov-east-1_20260102T0000Z_0000000000000000.json.gz',
  ],
  [
    'a log file in China',
    { partition: 'aws-cn', region: 'cn-north-1' },
    'log-files',
    'AWSLogs/111122223333/CloudTrail/cn-northwest-1/2026/01/02/111122223333_CloudTrail_cn-northwest-1_20260102T0000Z_0000000000000000.json.gz',
  ],
  [
    'a log file of a member account',
    { organizationId: 'o-exampleorgid' },
    'log-files',
    'AWSLogs/o-exampleorgid/000000000042/CloudTrail/us-east-1/2026/01/02/000000000042_CloudTrail_us-east-1_20260102T0000Z_0000000000000000.json.gz',
  ],
  [
    'a digest',
    { logFileValidation: true, name: 'my_trail.x' },
    'digest-files',
    'AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/01/02/111122223333_CloudTrail-Digest_eu-west-1_my_trail.x_us-east-1_20260102T030405Z.json.gz',
  ],
  [
    'a digest of a member account',
    { logFileValidation: true, organizationId: 'o-exampleorgid' },
    'digest-files',
    'AWSLogs/o-exampleorgid/210987654321/CloudTrail-Digest/us-east-1/2026/01/02/210987654321_CloudTrail-Digest_us-east-1_example_us-east-1_20260102T235959Z.json.gz',
  ],
  [
    'an Insights file',
    { insights: true },
    'insight-files',
    'AWSLogs/111122223333/CloudTrail-Insight/us-east-1/2026/01/02/111122223333_CloudTrail-Insight_us-east-1_20260102T0000Z_0000000000000000.json.gz',
  ],
];

describe('the keys that CloudTrail may write hold', () => {
  for (const [name, parts, request, key] of WRITTEN) {
    const trail = trailWith(parts);
    const bucket = BUCKET.replace('arn:aws:', `arn:${trail.partition}:`);
    it(name, () => assert.ok(includes(family(trail, request).values, bucket + key)));

    it(`${name}: other strings are none of them`, () => {
      const { values } = family(trail, request);
      const others = [
        key.slice(1),
        `x${key}`,
        `${key}.bak`,
        key.replace('.gz', ''),
        key.replace('AWSLogs', 'awslogs'),
        key.replaceAll('/20', '/19'),
        key.replace(/\/(\d\d)\/\d\d\/(?=[^/]*$)/, '/$1/32/'),
        key.replace(/\/\d\d\/(\d\d)\/(?=[^/]*$)/, '/13/$1/'),
        key.replace('/CloudTrail', '//CloudTrail'),
        key.replace(/(AWSLogs\/(?:o-[a-z]+\/)?)\d/, '$1'),
        key.replace(/(AWSLogs\/(?:o-[a-z]+\/)?\d{12})/, '$19'),
        key.replace(/T\d\d/, 'T24'),
        key.replace(/\/[a-z]{2}-/, '/xx/'),
      ];
      for (const other of others) {
        assert.notEqual(other, key);
        assert.ok(!includes(values, bucket + other), other);
      }
    });
  }

  it('the home Region alone, of a trail that logs no other', () => {
    const { values } = family(trailWith({ multiRegion: false }), 'log-files');
    const key = (region: string) =>
      `${BUCKET}AWSLogs/111122223333/CloudTrail/${region}/2026/01/02/111122223333_CloudTrail_${region}_20260102T0000Z_0000000000000000.json.gz`;
    assert.ok(includes(values, key('us-east-1')));
    assert.ok(!includes(values, key('us-east-2')));
  });

  it('any account under the organization, and under AWSLogs the trail’s own alone', () => {
    const trail = trailWith({ organizationId: 'o-exampleorgid', account: '444455556666' });
    const key = (root: string, account: string) =>
      `${BUCKET}AWSLogs/${root}${account}/CloudTrail/us-east-1/2026/01/02/${account}_CloudTrail_us-east-1_20260102T0000Z_0000000000000000.json.gz`;
    const organization = family(trail, 'log-files', 'delivery').values;
    const own = family(trail, 'log-files', 'configuration').values;
    assert.ok(includes(organization, key('o-exampleorgid/', '999988887777')));
    assert.ok(!includes(organization, key('', '444455556666')));
    assert.ok(includes(own, key('', '444455556666')));
    assert.ok(!includes(own, key('', '999988887777')));
  });
});

describe('a request', () => {
  const names = (parts: Partial<Trail>) =>
    deliveryRequests(trailWith(parts), 'bucket-policy').map(
      ({ name, stake, statement }) => `${name} ${stake} ${statement}`,
    );

  it('of a single trail', () => {
    assert.deepEqual(names({}), ['acl-check delivery acl-check', 'log-files delivery write']);
  });

  it('of a trail with digests and Insights: both are other files', () => {
    assert.deepEqual(names({ logFileValidation: true, insights: true }).toSorted(), [
      'acl-check delivery acl-check',
      'digest-files other-files write',
      'insight-files other-files write',
      'log-files delivery write',
    ]);
  });

  it('of an organization trail: its own path is asked for when it is configured', () => {
    assert.deepEqual(names({ organizationId: 'o-exampleorgid' }), [
      'acl-check delivery acl-check',
      'log-files delivery organization-write',
      'log-files configuration write',
    ]);
  });
});

const arbitraryTrail = fc
  .record({
    account: fc.stringMatching(/^[0-9]{12}$/),
    name: fc.stringMatching(/^[A-Za-z0-9._-]{3,12}$/),
    prefix: fc.constantFrom('', 'audit', 'a/b', 'o-exampleorgid', 'we*i?rd$', 'a_b_20260101T'),
    organizationId: fc.constantFrom(null, 'o-exampleorgid'),
    region: fc.constantFrom('us-east-1', 'il-central-1', 'mx-central-1', 'ap-northeast-3', 'ca-west-1', 'me-south-1'),
    multiRegion: fc.boolean(),
    logFileValidation: fc.boolean(),
    insights: fc.boolean(),
  })
  .map(trailWith);

it('every example of a family is one of its keys, and looks as facts §1.6 says', () => {
  fc.assert(
    fc.property(arbitraryTrail, (trail) => {
      for (const {
        name,
        family: { values, samples, refine },
      } of deliveryRequests(trail, 'bucket-policy')) {
        assert.ok(samples.length > 0);
        for (const sample of samples) {
          assert.ok(includes(values, sample), sample);
          assert.ok(refine(sample).includes(sample), 'a consistent key stays as it is');
          if (name !== 'acl-check') assert.match(sample.slice(BUCKET.length), keyPattern(trail));
        }
      }
    }),
  );
});

it('the first example of an organization’s keys is a member account’s, and one is the trail’s own', () => {
  const trail = trailWith({ organizationId: 'o-exampleorgid' });
  const accounts = (stake: DeliveryRequest['stake']) =>
    family(trail, 'log-files', stake).samples.map((sample) => /\/([0-9]{12})\//.exec(sample)?.[1] ?? sample);
  assert.deepEqual(accounts('configuration'), [trail.account]);
  const [first, ...rest] = accounts('delivery');
  assert.notEqual(first, trail.account);
  assert.deepEqual(rest, [trail.account]);
});

it('a key whose path and name disagree is made one that CloudTrail writes', () => {
  const trail = trailWith({ organizationId: 'o-exampleorgid' });
  const { refine, values } = family(trail, 'log-files', 'delivery');
  const odd = `${BUCKET}AWSLogs/o-exampleorgid/111111111111/CloudTrail/eu-west-1/2026/01/02/222222222222_CloudTrail_us-east-1_20310405T0607Z_0123456789abcdef.json.gz`;
  assert.ok(includes(values, odd));
  const keys = refine(odd);
  for (const key of keys) {
    assert.ok(includes(values, key), key);
    assert.match(key.slice(BUCKET.length), keyPattern(trail));
  }
  assert.ok(
    keys.some((key) => key.includes('/111111111111/CloudTrail/eu-west-1/2026/01/02/')),
    'by its path',
  );
  assert.ok(
    keys.some((key) => key.includes('/222222222222/CloudTrail/us-east-1/2031/04/05/')),
    'by its name',
  );
  assert.ok(
    keys.some((key) => key.includes('/111111111111/CloudTrail/eu-west-1/2031/04/05/')),
    'by the place of its path and the day of its name',
  );
  assert.ok(
    keys.some((key) => key.includes('/222222222222/CloudTrail/us-east-1/2026/01/02/')),
    'by the place of its name and the day of its path',
  );
});
