import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isJsonObject, type JsonObject } from '../../shared/policy/json.ts';
import { documentBytes } from '../../shared/policy/limits.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { documented } from '../trail/documented.ts';
import { trailWith } from '../trail/trails.ts';
import { checked, type PlanPrinted, planned } from './printed.ts';
import { policyOf } from './situations.ts';
import { argumentsFor, trailmend } from './trailmend.ts';

/** The largest bucket policy that S3 takes. */
const LIMIT = 20_480;
const BUCKET = 'arn:aws:s3:::example-logs';

/** Accounts as they are handed out: in no order, some with zeros in front. */
const TRAILS: readonly Trail[] = Array.from({ length: 200 }, (_, at) =>
  trailWith({
    name: 'example-trail',
    account: String((at * 104_729_000_017 + 35_351_147_821) % 10 ** 12).padStart(12, '0'),
  }),
);
const [FIRST = trailWith(), ...FURTHER] = TRAILS;
const more = FURTHER.flatMap(({ arn }) => ['--source-trail-arn', arn]);
const given = { trail: FIRST, more };

const allow = (parts: JsonObject): JsonObject => ({
  Effect: 'Allow',
  Principal: { Service: 'cloudtrail.amazonaws.com' },
  ...parts,
});
const OF_ITS_ACCOUNT = `${BUCKET}/AWSLogs/\${aws:SourceAccount}/*`;

/** A policy that allows the trails of these accounts in one of the forms that fit, by what a person would call it. */
const COMPACT: Readonly<Record<string, (trails: readonly Trail[]) => JsonObject>> = {
  'a list of trails': (trails) =>
    policyOf(
      allow({
        Action: ['s3:GetBucketAcl', 's3:PutObject'],
        Resource: [BUCKET, OF_ITS_ACCOUNT],
        Condition: { StringEquals: { 'aws:SourceArn': trails.map(({ arn }) => arn) } },
      }),
    ),
  'a list of accounts': (trails) => {
    const Condition = { StringEquals: { 'aws:SourceAccount': trails.map(({ account }) => account) } };
    return policyOf(
      allow({ Sid: 'Acl', Action: 's3:GetBucketAcl', Resource: BUCKET, Condition }),
      allow({ Sid: 'Write', Action: 's3:PutObject', Resource: OF_ITS_ACCOUNT, Condition }),
    );
  },
  'an organization, and a list of folders': (trails) => {
    const Condition = { StringEquals: { 'aws:SourceOrgID': 'o-exampleorgid' } };
    const Resource = trails.map(({ account }) => `${BUCKET}/AWSLogs/${account}/*`);
    return policyOf(
      allow({ Sid: 'Acl', Action: 's3:GetBucketAcl', Resource: BUCKET, Condition }),
      allow({ Sid: 'Write', Action: 's3:PutObject', Resource, Condition }),
    );
  },
};

