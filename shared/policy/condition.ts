import { type Context, type ContextValue, lookUp } from './context.ts';
import type { Condition } from './document.ts';
import { COMPARISONS, type Comparison } from './operator.ts';
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
  if (value.kind === 'unknown' && !value.present) return expected.length === 0 ? false : 'unknown';
  if (value.kind === 'opaque') return 'unknown';
  const absent = value.kind === 'absent' || (value.kind === 'known' && value.complete && value.values.length === 0);
  return expected.some((wanted) => wanted.toLowerCase() === String(absent));
}

function compareOne(comparison: Comparison, actual: string, expected: readonly string[], variables: boolean, context: Context): Ternary {
  const positive = any(
    expected.map((value) => {
      const pattern = expand(value, { variables: variables && comparison.variables, wildcards: comparison.wildcards }, context);
      if (pattern === 'unknown') return 'unknown';
      return pattern === 'nothing' ? false : comparison.test(actual, pattern);
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

/** An address that is none: no block holds it, and whether IAM takes it for present is not known. */
function ofOpaque(operator: Operator, comparison: Comparison): Ternary {
  const isAddress = comparison === COMPARISONS.get('ipaddress') || comparison === COMPARISONS.get('notipaddress');
  if (!isAddress) return 'unknown';
  const present = comparison.negated;
  return ofAbsent(operator, comparison.negated) === present ? present : 'unknown';
}

/** The truth of one condition in a request: one operator, one key, its values. */
export function evaluateCondition(condition: Condition, context: Context, variables: boolean): Ternary {
  const operator = parseOperator(condition.operator);
  if (operator === null) return 'unknown';
  const value = lookUp(context, condition.key);
  const { comparison } = operator;
  if (comparison === null) return isNull(value, condition.values);
  switch (value.kind) {
    case 'unknown':
      return 'unknown';
    case 'opaque':
      return ofOpaque(operator, comparison);
    case 'absent':
      return ofAbsent(operator, comparison.negated);
    case 'known': {
      // IAM does not say what an operator without a quantifier does with a set.
      if (value.multi && operator.quantifier === 'one') return 'unknown';
      const results = value.values.map((actual) => compareOne(comparison, actual, condition.values, variables, context));
      return ofKnown(operator, results, value.complete);
    }
  }
}
