import type { Policy, Statement } from '../policy/document.ts';
import { nameOf } from '../policy/doubts.ts';
import { broken, type Check, healthy } from './check.ts';
import { allows } from './parts/allows.ts';
import { isLimited } from './parts/limits.ts';
import { readPolicy } from './parts/policy-reading.ts';
import { READ_KEY, READ_KEY_POLICY, READ_TRAIL } from './parts/rights.ts';

/** Condition keys that hold the callers to an account, an organization, a role, or a service that asks for them. */
const LIMITING = new Set([
  ...['kms:calleraccount', 'aws:principalaccount', 'aws:principalarn', 'aws:principalorgid', 'aws:principalorgpaths'],
  ...['aws:sourcearn', 'aws:sourceaccount', 'aws:sourceorgid', 'aws:userid', 'aws:username'],
]);

/** Whoever is not named by a NotPrincipal is everybody. */
function isPublic({ principal }: Statement): boolean {
  return principal.negated || principal.value === '*' || principal.value.AWS.includes('*');
}

function isOpen(statement: Statement): boolean {
  return isPublic(statement) && allows(statement, 'kms:decrypt') && !isLimited(statement, LIMITING);
}

/** `alias/…` names no key in a policy: KMS compares a statement's Resource with the key's ARN. */
function aliases({ statements }: Policy): readonly string[] {
  return statements.flatMap((statement) =>
    statement.resource.value
      .filter((resource) => /^(arn:[^:]*:kms:[^:]*:[^:]*:)?alias\//.test(resource))
      .map(
        (resource) =>
          `${nameOf(statement)} names the alias \`${resource}\`, where a key policy takes a key's ARN or \`*\``,
      ),
  );
}

/** Not everybody can read what is encrypted. */
export const keyPolicyLimitsReaders: Check = {
  id: 'key-policy-limits-readers',
  title: 'The key policy names those who may decrypt',
  severity: 'advice',
  mode: 'advice',
  why: 'Who may decrypt with the key may read the audit trail, once the bucket lets them: the key is the second lock.',
  byHand:
    'Name the roles that read the logs as principals, or hold the statement to your account with the condition kms:CallerAccount.',
  reference: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html',
  permissions: [...READ_TRAIL, ...READ_KEY, ...READ_KEY_POLICY],
  evaluate: (observation) => {
    const reading = readPolicy(observation, 'key-policy');
    if ('finding' in reading) return reading.finding;
    const open = reading.policy.statements.filter(isOpen);
    const findings = [
      ...open.map((statement) => `${nameOf(statement)} lets everybody decrypt, in whatever account`),
      ...aliases(reading.policy),
    ];
    if (findings.length === 0) return healthy('no statement lets everybody decrypt');
    const suggestion =
      'name the roles that read the logs as principals, or hold the statement to an account with the condition kms:CallerAccount';
    return broken(findings.join('; '), { advice: [{ message: findings.join('; '), suggestion }] });
  },
};
