import type { Json } from '../../shared/policy/json.ts';
import type { Random } from './random.ts';

/** What people and attackers write into the middle of a text. */
const SNIPPETS: readonly [string, ...string[]] = [
  ...(['*', '?', '**', '*?*', '$', '${', '}', '${}', '${*}', '${?}', '${$}', '${aws:SourceArn}'] as const),
  ...[
    '${aws:PrincipalTag/x}',
    "${aws:username, '*'}",
    "${aws:SourceAccount,''}",
    '${${aws:SourceArn}}',
    '${s3:prefix}',
  ],
  ...['/', '//', '..', ':', 'AWSLogs/', 'o-exampleorgid', '111122223333', 'CloudTrail', 'cloudtrail.amazonaws.com'],
  ...[
    '\u0000',
    '\n',
    '\r\n',
    '\t',
    '\u001b[2J',
    '\u202e',
    '\u2028',
    '\ufeff',
    '\u200b',
    '\ud800',
    '\udfff',
    '😀',
    'é',
    'ſ',
    'K',
    'İ',
  ],
  ...[
    '"',
    "'",
    '\\',
    '`',
    '<',
    '&',
    '%',
    '%2a',
    '-',
    '+',
    '0',
    '1e999',
    '__proto__',
    'constructor',
    'toString',
    'null',
    'true',
  ],
];

/** Patterns whose matchers multiply: many stars, many ways to read one text. */
const PATTERNS: readonly [string, ...string[]] = [
  '*'.repeat(50),
  '*a'.repeat(40),
  '*?'.repeat(60),
  '?'.repeat(100),
  '*0*1*2*3*4*5*6*7*8*9',
  `arn:aws:s3:::example-trail-logs/${'*1'.repeat(30)}`,
  `arn:aws:s3:::example-logs/${'*/'.repeat(12)}*`,
  `arn:aws:s3:::example-logs/AWSLogs/${'*-*'.repeat(20)}`,
  `arn:*:*:*:*:${'?*'.repeat(25)}`,
  '${aws:SourceAccount}'.repeat(40),
];

const NUMBERS: readonly [number, ...number[]] = [0, 1, -1, 0.5, 1e21, -1e-7, 2 ** 53, 2 ** 31, Number.MAX_VALUE];

const KEYS: readonly [string, ...string[]] = [
  ...(['Version', 'Id', 'Statement', 'Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction'] as const),
  ...['Resource', 'NotResource', 'Condition', 'AWS', 'Service', 'Federated', 'CanonicalUser', 'statement', 'effect'],
  ...[
    'StringEquals',
    'StringNotEquals',
    'StringLike',
    'StringNotLike',
    'ArnLike',
    'ArnNotEquals',
    'Bool',
    'Null',
    'IpAddress',
  ],
  ...[
    'NumericLessThan',
    'DateGreaterThan',
    'BinaryEquals',
    'ForAnyValue:StringLike',
    'ForAllValues:StringEqualsIfExists',
  ],
  ...['StringEqualsIgnoreCase', 'stringequals', 'NotIpAddressIfExists', 'NullIfExists', 'ForAnyValue:', ':IfExists'],
  ...[
    'aws:SourceArn',
    'AWS:SOURCEARN',
    'aws:SourceAccount',
    'aws:SourceOrgID',
    'aws:PrincipalOrgID',
    'aws:SecureTransport',
  ],
  ...['s3:x-amz-acl', 's3:x-amz-server-side-encryption', 'kms:EncryptionContext:aws:cloudtrail:arn', 'kms:ViaService'],
  ...[
    'kms:EncryptionContext:aws:s3:arn',
    'kms:EncryptionContextKeys',
    'aws:PrincipalServiceName',
    'aws:CurrentTime',
    'aws:SourceIp',
  ],
  ...['', '__proto__', 'constructor', 'hasOwnProperty', 'length', '0', '\ud800', '\u0000', 'toJSON'],
];

/** A name that means something to a policy, or to JavaScript. */
export function hostileName(random: Random): string {
  return random.pick(KEYS);
}

/** A text like one that stands there, and changed: cut, doubled, in another case, with something in its middle. */
export function changedText(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  const to = at + random.below(text.length - at + 1);
  switch (random.below(9)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + text.slice(to);
    case 2:
      return `${text.slice(0, at)}*${text.slice(to)}`;
    case 3:
      return text.slice(0, at) + text.slice(at, to).toUpperCase() + text.slice(to);
    case 4:
      return text + text.slice(at, to);
    case 5:
      return random.oneIn(30) ? text.slice(at).repeat(1 + random.below(200)) : text.slice(at);
    default:
      return text.slice(0, at) + random.pick(SNIPPETS) + text.slice(random.oneIn(2) ? at : to);
  }
}

/** Whatever JSON allows, in the place of anything. */
export function hostileValue(random: Random): Json {
  switch (random.below(14)) {
    case 0:
      return null;
    case 1:
      return random.oneIn(2);
    case 2:
      return random.pick(NUMBERS);
    case 3:
      return [];
    case 4:
      return {};
    case 5:
      return '';
    case 6:
      return [random.pick(SNIPPETS), random.pick(SNIPPETS)];
    case 7:
      return JSON.parse(`{${JSON.stringify(random.pick(KEYS))}:${JSON.stringify(random.pick(SNIPPETS))}}`);
    case 8:
      return random.pick(PATTERNS);
    case 9:
      return Array.from({ length: 1 + random.below(30) }, () => random.pick(PATTERNS) + random.pick(SNIPPETS));
    case 10:
      return random.oneIn(20) ? random.pick(SNIPPETS).repeat(1 + random.below(20_000)) : random.pick(SNIPPETS);
    case 11:
      return '*';
    default:
      return random.pick(SNIPPETS);
  }
}
