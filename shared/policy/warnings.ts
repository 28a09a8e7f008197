import { isResourcePattern } from './compile.ts';
import { parseOperator } from './condition.ts';
import type { Policy, Statement } from './document.ts';
import { nameOf } from './doubts.ts';

const isAction = (action: string): boolean => action === '*' || /^[A-Za-z0-9-]+:[A-Za-z0-9*?]+$|^\*:\*$/.test(action);

function ofStatement(statement: Statement): readonly string[] {
  const name = nameOf(statement);
  return [
    ...statement.action.value
      .filter((action) => !isAction(action))
      .map((action) => `${name}: \`${action}\` is no action and matches nothing; write it as \`service:Action\``),
    ...statement.resource.value
      .filter((resource) => !isResourcePattern(resource) || (resource !== '*' && resource.split(':').length < 6))
      .map((resource) => `${name}: \`${resource}\` is no complete ARN, so that it matches nothing of this bucket`),
    ...statement.conditions
      .filter((condition) => parseOperator(condition.operator) === null)
      .map((condition) => `${name}: IAM has no condition operator \`${condition.operator}\``),
  ];
}

/** What is legal JSON in a policy but cannot mean what its author wanted; AWS refuses most of it on the next write. */
export function policyWarnings(policy: Policy): readonly string[] {
  return policy.statements.flatMap(ofStatement);
}
