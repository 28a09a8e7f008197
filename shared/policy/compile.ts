import { evaluateCondition } from './condition.ts';
import type { Policy, Statement } from './document.ts';
import type { RequestFamily } from './family.ts';
import { type Glob, globText, matchesGlob, parseGlob } from './glob.ts';
import { matchesPrincipal } from './principal.ts';
import { all, any, not, type Ternary } from './ternary.ts';
import { expand } from './variables.ts';

/** Whether the resource in question matches a glob, by the glob's number; `unknown` while that is still open. */
export type Matches = (glob: number) => Ternary;

/** A statement reduced to what still depends on the resource, bounded from both sides. */
export type Bounds = {
  readonly statement: Statement;
  /** True for the resources that the statement surely applies to. */
  readonly surely: (matches: Matches) => Ternary;
  /** True for the resources that it may apply to, where something is not known. */
  readonly maybe: (matches: Matches) => Ternary;
};

/** All statements that may apply to a family of requests, and the patterns that they name. */
export type CompiledPolicy = {
  readonly allows: readonly Bounds[];
  readonly denies: readonly Bounds[];
  readonly globs: readonly Glob[];
};

/** How to take a principal that may or may not stand for the caller. */
export type Doubt = 'keep' | 'as-no';

/** Patterns by number, each once. */
class Patterns {
  readonly globs: Glob[] = [];
  readonly #numbers = new Map<string, number>();

  numberOf(glob: Glob): number {
    const text = globText(glob);
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.globs.push(glob) - 1;
    this.#numbers.set(text, number);
    return number;
  }
}

/** Action names are compared in any case; what has no vendor prefix is no action and matches nothing. */
function matchesAction(patterns: readonly string[], action: string): boolean {
  const name = action.toLowerCase();
  const isAction = (pattern: string): boolean => pattern === '*' || pattern.includes(':');
  return patterns.some((pattern) => isAction(pattern) && matchesGlob(parseGlob(pattern.toLowerCase()), name));
}

/** What is neither `*` nor an ARN matches nothing. */
export function isResourcePattern(pattern: string): boolean {
  return pattern === '*' || pattern.startsWith('arn:');
}

function appliesTo(statement: Statement, family: RequestFamily, variables: boolean, doubt: Doubt): Ternary {
  const named = matchesPrincipal(statement, family.caller);
  const acts = matchesAction(statement.action.value, family.action) !== statement.action.negated;
  return all([
    named === 'unknown' && doubt === 'as-no' ? false : named,
    acts,
    ...statement.conditions.map((condition) => evaluateCondition(condition, family.context, variables)),
  ]);
}

function boundsOf(
  statement: Statement,
  family: RequestFamily,
  variables: boolean,
  doubt: Doubt,
  patterns: Patterns,
): Bounds | null {
  const applies = appliesTo(statement, family, variables, doubt);
  if (applies === false) return null;
  const { negated, value } = statement.resource;
  const expanded = value.flatMap((pattern) => {
    const filled = isResourcePattern(pattern) ? expand(pattern, { variables, wildcards: true }, family.context) : null;
    return filled === null ? [] : [{ number: patterns.numberOf(filled.glob), exact: filled.exact }];
  });
  const exact = expanded.filter((pattern) => pattern.exact);
  const listedSurely = (matches: Matches): Ternary => any(exact.map(({ number }) => matches(number)));
  const listedMaybe = (matches: Matches): Ternary => any(expanded.map(({ number }) => matches(number)));
  const on = negated ? (matches: Matches) => not(listedMaybe(matches)) : listedSurely;
  const onMaybe = negated ? (matches: Matches) => not(listedSurely(matches)) : listedMaybe;
  return { statement, surely: (matches) => (applies === true ? on(matches) : false), maybe: onMaybe };
}

/** Reduces a policy to the statements that may apply to the family, whatever the resource. */
export function compile(policy: Policy, family: RequestFamily, doubt: Doubt): CompiledPolicy {
  const patterns = new Patterns();
  const variables = policy.version === '2012-10-17';
  const bounds = policy.statements
    .map((statement) => boundsOf(statement, family, variables, doubt, patterns))
    .filter((candidate) => candidate !== null);
  return {
    allows: bounds.filter(({ statement }) => statement.effect === 'Allow'),
    denies: bounds.filter(({ statement }) => statement.effect === 'Deny'),
    globs: patterns.globs,
  };
}
