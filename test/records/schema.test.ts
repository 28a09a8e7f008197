import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parseRecord } from '../../shared/records/parse-record.ts';
import type { AuditRecord } from '../../shared/records/record.ts';
import { putPolicyCall } from '../memory/calls.ts';
import { undo } from '../memory/undo.ts';
import { World } from '../memory/world.ts';
import { ACL, FOREIGN, FOREIGN_DENY, KEY_OWNER, policyWith, statementsOf, TOPIC_OWNER } from '../reconcile/policies.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { KEY, SINGLE, TOPIC, trailWith } from '../trail/trails.ts';

const schema = JSON.parse(readFileSync(new URL('../../shared/records/record.schema.json', import.meta.url), 'utf8'));
const matches = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false, allErrors: true }).compile(
  schema,
);

function assertValid(record: unknown): void {
  assert.ok(matches(record), JSON.stringify(matches.errors, null, 2));
}

const DAY = 86_400_000;
const DENIED = new Error('AWS denied `s3:PutBucketPolicy`');
const HEALTHY = documentedPolicy(SINGLE);

/** Worlds that have had something to write down, by what it was. */
const worlds: Readonly<Record<string, () => Promise<World>>> = {
  'a repair after a call': async () => {
    const world = new World([SINGLE], policyWith(FOREIGN, ACL));
    await world.pass(putPolicyCall(policyWith(FOREIGN, ACL)));
    return world;
  },
  'a repair of bucket, key, topic and logging': async () => {
    const trail = trailWith({ kmsKeyArn: KEY, topicArn: TOPIC });
    const world = new World([trail], null, { key: policyWith(KEY_OWNER), topic: policyWith(TOPIC_OWNER) });
    world.trails.set(trail.arn, { status: { isLogging: false } });
    await world.pass();
    return world;
  },
  'an Effect that is turned back': async () => {
    const world = new World([SINGLE], HEALTHY);
    const [acl = {}, ...others] = statementsOf(HEALTHY);
    world.bucket.write(policyWith({ ...acl, Effect: 'Deny' }, ...others));
    await world.pass();
    return world;
  },
  'a repair that fails': async () => {
    const world = new World([SINGLE], policyWith(ACL));
    world.bucket.failures = [DENIED];
    await world.pass();
    return world;
  },
  'a repair that the settings hold back': async () => {
    const world = new World([SINGLE], policyWith(ACL));
    world.settings = { ...world.settings, alertOnly: true };
    await world.pass();
    return world;
  },
  'a finding that is left to people': async () => {
    const world = new World([SINGLE], policyWith(...statementsOf(HEALTHY), FOREIGN_DENY));
    await world.pass();
    return world;
  },
  'a proof': async () => {
    const world = new World([SINGLE], policyWith(ACL));
    await world.pass();
    world.clock.time += 3_600_000;
    world.trails.set(SINGLE.arn, { status: { latestDeliveryTime: world.clock.time } });
    await world.pass();
    return world;
  },
  'a day without a log file': async () => {
    const world = new World([SINGLE], policyWith(ACL));
    await world.pass();
    world.clock.time += DAY;
    await world.pass();
    return world;
  },
  'a rollback': async () => {
    const world = new World([SINGLE], policyWith(ACL));
    await world.pass();
    await undo(world);
    return world;
  },
  'a rollback that fails': async () => {
    const world = new World([SINGLE], policyWith(ACL));
    await world.pass();
    world.bucket.failures = [DENIED];
    await undo(world);
    return world;
  },
};

/** What every one of these worlds wrote down. */
async function everyRecord(): Promise<readonly AuditRecord[]> {
  const all = await Promise.all(Object.values(worlds).map((make) => make()));
  return all.flatMap(({ records }) => records.all);
}

describe('every record keeps the published schema, and is read as it was written', () => {
  for (const [name, make] of Object.entries(worlds)) {
    it(name, async () => {
      const { records } = await make();
      assert.ok(records.all.length > 0);
      for (const record of records.all) {
        assertValid(record);
        assert.deepEqual(parseRecord(JSON.stringify(record)), record);
      }
    });
  }

  it('of every kind there is one, and of these outcomes', async () => {
    const records = await everyRecord();
    const kinds = new Set(records.map(({ kind }) => kind));
    assert.deepEqual([...kinds].toSorted(), ['finding', 'proof', 'remediation', 'rollback']);
    const outcomes = new Set(records.map(({ outcome }) => outcome));
    for (const outcome of ['restored', 'failed', 'would-restore', 'alerted', 'proven', 'not-proven', 'rolled-back'])
      assert.ok(
        [...outcomes].some((one) => one === outcome),
        outcome,
      );
  });
});

