import { evaluateCondition, parseOperator } from './condition.ts';
import type { Condition, Policy, Statement } from './document.ts';
import type { RequestFamily } from './family.ts';
import { type Glob, globText, matchesGlob, parseGlob } from './glob.ts';
import { matchesPrincipal } from './principal.ts';
import { all, any, not, type Ternary } from './ternary.ts';
import { type Expanded, expand } from './variables.ts';

/** Whether the value in question matches a glob, by the glob's number; `unknown` while that is still open. */
export type Matches = (glob: number) => Ternary;

/** A statement reduced to what still depends on what varies, bounded from both sides. */
export type Bounds = {
  readonly statement: Statement;
  /** True for the values that the statement surely applies to. */
  readonly surely: (matches: Matches) => Ternary;
  /** True for the values that it may apply to, where something is not known. */
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

/** A question to the value that varies, answered from both sides. */
type Question = Pick<Bounds, 'surely' | 'maybe'>;

const constant = (truth: Ternary): Question => ({ surely: () => truth === true, maybe: () => truth !== false });

/** Whether the value matches one of the patterns; of those that are not exact, only that it may. */
function listed(expanded: readonly Exclude<Expanded, null>[], patterns: Patterns, negated: boolean): Question {
  const numbered = expanded.map(({ glob, exact }) => ({ number: patterns.numberOf(glob), exact }));
  const surely = (matches: Matches): Ternary =>
    any(numbered.map(({ number, exact }) => (exact ? matches(number) : false)));
  const maybe = (matches: Matches): Ternary => any(numbered.map(({ number }) => matches(number)));
  if (!negated) return { surely, maybe };
  return { surely: (matches) => not(maybe(matches)), maybe: (matches) => not(surely(matches)) };
}

/** A condition on the key that varies. It is there with one value, so that quantifiers and IfExists change nothing. */
function onVaryingKey(condition: Condition, family: RequestFamily, variables: boolean, patterns: Patterns): Question {
  const comparison = parseOperator(condition.operator)?.comparison ?? null;
  const blank = constant(evaluateCondition(condition, family.context, variables));
  if (comparison === null) return blank;
  const example = family.samples[0] ?? '';
  const expanded: Exclude<Expanded, null>[] = [];
  for (const value of condition.values) {
    const reading = { variables: variables && comparison.variables, wildcards: comparison.wildcards };
    const filled = expand(value, reading, family.context);
    const glob = filled === null ? null : comparison.patternOf(filled.glob, example);
    if (glob === undefined) return blank;
    if (filled !== null && glob !== null) expanded.push({ glob, exact: filled.exact });
  }
  return listed(expanded, patterns, comparison.negated);
}

function onResource(statement: Statement, family: RequestFamily, variables: boolean, patterns: Patterns): Question {
  const { negated, value } = statement.resource;
  const expanded = value.flatMap((pattern) => {
    const filled = isResourcePattern(pattern) ? expand(pattern, { variables, wildcards: true }, family.context) : null;
    return filled === null ? [] : [filled];
  });
  if (family.varying.kind === 'resource') return listed(expanded, patterns, negated);
  const { resource } = family.varying;
  const matching = expanded.filter(({ glob }) => matchesGlob(glob, resource));
  const truth = matching.some(({ exact }) => exact) ? true : matching.length > 0 ? 'unknown' : false;
  return constant(negated ? not(truth) : truth);
}

function boundsOf(
  statement: Statement,
  family: RequestFamily,
  variables: boolean,
  doubt: Doubt,
  patterns: Patterns,
): Bounds | null {
  const { varying } = family;
  const varies = ({ key }: Condition): boolean => varying.kind === 'condition-key' && key.toLowerCase() === varying.key;
  const named = matchesPrincipal(statement, family.caller);
  const applies = all([
    named === 'unknown' && doubt === 'as-no' ? false : named,
    matchesAction(statement.action.value, family.action) !== statement.action.negated,
    ...statement.conditions
      .filter((condition) => !varies(condition))
      .map((condition) => evaluateCondition(condition, family.context, variables)),
  ]);
  if (applies === false) return null;
  const questions = [
    onResource(statement, family, variables, patterns),
    ...statement.conditions.filter(varies).map((condition) => onVaryingKey(condition, family, variables, patterns)),
  ];
  return {
    statement,
    surely: (matches) => (applies === true ? all(questions.map(({ surely }) => surely(matches))) : false),
    maybe: (matches) => all(questions.map(({ maybe }) => maybe(matches))),
  };
}

/** Reduces a policy to the statements that may apply to the family, whatever the value. */
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
