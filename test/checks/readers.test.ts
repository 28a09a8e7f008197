import assert from 'node:assert/strict';
import { it } from 'node:test';
import { keyPolicyLimitsReaders } from '../../shared/checks/key-policy-limits-readers.ts';
import { trailDeliversLogFiles } from '../../shared/checks/trail-delivers-log-files.ts';
import { observationOf } from './case.ts';
import { findingOf } from './finding.ts';

const open = { Effect: 'Allow', Principal: '*', Action: 'kms:Decrypt', Resource: '*' };
const OPEN: readonly [string, object][] = [
  ['a star for an account holds nobody', { ...open, Condition: { StringLike: { 'kms:CallerAccount': '*' } } }],
  [
    'a star for a principal holds nobody',
    { ...open, Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*' } } },
  ],
  [
    'ForAllValues is true where the key is missing',
    { ...open, Condition: { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgPaths': 'o-x/*' } } },
  ],
  [
    'NotPrincipal in an Allow names everybody else',
    {
      Effect: 'Allow',
      NotPrincipal: { AWS: 'arn:aws:iam::111122223333:user/x' },
      Action: 'kms:Decrypt',
      Resource: '*',
    },
  ],
];
for (const [name, statement] of OPEN)
  it(name, () => {
    const one = { name, keyPolicy: [statement], expect: { verdict: 'broken' } };
    assert.equal(findingOf(keyPolicyLimitsReaders, observationOf(one)).verdict, 'broken');
  });
it('advice has no double blank (trail-delivers-log-files)', () => {
  const one = { name: '', status: { latestDeliveryError: 'AccessDenied' }, expect: { verdict: 'broken' } };
  assert.doesNotMatch(JSON.stringify(findingOf(trailDeliversLogFiles, observationOf(one)).advice), / {2}/);
});
