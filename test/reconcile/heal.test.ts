import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../shared/policy/json.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { readsOf, World } from '../memory/world.ts';
import { documented, documentedPolicy } from '../trail/documented.ts';
import { KEY, ORGANIZATION, SINGLE, trailWith } from '../trail/trails.ts';
import { ACL, documentedKeyPolicy, FOREIGN, policyWith, WRITE } from './policies.ts';

const deny = (statement: JsonObject): JsonObject => ({ ...statement, Effect: 'Deny' });
const reworded = (statement: JsonObject, from: string, to: string): JsonObject =>
  JSON.parse(JSON.stringify(statement).replaceAll(from, to)) as JsonObject;

const OLD = reworded(WRITE, 'trail/example', 'trail/old');

/** What may be broken, and what is to stand there afterwards. */
const BROKEN: readonly [name: string, trail: Trail, before: JsonObject | null, after: JsonObject][] = [
  ['no policy', SINGLE, null, documentedPolicy(SINGLE)],
  ['no statement', SINGLE, policyWith(), documentedPolicy(SINGLE)],
  ['the ACL check removed', SINGLE, policyWith(WRITE), policyWith(WRITE, ACL)],
  ['the write removed, beside somebody’s statement', SINGLE, policyWith(FOREIGN, ACL), policyWith(FOREIGN, ACL, WRITE)],
  [
    'the write narrowed',
    trailWith({ logFileValidation: true }),
    policyWith(ACL, reworded(WRITE, '3333/*', '3333/CloudTrail/*')),
    policyWith(ACL, reworded(WRITE, '3333/*', '3333/CloudTrail/*'), {
      ...WRITE,
      Sid: 'AWSCloudTrailWrite20150319Trailmend2',
    }),
  ],
  [
    'the wrong prefix',
    trailWith({ prefix: 'new' }),
    documentedPolicy(trailWith({ prefix: 'old' })),
    policyWith(ACL, documented(trailWith({ prefix: 'old' }), 'write'), {
      ...documented(trailWith({ prefix: 'new' }), 'write'),
      Sid: 'AWSCloudTrailWrite20150319Trailmend2',
    }),
  ],
  [
    'an old SourceArn',
    SINGLE,
    policyWith(ACL, OLD),
    policyWith(ACL, OLD, { ...WRITE, Sid: 'AWSCloudTrailWrite20150319Trailmend2' }),
  ],
  ['the Effect flipped', SINGLE, policyWith(FOREIGN, ACL, deny(WRITE)), policyWith(FOREIGN, ACL, WRITE)],
  ['both Effects flipped', SINGLE, policyWith(deny(ACL), deny(WRITE)), documentedPolicy(SINGLE)],
  [
    'the organization statement removed',
    ORGANIZATION,
    policyWith(documented(ORGANIZATION, 'acl-check'), documented(ORGANIZATION, 'write')),
    documentedPolicy(ORGANIZATION),
  ],
  [
    'everything of an organization trail removed',
    ORGANIZATION,
    policyWith(FOREIGN),
    policyWith(FOREIGN, ...(documentedPolicy(ORGANIZATION).Statement as readonly JsonObject[])),
  ],
  [
    'only with SSE-S3, for a trail with a key',
    trailWith({ kmsKeyArn: KEY }),
    policyWith(ACL, reworded(WRITE, '"s3:x-amz-acl"', '"s3:x-amz-server-side-encryption":"AES256","s3:x-amz-acl"')),
    policyWith(ACL, reworded(WRITE, '"s3:x-amz-acl"', '"s3:x-amz-server-side-encryption":"AES256","s3:x-amz-acl"'), {
      ...WRITE,
      Sid: 'AWSCloudTrailWrite20150319Trailmend2',
    }),
  ],
];

