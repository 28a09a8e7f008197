import { isBlock, isInBlock } from './address.ts';
import { type Glob, matchesGlob, parseGlob } from './glob.ts';

/** How one value of the request is compared with one value of the policy. */
export type Comparison = {
  /** True for `…Not…`: the values are compared positively, and the outcome is turned round. */
  readonly negated: boolean;
  /** True if the policy's value may hold policy variables (IAM: string and ARN operators only). */
  readonly variables: boolean;
  readonly wildcards: boolean;
  readonly test: (actual: string, expected: Glob) => boolean;
  /** The same where stars stand for values that are not known: false only if they cannot match. */
  readonly mayMatch: (actual: string, expected: Glob) => boolean;
  /** False if no value whatever could match: the policy's value cannot be read as the operator's type. */
  readonly canMatch: (expected: Glob) => boolean;
  /**
   * The pattern that matches the same ARNs, of which all share the first five components with this one: null if it matches
   * none of them; undefined where the comparison is not one by patterns.
   */
  readonly patternOf: (expected: Glob, example: string) => Glob | null | undefined;
};

const text = (glob: Glob): string => glob.map((token) => (typeof token === 'string' ? '' : token.literal)).join('');

function numberOf(value: string): number | null {
  return /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value) ? Number(value) : null;
}

const ISO_DATE = /^\d{4}-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?)?$/;

/** A date as ISO 8601 or in seconds since the epoch, both of which IAM takes; in seconds. */
function dateOf(value: string): number | null {
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value);
  if (!ISO_DATE.test(value)) return null;
  const millis = parseIso(value);
  return Number.isNaN(millis) ? null : millis / 1000;
}

