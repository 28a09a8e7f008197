import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Outcome } from '../../shared/reconcile/outcome.ts';
import { READS, World } from '../memory/world.ts';
import { documented, documentedPolicy } from '../trail/documented.ts';
import { ORGANIZATION, SINGLE, trailWith } from '../trail/trails.ts';
import { ACL, FOREIGN, FOREIGN_DENY, policyWith, WRITE } from './policies.ts';

const CARVED = {
  ...FOREIGN_DENY,
  Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid', 'aws:SourceArn': SINGLE.arn } },
};
const UNREADABLE = { state: 'unreadable', reason: 'AWS denied it' } as const;

/** What is said of something that could not be told. */
const told = ({ word, unknown, changes }: Outcome) => ({ word, messages: unknown.map((one) => one.message), changes });

describe('somebody’s Deny', () => {
  it('is explained with the change to make, and left as it is', async () => {
    const before = policyWith(ACL, WRITE, FOREIGN_DENY);
    const world = new World([SINGLE], before);
    const { word, notRepairable } = await world.run();
    assert.deepEqual([word, world.writes, world.bucket.document], ['alerted', 0, before]);
    const [only, ...more] = notRepairable;
    assert.deepEqual([only?.id, more], ['bucket-policy-has-no-blocking-deny', []]);
    assert.match(only?.message ?? '', /statement 2 \(`OnlyOurOrganization`\) denies CloudTrail s3:PutObject/);
    assert.deepEqual(only?.suggestion, CARVED);
  });

  it('in the form that was suggested, lets CloudTrail through', async () => {
    const world = new World([SINGLE], policyWith(ACL, WRITE, CARVED));
    assert.equal((await world.run()).word, 'unchanged');
  });

  it('beside a missing statement: the statement comes back, the Deny stays and is explained', async () => {
    const world = new World([SINGLE], policyWith(FOREIGN_DENY, ACL));
    const { word, notRepairable } = await world.run();
    assert.equal(word, 'alerted', 'log files do not arrive yet');
    assert.deepEqual(world.bucket.document, policyWith(FOREIGN_DENY, ACL, WRITE));
    assert.deepEqual(
      notRepairable.map(({ suggestion }) => suggestion),
      [CARVED],
    );
    assert.equal((await world.run()).word, 'alerted');
    assert.equal(world.writes, 1);
  });
});

describe('what cannot be read', () => {
  it('the trail: nothing is written, and people are told', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    world.trails.set(SINGLE.arn, { description: UNREADABLE });
    const { word, messages, changes } = told(await world.lasting());
    assert.deepEqual([word, changes, world.writes], ['alerted', [], 0]);
    assert.deepEqual(messages, [
      'the trail could not be described: AWS denied it',
      'the bucket policy of `arn:aws:s3:::example-logs` could not be read: the trail could not be described: AWS denied it',
    ]);
  });

  it('whether the trail logs: it is not started, and people are told once', async () => {
    const world = new World([SINGLE], documentedPolicy(SINGLE));
    world.trails.set(SINGLE.arn, { status: UNREADABLE });
    const { word, messages } = told(await world.lasting());
    assert.deepEqual([word, world.writes], ['alerted', 0]);
    assert.deepEqual(messages, ['the status of the trail could not be read: AWS denied it']);
  });

  it('whose the bucket is: people are told', async () => {
    const world = new World([SINGLE], documentedPolicy(SINGLE));
    world.bucket.blind = true;
    const { word, messages } = told(await world.lasting());
    assert.deepEqual([word, world.writes], ['alerted', 0]);
    assert.deepEqual(messages, [
      'the bucket `example-logs` could not be looked at: AWS denied `s3:ListBucket`',
      'whose bucket `example-logs` is could not be told: AWS denied `s3:ListBucket`',
    ]);
  });

  it('the policy: nothing is written, and people are told once', async () => {
    const world = new World([SINGLE, trailWith({ name: 'second' })], null);
    world.bucket.answer = UNREADABLE;
    const outcome = await world.lasting();
    const { word, messages } = told(outcome);
    assert.deepEqual([word, world.writes], ['alerted', 0]);
    assert.deepEqual(messages, ['the bucket policy of `arn:aws:s3:::example-logs` could not be read: AWS denied it']);
    assert.deepEqual(
      outcome.judgements.map(({ delivers }) => delivers),
      [null, null],
    );
  });

  for (const [name, text, why] of [
    ['is not JSON', '{"Version":"2012-10-17",', /is not JSON/],
    ['has an Effect that there is not', '{"Statement":[{"Effect":"Maybe"}]}', /Statement\[0\]\.Effect/],
    ['is no document', '[]', /must be a JSON object/],
  ] as const) {
    it(`a policy that ${name}: is left as it is`, async () => {
      const world = new World([SINGLE], text);
      const { word, messages } = told(await world.lasting());
      assert.deepEqual([word, world.writes, world.bucket.stored], ['alerted', 0, text]);
      assert.equal(messages.length, 1);
      assert.match(messages[0] ?? '', why);
    });
  }
});

