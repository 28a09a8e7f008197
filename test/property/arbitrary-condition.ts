import fc from 'fast-check';
import type { Trail } from '../../shared/trail/trail.ts';
import { ORGANIZATION } from './arbitrary-trail.ts';

/** One item, or a list of up to three. */
export const scalarOrList = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<T | T[]> =>
  fc.oneof(item, fc.array(item, { minLength: 1, maxLength: 3 }));

/** One of these texts, or a list of them. */
export const text = (...values: string[]): fc.Arbitrary<string | string[]> => scalarOrList(fc.constantFrom(...values));

/** A condition key with what a policy may ask of it: the keys that a request to any service carries or lacks. */
export function globalCondition(trail: Trail): fc.Arbitrary<[string, unknown]> {
  const arn = trail.arn;
  return fc.oneof(
    fc.tuple(
      fc.constantFrom('aws:SourceArn', 'AWS:sourcearn'),
      text(
        arn,
        `${arn}x`,
        arn.replace('eu-west-1', '*'),
        'arn:aws:cloudtrail:*:trail/x',
        '*',
        'arn:*:cloudtrail:*:${aws:SourceAccount}:trail/*',
      ),
    ),
    fc.tuple(
      fc.constantFrom('aws:SourceAccount', 'aws:sourceAccount'),
      text(trail.account, '999999999999', '1*', '${aws:SourceAccount}'),
    ),
    fc.tuple(fc.constant('aws:SourceOrgID'), text(ORGANIZATION, 'o-other00000')),
    fc.tuple(
      fc.constantFrom(
        'aws:PrincipalOrgID',
        'aws:PrincipalArn',
        'aws:SourceVpce',
        'aws:PrincipalTag/team',
        'aws:username',
      ),
      text(ORGANIZATION, 'vpce-1', 'arn:aws:iam::111122223333:role/x', '${aws:PrincipalTag/team}'),
    ),
    fc.tuple(
      fc.constantFrom(
        'aws:SecureTransport',
        'aws:ViaAWSService',
        'aws:PrincipalIsAWSService',
        'aws:MultiFactorAuthPresent',
      ),
      fc.constantFrom('true', 'false', true, false, ['true', 'false']),
    ),
    fc.tuple(fc.constantFrom('aws:SourceIp', 'aws:VpcSourceIp'), text('10.0.0.0/8', '0.0.0.0/0', '2001:db8::/32')),
    fc.tuple(
      fc.constantFrom('aws:CurrentTime', 'aws:EpochTime', 'aws:RequestedRegion', 'aws:ResourceAccount'),
      text('2026-01-01T00:00:00Z', '1700000000', 'us-east-1'),
    ),
    fc.tuple(
      fc.constantFrom('aws:PrincipalServiceNamesList', 'aws:PrincipalServiceName', 'aws:CalledVia'),
      text('cloudtrail.amazonaws.com', 'cloudtrail.*', 'x'),
    ),
    fc.tuple(
      fc.constantFrom('aws:SourceArn', 'aws:PrincipalOrgID', 'aws:CurrentTime', 'aws:SourceIp'),
      fc.constantFrom('true', 'false', true),
    ),
  );
}

const OPERATORS = [
  ...[
    'StringEquals',
    'StringNotEquals',
    'StringEqualsIgnoreCase',
    'StringNotEqualsIgnoreCase',
    'StringLike',
    'StringNotLike',
    'ArnEquals',
    'ArnLike',
  ],
  ...[
    'ArnNotEquals',
    'ArnNotLike',
    'Bool',
    'NumericEquals',
    'NumericNotEquals',
    'NumericLessThan',
    'NumericLessThanEquals',
    'NumericGreaterThan',
  ],
  ...[
    'NumericGreaterThanEquals',
    'DateEquals',
    'DateNotEquals',
    'DateLessThan',
    'DateGreaterThan',
    'IpAddress',
    'NotIpAddress',
    'BinaryEquals',
  ],
];

/** The name of an operator, with its quantifier and IfExists. */
export const operator = fc.oneof(
  { weight: 1, arbitrary: fc.constant('Null') },
  {
    weight: 9,
    arbitrary: fc
      .tuple(
        fc.constantFrom('', '', '', '', 'ForAllValues:', 'ForAnyValue:'),
        fc.constantFrom(...OPERATORS),
        fc.constantFrom('', '', '', 'IfExists'),
      )
      .map((parts) => parts.join('')),
  },
);
