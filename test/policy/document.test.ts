import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parsePolicy } from '../../shared/policy/document.ts';

const VALID = {
  Effect: 'Allow',
  Principal: '*',
  Action: 's3:PutObject',
  Resource: 'arn:aws:s3:::example-logs/*',
};
const withStatement = (parts: object): object => ({ Version: '2012-10-17', Statement: [{ ...VALID, ...parts }] });
const without = (name: string): object =>
  Object.fromEntries(Object.entries(VALID).filter(([element]) => element !== name));

function parsed(value: unknown) {
  const result = parsePolicy(value);
  assert.ok(result.ok, result.ok ? '' : `${result.problem.place}: ${result.problem.reason}`);
  return result.policy;
}

describe('a policy that IAM takes', () => {
  it('may have one statement without a list', () => {
    assert.equal(parsed({ Version: '2012-10-17', Statement: VALID }).statements.length, 1);
  });

  it('may have no Version, which is the one of 2008', () => {
    assert.equal(parsed({ Statement: [VALID] }).version, '2008-10-17');
    assert.equal(parsed({ Version: '2008-10-17', Statement: [VALID] }).version, '2008-10-17');
    assert.equal(parsed({ Version: '2012-10-17', Statement: [VALID] }).version, '2012-10-17');
  });

  it('may have an Id, and no statement at all', () => {
    assert.deepEqual(parsed({ Id: 'logs', Statement: [] }).statements, []);
  });

  it('may have scalars or lists', () => {
    const [one] = parsed(withStatement({})).statements;
    const [many] = parsed(
      withStatement({ Action: ['s3:PutObject'], Resource: ['arn:aws:s3:::example-logs/*'] }),
    ).statements;
    assert.deepEqual(one?.action, many?.action);
    assert.deepEqual(one?.resource, many?.resource);
  });

  it('may name AWS and Service principals in one statement', () => {
    const principal = { AWS: ['111122223333', '*'], Service: 'cloudtrail.amazonaws.com' };
    const [statement] = parsed(withStatement({ Principal: principal })).statements;
    assert.deepEqual(statement?.principal, {
      negated: false,
      value: { AWS: ['111122223333', '*'], Service: ['cloudtrail.amazonaws.com'], Federated: [], CanonicalUser: [] },
    });
  });

  it('may have Not-elements', () => {
    const [statement] = parsed({
      Statement: { Effect: 'Deny', NotPrincipal: '*', NotAction: 's3:Get*', NotResource: '*' },
    }).statements;
    assert.ok(statement?.principal.negated && statement.action.negated && statement.resource.negated);
  });

  it('may have booleans and numbers in conditions, in lists too', () => {
    const condition = {
      Bool: { 'aws:SecureTransport': false },
      NumericLessThan: { 's3:TlsVersion': 1.2, 's3:signatureAge': [1, '2'] },
    };
    assert.deepEqual(parsed(withStatement({ Condition: condition })).statements[0]?.conditions, [
      { operator: 'Bool', key: 'aws:SecureTransport', values: ['false'] },
      { operator: 'NumericLessThan', key: 's3:TlsVersion', values: ['1.2'] },
      { operator: 'NumericLessThan', key: 's3:signatureAge', values: ['1', '2'] },
    ]);
  });

  it('may have Sids with blanks, empty ones, and the same one twice', () => {
    const statements = ['allow log delivery', '', '', undefined].map((Sid) => ({
      ...VALID,
      ...(Sid === undefined ? {} : { Sid }),
    }));
    assert.deepEqual(
      parsed({ Statement: statements }).statements.map(({ index, sid }) => [index, sid]),
      [
        [0, 'allow log delivery'],
        [1, ''],
        [2, ''],
        [3, null],
      ],
    );
  });

  it('keeps every statement as it was written', () => {
    const document = {
      Statement: [{ Sid: 'x', ...VALID, Condition: { Bool: { 'aws:SecureTransport': true } } }],
      Id: 'y',
    };
    assert.equal(JSON.stringify(parsed(document).source), JSON.stringify(document));
    assert.equal(JSON.stringify(parsed(document).statements[0]?.source), JSON.stringify(document.Statement[0]));
  });

  it('may hold what is legal and matches nothing', () => {
    parsed(withStatement({ Action: 's3.PutObject', Resource: 'not an arn', Condition: { StringMatches: { x: 'y' } } }));
  });
});

