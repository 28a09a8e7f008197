import { isIP } from 'node:net';
import { arnMatches, isArnPattern } from './arn-pattern.ts';
import { globMatches, hasHole, type Token } from './glob.ts';
import type { PointRequest } from './request.ts';
import type { Truth } from './truth.ts';
import { readPattern } from './variables.ts';

/** What surrounds a condition value: the request, and whether the policy's Version has variables. */
export type Surroundings = { readonly request: PointRequest; readonly variables: boolean };

/** One comparison of condition values. */
export type Comparison = {
  /** Whether the request's value matches one policy value. */
  readonly matches: (actual: string, wanted: string, around: Surroundings) => Truth;
  /** False if the policy value is of a form that can match nothing, whatever the request says. */
  readonly canMatch: (wanted: string, around: Surroundings) => boolean;
};

/** An operator: a comparison, and whether it asks that nothing matches. */
export type Operator = { readonly comparison: Comparison; readonly negated: boolean };

function textComparison(wildcards: boolean, fold: (text: string) => string): Comparison {
  const read = (wanted: string, { request, variables }: Surroundings) =>
    readPattern(wanted, { wildcards, variables }, request);
  const foldToken = (token: Token): Token => (token.kind === 'text' ? { kind: 'text', char: fold(token.char) } : token);
  return {
    matches: (actual, wanted, around) => {
      const pattern = read(wanted, around);
      if (pattern === null || !globMatches(pattern.map(foldToken), fold(actual))) return false;
      return hasHole(pattern) ? 'unknown' : true;
    },
    canMatch: (wanted, around) => read(wanted, around) !== null,
  };
}

const arnComparison: Comparison = {
  matches: (actual, wanted, { request, variables }) => {
    const pattern = readPattern(wanted, { wildcards: true, variables }, request);
    return pattern === null ? false : arnMatches(pattern, actual);
  },
  canMatch: (wanted, { request, variables }) => {
    const pattern = readPattern(wanted, { wildcards: true, variables }, request);
    return pattern !== null && isArnPattern(pattern);
  },
};

function number(text: string): number {
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text.trim()) ? Number(text) : Number.NaN;
}

/** A W3C date (`2026-11-21`, `2026-11-21T12:00:00Z`) or seconds since the epoch. */
function date(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text.trim())) return Number(text) * 1000;
  return /^\d{4}-\d{2}(-\d{2})?(T.*)?$/.test(text.trim()) ? Date.parse(text) : Number.NaN;
}

function ordered(parse: (text: string) => number, holds: (actual: number, wanted: number) => boolean): Comparison {
  const isValue = (text: string) => !Number.isNaN(parse(text));
  return {
    matches: (actual, wanted) => isValue(actual) && isValue(wanted) && holds(parse(actual), parse(wanted)),
    canMatch: isValue,
  };
}

const isBoolean = (text: string) => /^(true|false)$/i.test(text);

const boolean: Comparison = {
  matches: (actual, wanted) => isBoolean(actual) && actual.toLowerCase() === wanted.toLowerCase(),
  canMatch: isBoolean,
};

const binary: Comparison = {
  matches: (actual, wanted) => Buffer.from(wanted, 'base64').equals(Buffer.from(actual)),
  canMatch: () => true,
};

/** No value that CloudTrail's requests are known to carry is an IP address, so none lies in any range. */
const ipAddress: Comparison = {
  matches: () => false,
  canMatch: (wanted) => isIP(wanted.split('/')[0] ?? '') !== 0,
};

const same = (text: string) => text;
const folded = (text: string) => text.toLowerCase();
const exact = textComparison(false, same);
const exactFolded = textComparison(false, folded);
const like = textComparison(true, same);
const equal = (actual: number, wanted: number) => actual === wanted;

function orderedOperators(type: string, parse: (text: string) => number): [string, Operator][] {
  const holds: [string, (actual: number, wanted: number) => boolean][] = [
    ['equals', equal],
    ['lessthan', (actual, wanted) => actual < wanted],
    ['lessthanequals', (actual, wanted) => actual <= wanted],
    ['greaterthan', (actual, wanted) => actual > wanted],
    ['greaterthanequals', (actual, wanted) => actual >= wanted],
  ];
  return [
    ...holds.map(([name, test]): [string, Operator] => [
      type + name,
      { comparison: ordered(parse, test), negated: false },
    ]),
    [`${type}notequals`, { comparison: ordered(parse, equal), negated: true }],
  ];
}

function withNegation(name: string, negation: string, comparison: Comparison): [string, Operator][] {
  return [
    [name, { comparison, negated: false }],
    [negation, { comparison, negated: true }],
  ];
}

/** Every operator of the IAM reference but Null, by its lower-case name without prefix and suffix. */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ...withNegation('stringequals', 'stringnotequals', exact),
  ...withNegation('stringequalsignorecase', 'stringnotequalsignorecase', exactFolded),
  ...withNegation('stringlike', 'stringnotlike', like),
  ...withNegation('arnequals', 'arnnotequals', arnComparison),
  ...withNegation('arnlike', 'arnnotlike', arnComparison),
  ...withNegation('ipaddress', 'notipaddress', ipAddress),
  ...orderedOperators('numeric', number),
  ...orderedOperators('date', date),
  ['bool', { comparison: boolean, negated: false }],
  ['binaryequals', { comparison: binary, negated: false }],
]);