describe('the wrong bucket', () => {
  const readsOnly = [READS];

  it('that is gone: says how to make it again, and writes nothing', async () => {
    const world = new World([SINGLE], null);
    world.bucket.exists = false;
    const { word, notRepairable, unknown, judgements } = await world.run();
    assert.deepEqual([word, unknown, judgements[0]?.delivers], ['alerted', [], false]);
    assert.deepEqual(
      notRepairable.map(({ id }) => id),
      ['bucket-exists'],
    );
    assert.match(String(notRepairable[0]?.suggestion), /create-bucket --bucket example-logs/);
    assert.deepEqual(world.journal.rounds(), readsOnly);
  });

  it('that somebody else owns: nothing is written, and every call names the owner that it should have', async () => {
    const world = new World([SINGLE], null);
    world.bucket.owner = '999988887777';
    const { word, notRepairable } = await world.run();
    assert.equal(word, 'alerted');
    assert.deepEqual(
      notRepairable.map(({ id }) => id),
      ['bucket-belongs-to-expected-account'],
    );
    // What S3 does not say of the bucket, the account is asked for.
    assert.deepEqual(world.journal.rounds(), [[...READS, 'accountBlocksPublicPolicy'].toSorted()]);
    assert.deepEqual(new Set(world.bucket.expectedOwners), new Set([SINGLE.account]));
  });

  it('that somebody else owns and lets everybody read: its policy is not judged', async () => {
    const world = new World([SINGLE], null);
    world.bucket.owner = '999988887777';
    world.bucket.answers = [{ state: 'present', value: JSON.stringify(policyWith(FOREIGN)) }];
    const { word, judgements } = await world.run();
    assert.deepEqual([word, judgements[0]?.delivers, world.writes], ['alerted', null, 0]);
  });

  it('of the settings, where the trail delivers into another: nothing is written, and both are named', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    world.trails.set(SINGLE.arn, { description: { bucket: 'somewhere-else' } });
    const { word, notRepairable } = await world.run();
    assert.equal(word, 'alerted');
    assert.match(notRepairable[0]?.message ?? '', /^bucket is `somewhere-else`, and should be `example-logs`/);
    assert.deepEqual(world.journal.rounds(), readsOnly);
  });

  it('owner of the settings is the one that every call names, also when it is written', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    world.bucket.owner = '444455556666';
    world.settings = {
      ...world.settings,
      trails: world.settings.trails.map((trail) => ({ ...trail, bucketOwner: '444455556666' })),
    };
    assert.equal((await world.run()).word, 'restored');
    assert.deepEqual(new Set(world.bucket.expectedOwners), new Set(['444455556666']));
  });
});

describe('an organization', () => {
  it('that the settings do not name: nothing is written', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    world.trails.set(SINGLE.arn, { description: { isOrganizationTrail: true } });
    const { word, messages } = told(await world.lasting());
    assert.deepEqual([word, world.writes], ['alerted', 0]);
    assert.match(messages[0] ?? '', /settings do not name its organization \(`organizationId`\)/);
  });

  it('that the settings name for a trail of one account: nothing is written, and people get the command', async () => {
    const world = new World([ORGANIZATION], policyWith(ACL));
    world.trails.set(ORGANIZATION.arn, { description: { isOrganizationTrail: false } });
    const { word, notRepairable } = await world.run();
    assert.deepEqual([word, world.writes], ['alerted', 0]);
    assert.deepEqual(
      notRepairable.map(({ id, suggestion }) => [id, suggestion]),
      [
        [
          'trail-settings-are-expected',
          'aws cloudtrail update-trail --region us-east-1 --name example --is-organization-trail',
        ],
      ],
    );
  });
});

describe('the size of a policy', () => {
  /** A statement that makes the repaired policy so many bytes long. */
  function filled(bytes: number) {
    const sid = (length: number) => ({ ...FOREIGN, Sid: 'x'.repeat(length) });
    const bare = JSON.stringify(policyWith(sid(0), ACL, documented(SINGLE, 'write'))).length;
    return policyWith(sid(bytes - bare), ACL);
  }

  it('of 20480 bytes after the repair: is written', async () => {
    const world = new World([SINGLE], filled(20_480));
    assert.equal((await world.run()).word, 'restored');
    assert.equal(world.bucket.stored?.length, 20_480);
  });

  it('of one byte more: is left as it is, and people are told why', async () => {
    const world = new World([SINGLE], filled(20_481));
    const { word, notRepairable, changes } = await world.run();
    assert.deepEqual([word, changes, world.writes], ['alerted', [], 0]);
    assert.deepEqual(
      notRepairable.map(({ id }) => id),
      ['repair-is-permitted'],
    );
    assert.match(
      notRepairable[0]?.message ?? '',
      /`arn:aws:s3:::example-logs` was left as it is: .* 20481 bytes, and S3 takes 20480/,
    );
  });
});
