import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { JsonObject } from '../../shared/policy/json.ts';
import {
  BUCKET_POLICY_LIMIT,
  type DocumentLimit,
  documentBytes,
  KEY_POLICY_LIMIT,
  TOPIC_POLICY_LIMIT,
} from '../../shared/policy/limits.ts';
import { type RepairedDocument, type Restoration, repairDocument } from '../../shared/policy/repair.ts';
import { documented, documentedPolicy } from '../trail/documented.ts';
import { SINGLE, trailWith } from '../trail/trails.ts';

const WRITE = documented(SINGLE, 'write');
const FOREIGN: JsonObject = { Sid: 'theirs', Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' };

function repaired(
  before: JsonObject | null,
  add: readonly JsonObject[],
  restore: readonly Restoration[],
  limit = BUCKET_POLICY_LIMIT,
): RepairedDocument {
  const result = repairDocument(before, add, restore, limit);
  assert.ok(result.ok, result.ok ? '' : result.reason);
  return result.document;
}

describe('a repair', () => {
  it('of no policy writes one of Version 2012-10-17', () => {
    const { after, added, restored } = repaired(null, [documented(SINGLE, 'acl-check'), WRITE], []);
    assert.deepEqual(after, documentedPolicy(SINGLE));
    assert.deepEqual([added.length, restored.length], [2, 0]);
  });

  it('keeps Version, Id and every statement, in order, and puts its own last', () => {
    const before = { Version: '2008-10-17', Id: 'theirs', Statement: [FOREIGN, { ...FOREIGN, Sid: 'more' }] };
    const { after } = repaired(before, [WRITE], []);
    assert.deepEqual(after, { ...before, Statement: [...before.Statement, WRITE] });
    assert.deepEqual(Object.keys(after), ['Version', 'Id', 'Statement']);
  });

  it('adds no Version where there was none: variables would come to life', () => {
    assert.equal('Version' in repaired({ Statement: [FOREIGN] }, [WRITE], []).after, false);
  });

  it('of a single statement makes a list', () => {
    assert.deepEqual(repaired({ Statement: FOREIGN }, [WRITE], []).after.Statement, [FOREIGN, WRITE]);
  });

  it('takes a Sid that nobody has', () => {
    const taken = { Statement: [{ ...FOREIGN, Sid: 'AWSCloudTrailWrite20150319' }] };
    const first = repaired(taken, [WRITE, WRITE], []);
    const sids = (first.after.Statement as readonly JsonObject[]).map(({ Sid }) => Sid);
    assert.equal(new Set(sids).size, 3, sids.join());
    for (const sid of sids) assert.match(String(sid), /^[A-Za-z0-9]+$/);
  });

  it('turns the Effect of a statement back in its place', () => {
    const flipped = { ...WRITE, Effect: 'Deny' };
    const { after, restored, added } = repaired(
      { Statement: [FOREIGN, flipped, FOREIGN] },
      [],
      [{ index: 1, statement: WRITE }],
    );
    assert.deepEqual(after.Statement, [FOREIGN, WRITE, FOREIGN]);
    assert.deepEqual(restored, [{ index: 1, before: flipped, after: WRITE }]);
    assert.deepEqual(added, []);
  });

  it('names a prefix with wildcard signs only where the Version lets it', () => {
    const odd = documented(trailWith({ prefix: '${*}' }), 'write');
    assert.equal(repairDocument({ Statement: [FOREIGN] }, [odd], [], BUCKET_POLICY_LIMIT).ok, false);
    assert.equal(
      repairDocument({ Version: '2012-10-17', Statement: [FOREIGN] }, [odd], [], BUCKET_POLICY_LIMIT).ok,
      true,
    );
    assert.equal(repairDocument(null, [odd], [], BUCKET_POLICY_LIMIT).ok, true);
  });
});

describe('the size', () => {
  /** A policy that has exactly so many bytes once the statement is added. */
  function filledTo(bytes: number): JsonObject {
    const policy = (pad: string): JsonObject => ({ Version: '2012-10-17', Statement: [{ ...FOREIGN, Sid: pad }] });
    const rest = documentBytes(repaired(policy(''), [WRITE], []).after);
    return policy('x'.repeat(bytes - rest));
  }

  it('is counted in bytes of the minified document, as UTF-8', () => {
    assert.equal(documentBytes({ a: ['é', '€', '😀'] }), '{"a":["","",""]}'.length + 2 + 3 + 4);
  });

  const LIMITS: readonly [noun: string, limit: DocumentLimit, kilobytes: number, service: string][] = [
    ['bucket policy', BUCKET_POLICY_LIMIT, 20, 'S3'],
    ['key policy', KEY_POLICY_LIMIT, 32, 'KMS'],
    ['topic policy', TOPIC_POLICY_LIMIT, 30, 'SNS'],
  ];
  for (const [noun, limit, kilobytes, service] of LIMITS) {
    it(`of a ${noun} may reach ${kilobytes} KB`, () => {
      const { after } = repaired(filledTo(kilobytes * 1024), [WRITE], [], limit);
      assert.equal(documentBytes(after), kilobytes * 1024);
    });

    it(`of a ${noun} over ${kilobytes} KB is no repair, and says how much ${service} takes`, () => {
      const result = repairDocument(filledTo(kilobytes * 1024 + 1), [WRITE], [], limit);
      assert.ok(!result.ok);
      assert.match(
        result.reason,
        new RegExp(`${kilobytes * 1024 + 1} bytes, and ${service} takes ${kilobytes * 1024}$`),
      );
    });
  }
});

it('whatever stood there stands there afterwards, and nothing but what was asked for is added', () => {
  const statement = fc
    .record({
      Sid: fc.constantFrom(undefined, '', 'a', 'AWSCloudTrailWrite20150319', 'b'),
      Effect: fc.constantFrom('Allow', 'Deny'),
    })
    .map(({ Sid, Effect }): JsonObject => ({ ...(Sid === undefined ? {} : { Sid }), ...FOREIGN, Effect }));
  const document = fc.option(
    fc
      .array(statement, { maxLength: 4 })
      .chain((list) =>
        fc.constantFrom<JsonObject>({ Statement: list }, { Version: '2012-10-17', Statement: list[0] ?? list }),
      ),
    { nil: null },
  );
  const additions = fc.subarray([documented(SINGLE, 'acl-check'), WRITE, WRITE]);
  const withoutSid = ({ Sid: _, ...rest }: JsonObject): JsonObject => rest;
  fc.assert(
    fc.property(document, additions, (before, add) => {
      const { after, added } = repaired(before, add, []);
      const list = before?.Statement === undefined ? [] : [before.Statement].flat();
      const now = after.Statement as readonly JsonObject[];
      assert.deepEqual(now.slice(0, list.length), list);
      assert.deepEqual(now.slice(list.length), added);
      assert.deepEqual(added.map(withoutSid), add.map(withoutSid));
      const sids = now.map(({ Sid }) => Sid);
      for (const { Sid } of added) assert.equal(sids.filter((one) => one === Sid).length, 1);
      assert.deepEqual(repaired(after, [], []).after, after);
    }),
  );
});
