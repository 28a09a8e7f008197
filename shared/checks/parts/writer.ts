import { evaluateCondition } from '../../policy/condition.ts';
import { ABSENT, type Context, type ContextValue, known } from '../../policy/context.ts';
import type { Policy, Statement } from '../../policy/document.ts';
import { accountOf } from '../../policy/principal.ts';
import { takesAction, takesResource } from './allows.ts';

/** A write of a policy, and who would make it. */
export type PolicyWrite = {
  /** In lower case. */
  readonly action: string;
  readonly resource: string;
  /** The account that owns the resource: nobody else may write its policy. */
  readonly account: string;
  /** The ARN of the role that would write; null where that is not known. */
  readonly writer: string | null;
};

/** What a role that runs in no VPC never carries. */
const OF_A_ROLE = ['aws:sourcevpc', 'aws:sourcevpce', 'aws:multifactorauthpresent', 'aws:multifactorauthage'];
/** What only services carry that act for somebody else. */
const OF_A_SERVICE = ['aws:sourcearn', 'aws:sourceaccount', 'aws:sourceorgid', 'aws:principalservicename'];

/** What is known of the request: more where the role is. */
function contextOf({ account, writer }: PolicyWrite): Context {
  const both: [string, ContextValue][] = [
    ['aws:securetransport', known('true')],
    ['aws:principalaccount', known(account)],
    ['aws:principalisawsservice', known('false')],
    ...OF_A_SERVICE.map((key): [string, ContextValue] => [key, ABSENT]),
  ];
  if (writer === null) return new Map(both);
  return new Map([
    ...both,
    ['aws:principalarn', known(writer)],
    ['aws:principaltype', known('AssumedRole')],
    ...OF_A_ROLE.map((key): [string, ContextValue] => [key, ABSENT]),
  ]);
}

/** The name of the role in its ARN, or in that of one of its sessions. */
const roleIn = (arn: string): string | null =>
  /:role\/(?:.*\/)?([^/]+)$|:assumed-role\/([^/]+)\//.exec(arn)?.slice(1).join('') ?? null;

/** Whether a principal of a Deny is the writer: everybody, its account, its role, or a session of it. */
function isWriter(principal: string, { account, writer }: PolicyWrite): boolean {
  if (principal === '*' || accountOf(principal) === account) return true;
  return writer !== null && principal.split(':')[4] === account && roleIn(principal) === roleIn(writer);
}

function names({ principal: { value, negated } }: Statement, write: PolicyWrite): boolean {
  if (value === '*') return !negated;
  if (!negated) return value.AWS.some((one) => isWriter(one, write));
  // Whom a NotPrincipal leaves out can be told only if it is known who writes.
  return write.writer !== null && !value.AWS.some((one) => isWriter(one, write));
}

/** The Deny statements that surely refuse the write; what cannot be known refuses nothing. */
export function refusingDenies({ statements, version }: Policy, write: PolicyWrite): readonly Statement[] {
  const context = contextOf(write);
  return statements.filter(
    (statement) =>
      statement.effect === 'Deny' &&
      takesAction(statement, write.action) &&
      takesResource(statement, write.resource) &&
      names(statement, write) &&
      statement.conditions.every(
        (condition) => evaluateCondition(condition, context, version === '2012-10-17') === true,
      ),
  );
}
