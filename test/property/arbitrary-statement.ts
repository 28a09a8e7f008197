import fc from 'fast-check';
import type { JsonObject } from '../../shared/policy/json.ts';
import { operator, scalarOrList } from './arbitrary-condition.ts';

/** What the statements of one kind of document are made of. */
export type Vocabulary = {
  readonly sids: readonly string[];
  readonly principal: fc.Arbitrary<JsonObject | string>;
  readonly action: fc.Arbitrary<string>;
  readonly resource: fc.Arbitrary<string>;
  /** A condition key with what a policy may ask of it. */
  readonly condition: fc.Arbitrary<[string, unknown]>;
};

/** Whoever a policy may name beside CloudTrail, or CloudTrail. */
export const principal: fc.Arbitrary<JsonObject | string> = fc.oneof(
  fc.constant('*'),
  fc.constantFrom(
    { Service: 'cloudtrail.amazonaws.com' },
    { Service: ['config.amazonaws.com', 'cloudtrail.amazonaws.com'] },
  ),
  fc.constantFrom({ Service: 'config.amazonaws.com' }, { AWS: '*' }, { AWS: 'arn:aws:iam::111122223333:root' }),
  fc.constantFrom({ AWS: ['arn:aws:iam::086441151436:root', '111122223333'] }, { AWS: '859597730677' }),
  fc.constantFrom(
    { AWS: 'arn:aws:iam::111122223333:role/x', Service: 'cloudtrail.amazonaws.com' },
    { CanonicalUser: 'abc' },
  ),
);

function condition({ condition: asked }: Vocabulary): fc.Arbitrary<JsonObject | undefined> {
  const entry = fc.tuple(operator, asked).map(([name, [key, value]]) => ({ [name]: { [key]: value } }));
  return fc.oneof(
    fc.constant(undefined),
    entry,
    fc.tuple(entry, entry).map(([one, other]) => ({ ...one, ...other })),
  ) as fc.Arbitrary<JsonObject | undefined>;
}

/** A statement of any form that IAM takes. */
export function arbitraryStatement(words: Vocabulary): fc.Arbitrary<JsonObject> {
  return fc
    .record({
      sid: fc.constantFrom(undefined, 'A', 'with blank', '', ...words.sids),
      effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
      principal: words.principal,
      notPrincipal: fc.integer({ min: 0, max: 9 }),
      action: scalarOrList(words.action),
      notAction: fc.integer({ min: 0, max: 9 }),
      resource: scalarOrList(words.resource),
      notResource: fc.integer({ min: 0, max: 9 }),
      condition: condition(words),
    })
    .map((parts) => ({
      ...(parts.sid === undefined ? {} : { Sid: parts.sid }),
      Effect: parts.effect,
      [parts.notPrincipal === 0 ? 'NotPrincipal' : 'Principal']: parts.principal,
      [parts.notAction === 0 ? 'NotAction' : 'Action']: parts.action,
      [parts.notResource === 0 ? 'NotResource' : 'Resource']: parts.resource,
      ...(parts.condition === undefined ? {} : { Condition: parts.condition }),
    }));
}
