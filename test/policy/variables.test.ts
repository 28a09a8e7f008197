import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evaluateCondition } from '../../shared/policy/condition.ts';
import { ABSENT, type Context, type ContextValue, known } from '../../shared/policy/context.ts';
import { matchesGlob } from '../../shared/policy/glob.ts';
import { escapeLiteral, expand } from '../../shared/policy/variables.ts';

const CONTEXT: Context = new Map<string, ContextValue>([
  ['aws:sourceaccount', known('111122223333')],
  ['aws:sourcearn', known('arn:aws:cloudtrail:us-east-1:111122223333:trail/example')],
  ['aws:username', ABSENT],
  ['aws:principaltag/', ABSENT],
  ['odd', known('a*b')],
  ['many', { kind: 'known', values: ['a', 'b'], multi: true, complete: true }],
]);

/** Whether a policy's text matches under Version 2012-10-17: surely, perhaps, or not. */
function matches(pattern: string, text: string, variables = true): boolean | 'perhaps' {
  const expanded = expand(pattern, { variables, wildcards: true }, CONTEXT);
  if (expanded === null || !matchesGlob(expanded.glob, text)) return false;
  return expanded.exact ? true : 'perhaps';
}

describe('policy variables', () => {
  const cases: readonly [name: string, pattern: string, text: string, expected: boolean | 'perhaps'][] = [
    ['a value', 'x/${aws:SourceAccount}/*', 'x/111122223333/y', true],
    ['a value in other letters', 'x/${AWS:sourceACCOUNT}', 'x/111122223333', true],
    ['a value with blanks around the name', 'x/${ aws:SourceAccount }', 'x/111122223333', true],
    ['a value that differs', 'x/${aws:SourceAccount}', 'x/999988887777', false],
    ['two of them', '${aws:SourceAccount}-${aws:SourceAccount}', '111122223333-111122223333', true],
    ['without a value: nothing', 'x/${aws:username}', 'x/', false],
    ['without a value, not even everything', '*${aws:username}*', 'anything', false],
    ['without a value, with a default', "x/${aws:username, 'nobody'}", 'x/nobody', true],
    ['with a value, the default is left', "x/${aws:SourceAccount, 'nobody'}", 'x/nobody', false],
    ['a tag without a value', '${aws:PrincipalTag/team}', 'x', false],
    ['a value that is not known', 'x/${aws:ResourceAccount}/y', 'x/1/y', 'perhaps'],
    ['a value that is not known, where the rest cannot match', 'x/${aws:ResourceAccount}/y', 'z/1/y', false],
    [
      'one value that is not known before one that is',
      '${aws:ResourceAccount}-${aws:SourceAccount}',
      '1-111122223333',
      'perhaps',
    ],
    ['a default that is a single quote is none', "x/${aws:username, '}", 'x/', false],
    ['a set', 'x/${many}', 'x/a', 'perhaps'],
    ['a value with a star is text', 'x/${odd}', 'x/a*b', true],
    ['a value with a star is no wildcard', 'x/${odd}', 'x/aZb', false],
    ['an escaped star', 'x/${*}', 'x/*', true],
    ['an escaped star is no wildcard', 'x/${*}', 'x/y', false],
    ['an escaped question mark', 'x/${?}', 'x/y', false],
    ['an escaped dollar', '${$}{x}', '${x}', true],
    ['a dollar by itself', 'a$b', 'a$b', true],
    ['a brace that is never closed', 'x${aws:SourceAccount', 'x${aws:SourceAccount', true],
  ];
  for (const [name, pattern, text, expected] of cases) {
    it(name, () => assert.equal(matches(pattern, text), expected));
  }

  it('are plain text without Version 2012-10-17', () => {
    assert.equal(matches('x/${aws:SourceAccount}', 'x/${aws:SourceAccount}', false), true);
    assert.equal(matches('x/${aws:SourceAccount}', 'x/111122223333', false), false);
  });

  it('stand in string and ARN conditions, and not in typed ones', () => {
    const truth = (operator: string, key: string, value: string, variables = true) =>
      evaluateCondition({ operator, key, values: [value] }, CONTEXT, variables);
    const arn = 'arn:aws:cloudtrail:us-east-1:${aws:SourceAccount}:trail/example';
    for (const operator of ['StringEquals', 'StringLike', 'ArnLike', 'ArnEquals', 'StringEqualsIgnoreCase']) {
      assert.equal(truth(operator, 'aws:SourceArn', arn), true, operator);
      assert.equal(truth(operator, 'aws:SourceArn', arn, false), false, operator);
    }
    assert.equal(truth('NumericEquals', 'aws:SourceAccount', '${aws:SourceAccount}'), false);
    assert.equal(truth('StringNotEquals', 'aws:SourceArn', '${aws:username}'), true);
    assert.equal(truth('StringEquals', 'aws:SourceArn', '${aws:ResourceAccount}'), 'unknown');
  });
});

it('text that was escaped matches itself and nothing else', () => {
  for (const text of ['plain', 'a*b', 'a?b', 'x${y}', '$', '${*}', '**']) {
    assert.equal(matches(escapeLiteral(text), text), true, text);
    assert.equal(matches(escapeLiteral(text), text.replaceAll(/[*?$]/g, 'Z')), text === 'plain', text);
  }
});
