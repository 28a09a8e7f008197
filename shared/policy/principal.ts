import type { Principals, Statement } from './document.ts';
import type { Ternary } from './ternary.ts';

/** The service on whose behalf a request is made, as policies may name it. */
export type Caller = {
  /** Its service principals; more than one where a partition has two forms. */
  readonly services: readonly string[];
  /** The accounts that stood for the service before it had a principal of its own. */
  readonly legacyAccounts: ReadonlySet<string>;
};

const ACCOUNT = /^(?:arn:aws(?:-us-gov|-cn)?:iam::([0-9]{12}):root|([0-9]{12}))$/;

/** The account that a principal stands for as a whole, by its number or its ARN; null if it is something else. */
export function accountOf(principal: string): string | null {
  const [, fromArn, bare] = ACCOUNT.exec(principal) ?? [];
  return fromArn ?? bare ?? null;
}

function isLegacyAccount(principal: string, caller: Caller): boolean {
  return caller.legacyAccounts.has(accountOf(principal) ?? '');
}

function names(principals: Principals, effect: Statement['effect'], caller: Caller): Ternary {
  if (principals === '*') return true;
  if (principals.Service.some((service) => caller.services.includes(service))) return true;
  // Whether {"AWS": "*"} allows a service is not documented; a Deny on it is known to match one.
  if (principals.AWS.includes('*')) return effect === 'Deny' ? true : 'unknown';
  if (effect === 'Allow' && principals.AWS.some((principal) => isLegacyAccount(principal, caller))) return 'unknown';
  return false;
}

/** Whether the statement's Principal or NotPrincipal takes in the caller (IAM user guide, "AWS JSON policy elements: Principal"). */
export function matchesPrincipal(statement: Pick<Statement, 'principal' | 'effect'>, caller: Caller): Ternary {
  const { value, negated } = statement.principal;
  if (!negated) return names(value, statement.effect, caller);
  // Listed under NotPrincipal means exempt: the service itself, or everybody, by the same reading as above.
  if (value === '*' || value.Service.some((service) => caller.services.includes(service))) return false;
  if (!value.AWS.includes('*')) return true;
  return statement.effect === 'Deny' ? false : 'unknown';
}