const REFUSED: readonly [name: string, policy: unknown, place: string, reason: RegExp][] = [
  ['a list', [], 'policy', /object/],
  ['text', '{}', 'policy', /object/],
  ['null', null, 'policy', /object/],
  ['no Statement', { Version: '2012-10-17' }, 'policy', /Statement/],
  ['an element that IAM does not know', { Statement: [], Statements: [] }, 'policy', /`Statements`/],
  ['a Version that does not exist', { Version: '2012-10-18', Statement: [] }, 'Version', /2012-10-17/],
  ['a Version that is a date of today', { Version: 2012, Statement: [] }, 'Version', /2012-10-17/],
  ['an Id that is no text', { Id: 1, Statement: [] }, 'Id', /number/],
  ['a statement that is text', { Statement: ['x'] }, 'Statement[0]', /string/],
  ['a single statement that is null', { Statement: null }, 'Statement', /null/],
  ['the second statement without an Effect', { Statement: [VALID, without('Effect')] }, 'Statement[1].Effect', /Allow/],
  ['an Effect in small letters', withStatement({ Effect: 'allow' }), 'Statement[0].Effect', /Allow/],
  ['no Principal', { Statement: [without('Principal')] }, 'Statement[0]', /Principal/],
  ['no Action', { Statement: [without('Action')] }, 'Statement[0]', /Action/],
  ['no Resource', { Statement: without('Resource') }, 'Statement', /Resource/],
  ['Action and NotAction', withStatement({ NotAction: 's3:*' }), 'Statement[0]', /Action and NotAction/],
  ['Resource and NotResource', withStatement({ NotResource: '*' }), 'Statement[0]', /Resource and NotResource/],
  ['Principal and NotPrincipal', withStatement({ NotPrincipal: '*' }), 'Statement[0]', /Principal and NotPrincipal/],
  [
    'a principal that is other text than a star',
    withStatement({ Principal: '111122223333' }),
    'Statement[0].Principal',
    /"\*"/,
  ],
  ['a principal that names nobody', withStatement({ Principal: {} }), 'Statement[0].Principal', /nobody/],
  [
    'a kind of principal that does not exist',
    withStatement({ Principal: { service: 'x' } }),
    'Statement[0].Principal',
    /`service`/,
  ],
  [
    'an empty list of principals',
    withStatement({ Principal: { Service: [] } }),
    'Statement[0].Principal.Service',
    /empty/,
  ],
  [
    'a principal that is no text',
    withStatement({ Principal: { AWS: ['*', 111122223333] } }),
    'Statement[0].Principal.AWS[1]',
    /number/,
  ],
  ['an empty list of actions', withStatement({ Action: [] }), 'Statement[0].Action', /empty/],
  ['an action that is no text', withStatement({ Action: ['s3:*', null] }), 'Statement[0].Action[1]', /null/],
  ['a resource that is an object', withStatement({ Resource: {} }), 'Statement[0].Resource', /object/],
  ['a Sid that is no text', withStatement({ Sid: 7 }), 'Statement[0].Sid', /number/],
  ['an element in small letters', withStatement({ condition: {} }), 'Statement[0]', /`condition`/],
  ['a condition that is a list', withStatement({ Condition: [] }), 'Statement[0].Condition', /list/],
  ['an operator without keys', withStatement({ Condition: { Bool: 'true' } }), 'Statement[0].Condition.Bool', /string/],
  [
    'a condition value that is null',
    withStatement({ Condition: { Bool: { 'aws:SecureTransport': null } } }),
    'Statement[0].Condition.Bool.aws:SecureTransport',
    /null/,
  ],
  [
    'a condition value that is an object',
    withStatement({ Condition: { Bool: { x: ['true', {}] } } }),
    'Statement[0].Condition.Bool.x[1]',
    /object/,
  ],
];

describe('a policy that IAM refuses is refused with the place and the reason', () => {
  for (const [name, policy, place, reason] of REFUSED) {
    it(name, () => {
      const result = parsePolicy(policy);
      assert.ok(!result.ok, 'it was taken');
      assert.equal(result.problem.place, place);
      assert.match(result.problem.reason, reason);
      assert.doesNotMatch(result.problem.reason, /\n|\.$/);
    });
  }
});