function parseIso(value: string): number {
  const [
    ,
    year = '0',
    month = '01',
    day = '01',
    hour = '00',
    minute = '00',
    second = '00',
    sign = '+',
    offHour = '00',
    offMinute = '00',
  ] =
    /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?(?:Z|([+-])(\d{2}):?(\d{2}))?$/.exec(
      value,
    ) ?? [];
  const leapDays = (y: number): number => Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  const monthDays = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
  const y = Number(year);
  const m = Number(month);
  if (m < 1 || m > 12) return Number.NaN;
  const leap = (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0;
  const days = y * 365 + leapDays(y - 1) + (monthDays[m - 1] ?? 0) + (leap && m > 2 ? 1 : 0) + Number(day) - 1;
  const epochDays = days - (1970 * 365 + leapDays(1969));
  const offset = (Number(offHour) * 60 + Number(offMinute)) * (sign === '-' ? -1 : 1);
  return ((epochDays * 24 + Number(hour)) * 60 + Number(minute) - offset) * 60_000 + Number(second) * 1000;
}

type Holds = (left: number, right: number) => boolean;

function compare(parse: (value: string) => number | null, holds: Holds): Comparison['test'] {
  return (actual, expected) => {
    const left = parse(actual);
    const right = parse(text(expected));
    return left !== null && right !== null && holds(left, right);
  };
}

/** Splits a pattern at its first five colons: an ARN has six components, and only the last may hold colons. */
function components(pattern: Glob): Glob[] | null {
  const parts: Glob[] = [];
  let start = 0;
  for (let at = 0; at < pattern.length && parts.length < 5; at += 1) {
    const token = pattern[at];
    if (typeof token === 'object' && token.literal === ':') {
      parts.push(pattern.slice(start, at));
      start = at + 1;
    }
  }
  return parts.length === 5 ? [...parts, pattern.slice(start)] : null;
}

/** ArnLike and ArnEquals behave alike: each of the six components is compared with its own wildcards (IAM user guide). */
function arnMatches(actual: string, expected: Glob): boolean {
  const values = actual.split(':');
  const patterns = components(expected);
  if (patterns === null || values.length < 6) return false;
  const whole = [...values.slice(0, 5), values.slice(5).join(':')];
  return patterns.every((pattern, part) => matchesGlob(pattern, whole[part] ?? ''));
}

/** An ARN pattern for ARNs whose first five components are the example's: these either fit, or nothing does. */
function arnPattern(expected: Glob, example: string): Glob | null {
  const patterns = components(expected);
  const head = example.split(':').slice(0, 5);
  if (patterns === null || !head.every((part, at) => matchesGlob(patterns[at] ?? [], part))) return null;
  return [...parseGlob(`${head.join(':')}:`, false), ...(patterns[5] ?? [])];
}

type Test = Comparison['test'];

/** A typed operator, which takes neither variables nor wildcards. */
const typed = (test: Test, canMatch: Comparison['canMatch'], negated = false): Comparison => ({
  ...{ negated, variables: false, wildcards: false, test, canMatch },
  mayMatch: test,
  patternOf: () => undefined,
});
const string = (wildcards: boolean, test: Test, negated = false): Comparison => ({
  ...{ negated, variables: true, wildcards, test },
  mayMatch: test === equals ? like : test === equalsFolded ? likeFolded : test,
  canMatch: (expected) => test !== arnMatches || components(expected) !== null,
  patternOf: (expected, example) => {
    if (test === arnMatches) return arnPattern(expected, example);
    return test === equals || test === like ? expected : undefined;
  },
});
const number = (holds: Holds, negated = false): Comparison =>
  typed(compare(numberOf, holds), (expected) => numberOf(text(expected)) !== null, negated);
const date = (holds: Holds, negated = false): Comparison =>
  typed(compare(dateOf, holds), (expected) => dateOf(text(expected)) !== null, negated);
const isBoolean = (value: string): boolean => /^(true|false)$/i.test(value);
const address = (negated: boolean): Comparison => typed(IP_ADDRESS, (expected) => isBlock(text(expected)), negated);

/** Whether an address lies in a block of the policy. */
export const IP_ADDRESS: Test = (actual, expected) => isInBlock(actual, text(expected));

/** The policy holds the bytes in base64, the request holds them as they are. */
const binaryEquals: Test = (actual, expected) => {
  try {
    return atob(text(expected)) === actual;
  } catch {
    return false;
  }
};
const equals: Comparison['test'] = (actual, expected) => actual === text(expected);
const equalsFolded: Comparison['test'] = (actual, expected) => actual.toLowerCase() === text(expected).toLowerCase();
const like: Comparison['test'] = (actual, expected) => matchesGlob(expected, actual);
const fold = (glob: Glob): Glob =>
  glob.map((token) => (typeof token === 'string' ? token : { literal: token.literal.toLowerCase() }));
const likeFolded: Comparison['test'] = (actual, expected) => matchesGlob(fold(expected), actual.toLowerCase());
const eq = (left: number, right: number): boolean => left === right;
const lt = (left: number, right: number): boolean => left < right;
const le = (left: number, right: number): boolean => left <= right;
const gt = (left: number, right: number): boolean => left > right;
const ge = (left: number, right: number): boolean => left >= right;

/**
 * Every condition operator of IAM but Null, by its name in lower case (IAM user guide, "IAM JSON policy elements:
 * Condition operators"). A value that cannot be read as the operator's type matches nothing.
 */
export const COMPARISONS: ReadonlyMap<string, Comparison> = new Map<string, Comparison>([
  ['stringequals', string(false, equals)],
  ['stringnotequals', string(false, equals, true)],
  ['stringequalsignorecase', string(false, equalsFolded)],
  ['stringnotequalsignorecase', string(false, equalsFolded, true)],
  ['stringlike', string(true, like)],
  ['stringnotlike', string(true, like, true)],
  ['arnequals', string(true, arnMatches)],
  ['arnlike', string(true, arnMatches)],
  ['arnnotequals', string(true, arnMatches, true)],
  ['arnnotlike', string(true, arnMatches, true)],
  [
    'bool',
    typed(
      (actual, expected) => isBoolean(actual) && equalsFolded(actual, expected),
      (expected) => isBoolean(text(expected)),
    ),
  ],
  ['binaryequals', typed(binaryEquals, () => true)],
  ['ipaddress', address(false)],
  ['notipaddress', address(true)],
  ['numericequals', number(eq)],
  ['numericnotequals', number(eq, true)],
  ['numericlessthan', number(lt)],
  ['numericlessthanequals', number(le)],
  ['numericgreaterthan', number(gt)],
  ['numericgreaterthanequals', number(ge)],
  ['dateequals', date(eq)],
  ['datenotequals', date(eq, true)],
  ['datelessthan', date(lt)],
  ['datelessthanequals', date(le)],
  ['dategreaterthan', date(gt)],
  ['dategreaterthanequals', date(ge)],
]);
