import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parsePolicy } from '../../shared/policy/document.ts';
import { isGranted } from '../../shared/policy/evaluate.ts';
import type { JsonObject } from '../../shared/policy/json.ts';
import { includes } from '../../shared/policy/language.ts';
import { completePolicy } from '../../shared/trail/complete-policy.ts';
import { isInferred } from '../../shared/trail/context.ts';
import { deliveryRequests } from '../../shared/trail/delivery.ts';
import { DOCUMENT_KINDS, resourceOfDocument } from '../../shared/trail/document.ts';
import { type EventDataStore, parseEventDataStoreArn } from '../../shared/trail/event-data-store.ts';
import { deliversLogFiles } from '../../shared/trail/granted.ts';
import { memoryKey } from '../../shared/trail/memory-key.ts';
import { documentedForms, documentedStatement, statementsOf } from '../../shared/trail/statements.ts';
import { documented } from './documented.ts';
import { resultPattern, STORE, storeWith } from './stores.ts';
import { SINGLE } from './trails.ts';

function policyOf(...Statement: readonly JsonObject[]) {
  const parsed = parsePolicy({ Version: '2012-10-17', Statement });
  assert.ok(parsed.ok);
  return parsed.policy;
}

const STORES: readonly [name: string, store: EventDataStore][] = [
  ['an event data store', STORE],
  ['one under a prefix', storeWith({ prefix: 'queries/lake' })],
  ['one in GovCloud', storeWith({ partition: 'aws-us-gov', region: 'us-gov-west-1' })],
  ['one in China', storeWith({ partition: 'aws-cn', region: 'cn-north-1' })],
];
const NAMES = ['lake-write', 'lake-acl-check'] as const;

describe('the ARN of an event data store', () => {
  it('is taken apart', () => {
    const { kind, arn, partition, region, account, name } = STORE;
    assert.deepEqual(parseEventDataStoreArn(arn), { kind, arn, partition, region, account, name });
  });
  for (const arn of [
    SINGLE.arn,
    `${STORE.arn}/x`,
    STORE.arn.replace('aws', 'aws-iso'),
    STORE.arn.replace(/[^/]*$/, '*'),
    '',
  ])
    it(`is none: ${arn}`, () => assert.equal(parseEventDataStoreArn(arn), null));
});

for (const [name, store] of STORES) {
  describe(`the statements of ${name}`, () => {
    it('are AWS’s, to the letter', () => {
      for (const one of NAMES)
        assert.equal(JSON.stringify(documentedStatement(store, one)), JSON.stringify(documented(store, one)));
    });

    it('allow what CloudTrail does, in each form that AWS has published', () => {
      const forms = NAMES.map((one) => documentedForms(store, one));
      for (const write of forms[0] ?? [])
        for (const acl of forms[1] ?? [])
          assert.equal(deliversLogFiles(policyOf(write, acl), store, 'bucket-policy'), true);
    });

    it('are needed both, and give another account or Region nothing', () => {
      for (const one of NAMES)
        assert.equal(deliversLogFiles(policyOf(documented(store, one)), store, 'bucket-policy'), false);
      const policy = policyOf(...NAMES.map((one) => documented(store, one)));
      for (const parts of [{ account: '999988887777' }, { region: 'eu-north-1' }]) {
        const other = storeWith({ ...store, ...parts });
        for (const { family } of deliveryRequests(other, 'bucket-policy'))
          assert.equal(isGranted(policy, family).holds, false);
      }
    });

    it('are the complete policy of its bucket', () => {
      const { Statement } = completePolicy([store], 'bucket-policy');
      assert.deepEqual(
        Statement,
        NAMES.map((one) => documented(store, one)),
      );
    });

    it('are asked for with keys as AWS’s pages lay them out', () => {
      const objects = `arn:${store.partition}:s3:::${store.bucket}/`;
      for (const { family } of deliveryRequests(store, 'bucket-policy')) {
        assert.ok(family.samples.length > 0);
        for (const sample of family.samples) {
          assert.ok(includes(family.values, sample));
          assert.deepEqual(family.refine(sample), [sample]);
          if (family.action !== 's3:GetBucketAcl') assert.match(sample.slice(objects.length), resultPattern(store));
        }
      }
    });
  });
}

it('an event data store has to do with a bucket alone', () => {
  assert.deepEqual(
    DOCUMENT_KINDS.map((kind) => [
      resourceOfDocument(STORE, kind),
      statementsOf(STORE, kind).length,
      deliveryRequests(STORE, kind).length,
    ]),
    [
      ['arn:aws:s3:::example-results', 2, 3],
      [null, 0, 0],
      [null, 0, 0],
    ],
  );
});

it('a statement of the other kind is a mistake of ours', () => {
  assert.throws(() => documentedStatement(STORE, 'write'), /has no statement `write`/);
  assert.throws(() => documentedStatement(SINGLE, 'lake-write'), /has no statement `lake-write`/);
});

it('that results are written without an ACL is inferred, and that a trail’s files are with one is not', () => {
  assert.deepEqual([isInferred(STORE, 's3:X-Amz-Acl'), isInferred(SINGLE, 's3:x-amz-acl')], [true, false]);
  assert.deepEqual([isInferred(STORE, 'aws:SourceArn'), isInferred(STORE, 's3:TlsVersion')], [false, true]);
});

it('what is remembered of each lies in an object of its own', () => {
  assert.equal(memoryKey(STORE.arn), `memory/111122223333/us-east-1/eventdatastore/${STORE.name}.json`);
  assert.equal(memoryKey(SINGLE.arn), 'memory/111122223333/us-east-1/example.json');
  assert.equal(memoryKey('arn:aws:s3:::example-logs'), null);
});