describe('what is missing is put back', () => {
  for (const [name, trail, before, after] of BROKEN) {
    it(`${name}: in one round of reads and one write, and the second run writes nothing`, async () => {
      const world = new World([trail], before, { key: documentedKeyPolicy(trail) });
      const outcome = await world.run();
      assert.equal(outcome.word, 'restored');
      const sids = (document: JsonObject | null) => JSON.stringify(document).replaceAll(/Trailmend\d*/g, 'Trailmend');
      assert.equal(sids(world.bucket.document), sids(after));
      const ofKey = trail.kmsKeyArn === null ? [] : ['keyFacts', 'keyPolicy'];
      const reads = [...ofKey, ...readsOf(trail)].toSorted();
      assert.deepEqual(world.journal.rounds().slice(0, 2), [reads, ['putPolicy']]);
      assert.equal(world.writes, 1);

      const again = await world.run();
      assert.equal(again.word, 'unchanged');
      assert.equal(world.writes, 1);
    });
  }

  it('the change says what was written and when', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    const { changes } = await world.run();
    const [change] = changes;
    assert.ok(changes.length === 1 && change?.what.kind === 'bucket-policy');
    assert.deepEqual([change.word, change.note, change.at], ['restored', null, world.clock.time]);
    assert.deepEqual(change.what.before, policyWith(ACL));
    assert.equal(world.bucket.written[0], JSON.stringify(change.what.after), 'the plan is what was written');
  });
});

describe('what is healthy is left as it is', () => {
  for (const [name, trail] of [
    ['a single trail', SINGLE],
    ['an organization trail', ORGANIZATION],
  ] as const) {
    it(`${name}: reads only`, async () => {
      const world = new World([trail], documentedPolicy(trail));
      assert.equal((await world.run()).word, 'unchanged');
      assert.deepEqual(world.journal.rounds(), [readsOf(trail)]);
    });
  }

  it('Control Tower’s own form', async () => {
    const trail = trailWith({ organizationId: 'o-exampleorgid', prefix: 'o-exampleorgid', account: '444455556666' });
    const service = { Principal: { Service: ['cloudtrail.amazonaws.com', 'config.amazonaws.com'] } };
    const world = new World(
      [trail],
      policyWith(
        {
          Sid: 'AllowSSLRequestsOnly',
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:*',
          Resource: ['arn:aws:s3:::example-logs', 'arn:aws:s3:::example-logs/*'],
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
        {
          Sid: 'AWSBucketPermissionsCheck',
          Effect: 'Allow',
          ...service,
          Action: 's3:GetBucketAcl',
          Resource: 'arn:aws:s3:::example-logs',
        },
        {
          Sid: 'AWSBucketDeliveryForOrganizationTrail',
          Effect: 'Allow',
          ...service,
          Action: 's3:PutObject',
          Resource: 'arn:aws:s3:::example-logs/o-exampleorgid/AWSLogs/*/*',
          Condition: { StringEquals: { 'aws:SourceOrgID': 'o-exampleorgid' } },
        },
      ),
    );
    assert.equal((await world.run()).word, 'unchanged');
    assert.equal(world.writes, 0);
  });
});

describe('a second trail in the same bucket', () => {
  const second = trailWith({ name: 'second', prefix: 'second' });

  it('goes on delivering when the first is restored', async () => {
    const before = documentedPolicy(second);
    const world = new World([SINGLE], before);
    assert.equal((await world.run()).word, 'restored');
    const after = world.bucket.document?.Statement as readonly JsonObject[];
    assert.deepEqual(after.slice(0, 2), before.Statement);
    world.settings = { ...world.settings, trails: [] };
    const other = new World([second], world.bucket.document);
    assert.equal((await other.run()).word, 'unchanged');
  });

  it('is restored in the same write', async () => {
    const world = new World([SINGLE, second], policyWith(FOREIGN));
    const outcome = await world.run();
    assert.equal(outcome.word, 'restored');
    assert.equal(world.writes, 1);
    const statements = world.bucket.document?.Statement as readonly JsonObject[];
    assert.equal(statements.length, 5);
    assert.equal(new Set(statements.map(({ Sid }) => Sid)).size, 5);
    assert.equal((await world.run()).word, 'unchanged');
    assert.equal(world.writes, 1);
  });
});