/** Somebody's statements that take about so many bytes and of which no two can be folded. */
function foreign(bytes: number): readonly JsonObject[] {
  const one = (at: number): JsonObject => ({
    Sid: `Readers${at}`,
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${200_000_000_000 + at}:role/readers` },
    Action: 's3:GetObject',
    Resource: `${BUCKET}/AWSLogs/${200_000_000_000 + at}/*`,
  });
  return Array.from({ length: Math.floor(bytes / (documentBytes(one(10)) + 1)) }, (_, at) => one(at));
}

/** The one document of a plan that is right: nothing is lost, nothing is broadened, and it fits. */
function documentOf({ documents, notRepairable }: PlanPrinted, before: JsonObject): JsonObject {
  assert.deepEqual(notRepairable, []);
  const [document, ...others] = documents;
  assert.ok(document !== undefined && others.length === 0);
  const { added, restored, accessBroadened } = document;
  assert.deepEqual([restored, accessBroadened, document.before], [[], [], before]);
  assert.deepEqual(document.after, {
    ...before,
    Statement: [...(before.Statement as readonly JsonObject[]), ...added],
  });
  assert.ok(documentBytes(document.after) < LIMIT, String(documentBytes(document.after)));
  return document.after;
}

async function assertAllDeliver(policy: JsonObject, arguments_ = more): Promise<void> {
  const situation = { trail: FIRST, policy, more: arguments_ };
  const [{ delivers, trails }, code] = await checked(situation);
  assert.deepEqual([delivers, code], [true, 0]);
  assert.deepEqual(
    trails.filter((trail) => trail.delivers !== true).map(({ trailArn }) => trailArn),
    [],
  );
  assert.equal(trails.length, TRAILS.length);
  const [again] = await planned(situation);
  assert.deepEqual([again.documents, again.notRepairable], [[], []]);
}

describe('200 accounts deliver into one bucket', { concurrency: 2 }, () => {
  it('all of their statements are gone: all of them deliver again, under 20 KB', async () => {
    const policy = policyOf(...foreign(3_000));
    const [plan, code] = await planned({ ...given, policy });
    assert.equal(code, 2);
    await assertAllDeliver(documentOf(plan, policy));
  });

  it('beside so many statements of others that not even their ARNs fit once', async () => {
    const policy = policyOf(...foreign(15_000));
    const [plan] = await planned({ ...given, policy });
    await assertAllDeliver(documentOf(plan, policy));
  });

  for (const [name, form] of Object.entries(COMPACT)) {
    it(`they stand there as ${name}, and one was lost: that one delivers again, as AWS documents it`, async () => {
      const left = TRAILS.filter((_, at) => at !== 77);
      const [lost] = TRAILS.filter((trail) => !left.includes(trail));
      assert.ok(lost !== undefined);
      const policy = form(left);
      // Of a further trail nobody says which organization it belongs to; to be sure, the others stand aside.
      const isToldApart = !JSON.stringify(policy).includes('SourceOrgID');
      const situation = isToldApart ? { ...given, policy } : { trail: lost, policy };
      const [plan] = await planned(situation);
      const after = documentOf(plan, policy);
      const added = (after.Statement as readonly JsonObject[]).slice(
        (policy.Statement as readonly JsonObject[]).length,
      );
      assert.deepEqual(added, [documented(lost, 'acl-check'), documented(lost, 'write')].slice(-added.length));
      if (isToldApart) await assertAllDeliver(after);
    });
  }

  it('there is no room at all: people are told what to fold, and with that all of them deliver', async () => {
    const [some, rest] = [TRAILS.slice(0, 30), TRAILS.slice(30)];
    const standing = some.flatMap((trail, at) => [
      { ...documented(trail, 'acl-check'), Sid: `Acl${at}` },
      { ...documented(trail, 'write'), Sid: `Write${at}` },
    ]);
    const policy = policyOf(...foreign(2_500), ...standing);
    const arguments_ = rest.map(({ arn }, at) => ['--source-trail-arn', arn.replace('example-trail', `trail-${at}`)]);
    const [{ documents, notRepairable }, code] = await planned({ trail: FIRST, policy, more: arguments_.flat() });
    assert.deepEqual([documents, code], [[], 2]);
    const [{ id, message, suggestion } = { id: '', message: '', suggestion: null }, ...others] = notRepairable;
    assert.deepEqual([id, others], ['repair-is-permitted', []]);
    assert.match(message, /statements [\d, ]+ can be folded into one, which saves \d+ bytes/);
    assert.ok(isJsonObject(suggestion));
    const folded = (suggestion.Statement ?? [suggestion]) as readonly JsonObject[];
    const places = [...message.matchAll(/statements ([\d, ]+) can/g)].flatMap(([, list = '']) =>
      list.split(', ').map(Number),
    );
    const kept = (policy.Statement as readonly JsonObject[]).filter((_, at) => !places.includes(at));
    const pasted = policyOf(...kept, ...folded);
    const [plan] = await planned({ trail: FIRST, policy: pasted, more: arguments_.flat() });
    const after = documentOf(plan, pasted);
    const standingTrails = some.slice(1).flatMap(({ arn }) => ['--source-trail-arn', arn]);
    await assertAllDeliver(after, [...standingTrails, ...arguments_.flat()]);
  });

  it('`policy` prints one that fits, under which all of them deliver', async () => {
    const { output, exitCode } = await trailmend(['policy', ...argumentsFor(FIRST), ...more]);
    assert.equal(exitCode, 0);
    const policy: unknown = JSON.parse(output);
    assert.ok(isJsonObject(policy));
    assert.ok(documentBytes(policy) < LIMIT);
    await assertAllDeliver(policy);
  });
});