describe('the schema refuses', () => {
  const wrong: Readonly<Record<string, (record: AuditRecord) => object>> = {
    'another version': (record) => ({ ...record, version: 2 }),
    'an id that is none': (record) => ({ ...record, id: 'x' }),
    'a time that is none': (record) => ({ ...record, at: 'yesterday' }),
    'a kind that is none': (record) => ({ ...record, kind: 'repair' }),
    'an outcome that is none': (record) => ({ ...record, outcome: 'fine' }),
    'a field that is missing': ({ calls: _, ...record }) => record,
    'a field that is not described': (record) => ({ ...record, mood: 'good' }),
    'a document that is no text': (record) => ({
      ...record,
      documents: record.documents.map((one) => ({ ...one, before: { Statement: [] } })),
    }),
    'a rollback that does not say of what': (record) => ({ ...record, kind: 'rollback' }),
    'a proof without an end': (record) => ({ ...record, kind: 'proof', outcome: 'proven' }),
    'a remediation with an end': (record) => ({ ...record, end: { restoredAt: null, repairs: 0, gaps: [] } }),
  };
  for (const [name, spoil] of Object.entries(wrong)) {
    it(name, async () => {
      const [record] = (await worlds['a repair after a call']?.())?.records.all ?? [];
      assert.ok(record !== undefined && matches(record));
      assert.ok(!matches(spoil(record)));
    });
  }

  it('nothing without a description: every field has one', () => {
    const bare: string[] = [];
    const visit = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return;
      if (
        'properties' in node &&
        typeof node.properties === 'object' &&
        node.properties !== null &&
        path !== '/allOf'
      ) {
        for (const [name, field] of Object.entries(node.properties))
          if (typeof field?.description !== 'string') bare.push(`${path}/${name}`);
      }
      for (const [name, child] of Object.entries(node)) if (name !== 'allOf') visit(child, `${path}/${name}`);
    };
    visit(schema, '');
    assert.deepEqual(bare, []);
  });
});

describe('a record is read', () => {
  const text = async (change: (record: AuditRecord) => object = (record) => record): Promise<string> => {
    const [record] = (await worlds['a repair after a call']?.())?.records.all ?? [];
    assert.ok(record !== undefined);
    return JSON.stringify(change(record));
  };

  it('with fields and words that a later release added', async () => {
    const plain = parseRecord(await text());
    assert.ok(plain !== null);
    const later = await text((record) => ({
      ...{ ...record, mood: 'good', happening: 'celebrated', severity: 'cosmic' },
      documents: [...record.documents, { kind: 'queue-policy', resource: 'arn:aws:sqs:us-east-1:111122223333:q' }],
      cause: { ...record.cause, mood: 'bad' },
    }));
    assert.deepEqual(parseRecord(later), { ...plain, happening: null, severity: 'medium' });
  });

  it('with what is missing not known', () => {
    const least = { version: 1, id: '20261121T165541Z-64be7403', at: '2026-11-21T16:55:41Z', kind: 'finding' };
    const record = parseRecord(JSON.stringify({ ...least, outcome: 'alerted' }));
    assert.deepEqual(
      [record?.trails, record?.cause, record?.documents, record?.calls, record?.end],
      [[], null, [], [], null],
    );
  });

  it('as none, where it is none', async () => {
    for (const none of ['', '{', '[]', 'null', '"record"', '{}', `${'['.repeat(200)}${']'.repeat(200)}`])
      assert.equal(parseRecord(none), null, none);
    const odd: readonly object[] = [
      ...[{ version: 2 }, { id: '../../etc' }, { kind: 'party' }, { outcome: 'party' }, { at: '\u001b[31m' }],
    ];
    for (const one of odd) assert.equal(parseRecord(await text((record) => ({ ...record, ...one }))), null);
  });
});
