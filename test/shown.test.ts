import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, it } from 'node:test';
import { SCENARIOS } from '../sandbox/scenarios/index.ts';
import { checks } from '../shared/checks/index.ts';
import { type NotShown, SHOWN } from './shown.ts';

const ROOT = join(import.meta.dirname, '..');
const TABLE = 'test/shown.ts';

/** What shows a check: only there it meets answers as AWS gives them. */
const SHOWING = /^(sandbox\/scenarios\/[a-z-]+|test\/(e2e|contract)\/[a-z-]+\.test)\.ts$/;

/** What is wrong with one row of the table. */
function gapsInRow(id: string, where: string | NotShown): readonly string[] {
  if (typeof where !== 'string')
    return where.because.trim() === '' ? [`${TABLE} does not say why ${id} is not shown`] : [];
  if (!SHOWING.test(where)) return [`${where} is no scenario, no test of the local engine and no contract test`];
  if (!existsSync(join(ROOT, where))) return [`${where} is missing`];
  if (where.startsWith('test/')) {
    const text = readFileSync(join(ROOT, where), 'utf8');
    return new RegExp(`(?<![a-z-])${id}(?![a-z-])`).test(text) ? [] : [`${where} does not name ${id}`];
  }
  const scenario = SCENARIOS.find((one) => one.id === basename(where, '.ts'));
  if (scenario === undefined) return [`${where} is not among the scenarios that are played`];
  return scenario.expect.checks.includes(id) ? [] : [`${where} does not expect ${id}`];
}

/** What is wrong with the table for these checks. */
function gapsIn(ids: readonly string[], table: typeof SHOWN): readonly string[] {
  return [
    ...ids.filter((id) => !Object.hasOwn(table, id)).map((id) => `${TABLE} does not say what shows ${id}`),
    ...Object.entries(table).flatMap(([id, where]) =>
      ids.includes(id) ? gapsInRow(id, where) : [`${TABLE} names ${id}, which is no check`],
    ),
  ];
}

describe('every check is seen at work', () => {
  const ids = checks.map(({ id }) => id);
  const named = Object.keys(SHOWN);

  it('the table says where, in the order of the catalogue', () => {
    assert.deepEqual(gapsIn(ids, SHOWN), []);
    assert.deepEqual(Object.keys(SHOWN), ids);
  });

  it('a check without a row is found out', () => {
    assert.deepEqual(gapsIn([...named, 'trail-is-painted'], SHOWN), [
      `${TABLE} does not say what shows trail-is-painted`,
    ]);
  });

  /** Rows that show nothing, with what is said of them. */
  const WRONG: readonly (readonly [name: string, id: string, where: string | NotShown, gap: string])[] = [
    [
      'of a check that is gone',
      'trail-is-painted',
      { because: 'it is too dark' },
      `${TABLE} names trail-is-painted, which is no check`,
    ],
    ['whose test is missing', 'bucket-exists', 'test/e2e/nowhere.test.ts', 'test/e2e/nowhere.test.ts is missing'],
    [
      'whose scenario is missing',
      'bucket-exists',
      'sandbox/scenarios/nowhere.ts',
      'sandbox/scenarios/nowhere.ts is missing',
    ],
    [
      'whose test is about something else',
      'bucket-exists',
      'test/e2e/checks-of-key.test.ts',
      'test/e2e/checks-of-key.test.ts does not name bucket-exists',
    ],
    [
      'whose scenario expects something else',
      'bucket-exists',
      'sandbox/scenarios/policy-deleted.ts',
      'sandbox/scenarios/policy-deleted.ts does not expect bucket-exists',
    ],
    [
      'whose file is no scenario',
      'bucket-exists',
      'sandbox/scenarios/statements.ts',
      'sandbox/scenarios/statements.ts is not among the scenarios that are played',
    ],
    [
      'whose test meets no AWS',
      'bucket-exists',
      'test/reconcile/gone.test.ts',
      'test/reconcile/gone.test.ts is no scenario, no test of the local engine and no contract test',
    ],
    ['without a reason', 'bucket-exists', { because: ' ' }, `${TABLE} does not say why bucket-exists is not shown`],
  ];
  for (const [name, id, where, gap] of WRONG)
    it(`a row ${name} is found out`, () => assert.deepEqual(gapsIn(named, { ...SHOWN, [id]: where }), [gap]));

  it('a row with a reason is left alone', () => {
    assert.deepEqual(gapsIn(named, { ...SHOWN, 'bucket-exists': { because: 'no engine can carry it' } }), []);
  });
});
