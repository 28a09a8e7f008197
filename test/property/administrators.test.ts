import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decide } from '../../sandbox/delivery/decide.ts';
import { type ContextValue, known, type PointRequest } from '../../sandbox/delivery/request.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { arbitrarySituation } from './arbitrary-policy.ts';
import { repairsOf } from './repairs.ts';
import { RUNS } from './runs.ts';

const ABSENT: ContextValue = { kind: 'absent' };

/** Who administers keys: the account itself, its roles, and those of another account. */
const arbitraryAdministrator = fc.record({
  action: fc.constantFrom('kms:PutKeyPolicy', 'kms:EnableKey', 'kms:ScheduleKeyDeletion'),
  name: fc.constantFrom('root', 'role/KeyAdmin', 'role/Reader', 'role/x', 'user/dana'),
  isForeign: fc.nat({ max: 4 }).map((number) => number === 0),
});

type Administrator = { readonly action: string; readonly name: string; readonly isForeign: boolean };

/** A call that a person makes of KMS: with an account and an ARN, and without all that a service's request carries. */
function requestOf(trail: Trail, { action, name, isForeign }: Administrator): PointRequest {
  const resource = trail.kmsKeyArn ?? '';
  const [, partition, , , owner = ''] = resource.split(':');
  const account = isForeign ? '123456789012' : owner;
  const arn = `arn:${partition}:iam::${account}:${name}`;
  const context: readonly (readonly [string, ContextValue])[] = [
    ...['aws:principalarn', 'aws:username'].map((key) => [key, known(arn)] as const),
    ...['aws:principalaccount', 'kms:calleraccount'].map((key) => [key, known(account)] as const),
    ...['aws:principalisawsservice', 'aws:viaawsservice'].map((key) => [key, known('false')] as const),
    ['aws:principalorgid', known('o-exampleorgid')],
    ['aws:securetransport', known('true')],
    ...['aws:sourcearn', 'aws:sourceaccount', 'aws:sourceorgid', 'kms:viaservice', 'kms:encryptioncontextkeys'].map(
      (key) => [key, ABSENT] as const,
    ),
    ...['aws:cloudtrail:arn', 'aws:s3:arn', 'purpose'].map((key) => [`kms:encryptioncontext:${key}`, ABSENT] as const),
  ];
  return { action, resource, partition: trail.partition, caller: { account, arns: [arn] }, context: new Map(context) };
}

const numRuns = RUNS['key-policy'];

test(`${numRuns} random key policies: after a repair they let their administrators administer as before`, () => {
  const seen = new Map<string, number>();
  const administrators = fc.array(arbitraryAdministrator, { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(arbitrarySituation['key-policy'], administrators, (situation, callers) => {
      const [change] = repairsOf(situation, 'opted-in');
      if (change === undefined) return;
      for (const caller of callers) {
        const request = requestOf(situation.trail, caller);
        const { decision } = decide(situation.document, request);
        seen.set(decision, (seen.get(decision) ?? 0) + 1);
        assert.equal(decide(change.after, request).decision, decision, JSON.stringify(caller));
      }
    }),
    { numRuns },
  );
  for (const decision of ['allow', 'deny', 'implicit'])
    assert.ok((seen.get(decision) ?? 0) > numRuns / 100 - 1, `${decision} came up ${seen.get(decision) ?? 0} times`);
});
