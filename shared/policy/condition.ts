import { type Context, type ContextValue, lookUp } from './context.ts';
import type { Condition } from './document.ts';
import { COMPARISONS, type Comparison, IP_ADDRESS } from './operator.ts';
import { any, not, type Ternary } from './ternary.ts';
import { expand } from './variables.ts';

/** An operator taken apart: `ForAllValues:StringNotLikeIfExists` has a quantifier, a comparison and an IfExists. */
export type Operator = {
  readonly quantifier: 'one' | 'all' | 'any';
  readonly ifExists: boolean;
  /** Null for the operator `Null`, which tests presence. */
  readonly comparison: Comparison | null;
};

/** Reads an operator's name, in any case of letters; null if IAM has no such operator. */
export function parseOperator(name: string): Operator | null {
  const [, set = '', rest = ''] = /^(forallvalues:|foranyvalue:)?(.*)$/.exec(name.toLowerCase()) ?? [];
  const ifExists = rest.endsWith('ifexists');
  const base = ifExists ? rest.slice(0, -'ifexists'.length) : rest;
  const quantifier = set === '' ? 'one' : set === 'forallvalues:' ? 'all' : 'any';
  if (base === 'null') return ifExists ? null : { quantifier, ifExists, comparison: null };
  const comparison = COMPARISONS.get(base);
  return comparison === undefined ? null : { quantifier, ifExists, comparison };
}

/** `Null: true` holds where the key is absent, `Null: false` where it is there; of several values one is enough. */
function isNull(value: ContextValue, expected: readonly string[]): Ternary {
  const wanted = new Set(
    expected.map((text) => text.toLowerCase()).filter((text) => text === 'true' || text === 'false'),
  );
  if (wanted.size !== 1) return wanted.size === 2;
  if (value.kind === 'unknown' && !value.present) return 'unknown';
  const absent = value.kind === 'absent' || (value.kind === 'known' && value.complete && value.values.length === 0);
  return wanted.has(absent ? 'true' : 'false');
}

function compareOne(
  comparison: Comparison,
  actual: string,
  expected: readonly string[],
  variables: boolean,
  context: Context,
): Ternary {
  const positive = any(
    expected.map((value) => {
      const pattern = expand(
        value,
        { variables: variables && comparison.variables, wildcards: comparison.wildcards },
        context,
      );
      if (pattern === null) return false;
      if (pattern.exact) return comparison.test(actual, pattern.glob);
      return comparison.mayMatch(actual, pattern.glob) ? 'unknown' : false;
    }),
  );
  return comparison.negated ? not(positive) : positive;
}

/** A missing key: IfExists and ForAllValues hold, ForAnyValue does not, a negated operator does (IAM user guide). */
function ofAbsent(operator: Operator, negated: boolean): boolean {
  if (operator.ifExists || operator.quantifier === 'all') return true;
  return operator.quantifier === 'one' && negated;
}

function ofKnown(operator: Operator, results: readonly Ternary[], complete: boolean): Ternary {
  const rest: Ternary[] = complete ? [] : ['unknown'];
  if (operator.quantifier === 'any') return any([...results, ...rest]);
  return not(any([...results.map(not), ...rest]));
}

/** A key that is there with a value that nobody knows: certain only if no value at all could match. */
function ofPresent(comparison: Comparison, expected: readonly string[], variables: boolean, context: Context): Ternary {
  const reading = { variables: variables && comparison.variables, wildcards: comparison.wildcards };
  const open = expected.some((value) => {
    const pattern = expand(value, reading, context);
    return pattern !== null && (!pattern.exact || comparison.canMatch(pattern.glob));
  });
  return open ? 'unknown' : comparison.negated;
}

/** The truth of one condition in a request: one operator, one key, its values. */
export function evaluateCondition(condition: Condition, context: Context, variables: boolean): Ternary {
  const operator = parseOperator(condition.operator);
  if (operator === null) return 'unknown';
  const value = lookUp(context, condition.key);
  const { comparison } = operator;
  if (comparison === null) return isNull(value, condition.values);
  switch (value.kind) {
    case 'unknown': {
      const present = ofPresent(comparison, condition.values, variables, context);
      return value.present || ofAbsent(operator, comparison.negated) === present ? present : 'unknown';
    }
    case 'opaque':
      // No block holds what is no address.
      return comparison.test === IP_ADDRESS
        ? comparison.negated
        : ofPresent(comparison, condition.values, variables, context);
    case 'absent':
      return ofAbsent(operator, comparison.negated);
    case 'known': {
      // IAM does not say what an operator without a quantifier does with a set.
      if (value.multi && operator.quantifier === 'one') return 'unknown';
      const results = value.values.map((actual) =>
        compareOne(comparison, actual, condition.values, variables, context),
      );
      return ofKnown(operator, results, value.complete);
    }
  }
}
