import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ABSENT, known } from '../../shared/policy/context.ts';
import { parsePolicy } from '../../shared/policy/document.ts';
import { blockingDenies, isAllowed, isGranted } from '../../shared/policy/evaluate.ts';
import { type RequestFamily, resourceOf } from '../../shared/policy/family.ts';
import type { Json, JsonObject } from '../../shared/policy/json.ts';

const S3_ARN = 'kms:EncryptionContext:aws:s3:arn';
const KEY = 'arn:aws:kms:us-east-1:111122223333:key/k';
const LOGS = 'arn:aws:s3:::example-logs';

/** One key, and `eu/111122223333/a` to `us/111122223333/b` in the encryption context. */
const FAMILY: RequestFamily = {
  caller: { services: ['service.amazonaws.com'], legacyAccounts: new Set() },
  action: 'kms:GenerateDataKey',
  varying: { kind: 'condition-key', key: S3_ARN.toLowerCase(), resource: KEY },
  values: [{ text: `${LOGS}/` }, { choice: ['eu', 'us'] }, { text: '/111122223333/' }, { classOf: 'ab', times: 1 }],
  context: new Map([
    [S3_ARN.toLowerCase(), { kind: 'unknown', present: true }],
    ['aws:sourceaccount', known('111122223333')],
    ['aws:username', ABSENT],
  ]),
  samples: [`${LOGS}/eu/111122223333/a`],
  refine: (value) => [value],
};

const ALLOW: JsonObject = { Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' };
const when = (operator: string, wanted: Json, key = S3_ARN): JsonObject => ({
  ...ALLOW,
  Condition: { [operator]: { [key]: wanted } },
});

function policyOf(statements: readonly JsonObject[], version = '2012-10-17') {
  const parsed = parsePolicy({ Version: version, Statement: statements });
  assert.ok(parsed.ok, parsed.ok ? '' : parsed.problem.reason);
  return parsed.policy;
}

/** What is covered: every value, or all but a witness; `null` where it cannot be told. */
type Covered = 'every value' | RegExp | null;
type Row = readonly [operator: string, wanted: Json, covered: Covered];

function table(title: string, rows: readonly Row[]): void {
  describe(title, () => {
    for (const [operator, wanted, covered] of rows)
      it(`${operator} ${JSON.stringify(wanted)} covers ${covered instanceof RegExp ? `all but ${covered}` : covered}`, () => {
        const answer = isAllowed(policyOf([when(operator, wanted)]), FAMILY);
        if (covered === null) assert.equal(answer.holds, 'unknown');
        else if (covered === 'every value') assert.deepEqual(answer, { holds: true });
        else {
          assert.ok(answer.holds === false, String(answer.holds));
          assert.match(answer.witness, covered);
          assert.equal(resourceOf(FAMILY, answer.witness), KEY, 'the request itself is one on the key');
        }
      });
  });
}

const ANY = /^arn:aws:s3:::example-logs\/(eu|us)\/111122223333\/[ab]$/;

table('text', [
  ['StringLike', `${LOGS}/*`, 'every value'],
  ['StringLike', 'arn:*example-logs/*', 'every value'],
  ['stringlike', [`${LOGS}/eu/*`, `${LOGS}/us/*`], 'every value'],
  ['StringLike', `${LOGS}/eu/*`, /\/us\//],
  ['StringLike', [`${LOGS}/eu/*`, `${LOGS}/*/a`], /\/us\/111122223333\/b$/],
  ['StringLike', LOGS, ANY],
  ['StringLike', [], ANY],
  ['StringEquals', `${LOGS}/*`, ANY],
  ['StringEquals', `${LOGS}/eu/111122223333/a`, /(us\/.*|b)$/],
  ['StringNotLike', `${LOGS}/eu/*`, /\/eu\//],
  ['StringNotLike', ['arn:aws:s3:::other/*', LOGS], 'every value'],
  ['StringNotLike', [], 'every value'],
  ['StringNotEquals', `${LOGS}/us/111122223333/b`, /\/us\/111122223333\/b$/],
  ['StringNotEquals', `${LOGS}/*`, 'every value'],
]);

table('ARNs, component by component', [
  ['ArnLike', `${LOGS}/*`, 'every value'],
  ['ArnEquals', 'arn:*:s?:::*logs/*', 'every value'],
  ['ArnLike', 'arn:aws:s3:*:*:example-logs/*', 'every value'],
  ['ArnLike', ['arn:aws:s3:::*/eu/*', 'arn:aws:s3:::*/us/*'], 'every value'],
  ['ArnLike', 'arn:aws:s3:::*/us/*', /\/eu\//],
  ['ArnLike', 'arn:aws:s3:example-logs/*', ANY],
  ['ArnLike', 'arn:aws:s3:*', ANY],
  ['ArnLike', '*', ANY],
  ['ArnLike', 'arn:*example-logs/*', ANY],
  ['ArnLike', 'arn:aws:s3:eu-west-1::*', ANY],
  ['ArnLike', 'arn:aws:s3:::*:*', ANY],
  ['ArnNotLike', 'arn:aws:s3:example-logs/*', 'every value'],
  ['ArnNotEquals', ['arn:aws:s3:::*/us/*', 'arn:aws-cn:s3:::*'], /\/us\//],
]);

table('variables', [
  ['StringLike', `${LOGS}/*/\${aws:SourceAccount}/*`, 'every value'],
  ['ArnLike', `${LOGS}/*/\${aws:SourceAccount}/*`, 'every value'],
  ['StringEquals', [`${LOGS}/eu/\${aws:SourceAccount}/a`], /(us\/.*|b)$/],
  ['StringLike', `${LOGS}/*/\${aws:username}*`, ANY],
  ['StringNotLike', `${LOGS}/*/\${aws:username}*`, 'every value'],
  ['StringLike', `${LOGS}/*/\${aws:username, '111122223333'}/*`, 'every value'],
  ['StringLike', `${LOGS}/\${aws:ResourceAccount}*`, null],
  ['StringNotLike', `${LOGS}/\${aws:ResourceAccount}*`, null],
  ['ArnLike', `${LOGS}/\${aws:ResourceAccount}*`, null],
  ['StringLike', ['arn:aws:s3:::other/${aws:ResourceAccount}*'], ANY],
  ['StringLike', [`${LOGS}/\${aws:ResourceAccount}*`, `${LOGS}/*`], 'every value'],
]);

table('the key is there, with one value', [
  ['Null', 'false', 'every value'],
  ['Null', true, ANY],
  ['StringLikeIfExists', `${LOGS}/eu/*`, /\/us\//],
  ['StringNotLikeIfExists', `${LOGS}/eu/*`, /\/eu\//],
  ['ForAnyValue:StringLike', `${LOGS}/*`, 'every value'],
  ['ForAnyValue:StringLike', `${LOGS}/us/*`, /\/eu\//],
  ['ForAllValues:ArnLike', `${LOGS}/us/*`, /\/eu\//],
  ['ForAllValues:StringNotLikeIfExists', `${LOGS}/us/*`, /\/us\//],
]);

table('operators that know no patterns', [
  ['StringEqualsIgnoreCase', `${LOGS}/eu/111122223333/a`, null],
  ['BinaryEquals', 'YQ==', null],
  ['NumericEquals', `${LOGS}/*`, ANY],
  ['NotIpAddress', `${LOGS}/*`, 'every value'],
  ['StringMatches', `${LOGS}/*`, null],
]);

describe('statements together', () => {
  const eu = when('StringLike', `${LOGS}/eu/*`);
  const us = when('ArnLike', `${LOGS}/us/*`, S3_ARN.toUpperCase());

  it('cover what none of them does alone', () => {
    assert.deepEqual(isAllowed(policyOf([eu, us]), FAMILY), { holds: true });
    assert.equal(isAllowed(policyOf([eu]), FAMILY).holds, false);
    assert.equal(isAllowed(policyOf([us]), FAMILY).holds, false);
  });

  it('cover each half by a condition and its opposite', () =>
    assert.deepEqual(isAllowed(policyOf([eu, when('StringNotLike', `${LOGS}/eu/*`)]), FAMILY), { holds: true }));

  it('have to hold in all of their conditions', () => {
    const both = { ...ALLOW, Condition: { StringLike: { [S3_ARN]: '*/eu/*' }, StringNotLike: { [S3_ARN]: '*b' } } };
    const answer = isAllowed(policyOf([both, us]), FAMILY);
    assert.ok(answer.holds === false);
    assert.match(answer.witness, /\/eu\/111122223333\/b$/);
  });

  it('take a variable literally before 2012-10-17', () => {
    const statement = when('StringLike', `${LOGS}/*/\${aws:SourceAccount}/*`);
    assert.equal(isAllowed(policyOf([statement], '2008-10-17'), FAMILY).holds, false);
  });

  it('cover nothing of another key', () => {
    const named = (Resource: string) =>
      isAllowed(
        policyOf([
          { ...eu, Resource },
          { ...us, Resource },
        ]),
        FAMILY,
      ).holds;
    assert.deepEqual(
      [named(KEY), named('arn:aws:kms:*:*:key/*'), named(`${KEY}x`), named('key/*')],
      [true, true, false, false],
    );
  });
});

describe('a Deny', () => {
  const deny = (operator: string, wanted: Json): JsonObject => ({ ...when(operator, wanted), Effect: 'Deny' });

  it('of one part refuses, with a value of that part', () => {
    const policy = policyOf([ALLOW, deny('ArnLike', `${LOGS}/us/*`)]);
    const [blocking, ...more] = blockingDenies(policy, FAMILY);
    assert.deepEqual([blocking?.surely, blocking?.statement.index, more], [true, 1, []]);
    assert.match(blocking?.witness ?? '', /\/us\//);
    assert.equal(isGranted(policy, FAMILY).holds, false);
  });

  it('of everything else touches nothing', () => {
    const policy = policyOf([ALLOW, deny('StringNotLike', `${LOGS}/*`), deny('ArnLike', 'arn:aws:s3:::other/*')]);
    assert.deepEqual(blockingDenies(policy, FAMILY), []);
    assert.deepEqual(isGranted(policy, FAMILY), { holds: true });
  });

  it('by a variable that is not known leaves it open', () => {
    const policy = policyOf([ALLOW, deny('StringLike', `${LOGS}/\${aws:ResourceAccount}*`)]);
    assert.deepEqual(
      blockingDenies(policy, FAMILY).map(({ surely }) => surely),
      [false],
    );
    assert.equal(isGranted(policy, FAMILY).holds, 'unknown');
  });
});
