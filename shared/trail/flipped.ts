import type { Policy, Statement } from '../policy/document.ts';
import { parseStatement, sameScope } from '../policy/equality.ts';
import type { Restoration } from '../policy/repair.ts';
import { documentedForms, type StatementName } from './statements.ts';
import type { Trail } from './trail.ts';

/** The Sids under which AWS's pages have published the statement over the years: `AWSCloudTrailWrite20131101`, … */
const DOCUMENTED_SIDS: Readonly<Record<StatementName, RegExp>> = {
  'acl-check': /^AWSCloudTrailAclCheck\w*$/,
  write: /^AWSCloudTrailWrite\w*$/,
  'organization-write': /^AWSCloudTrailOrganizationWrite\w*$/,
  encrypt: /^Allow CloudTrail to encrypt logs$|^AllowCloudTrailEncryptLogs$/,
  describe: /^Allow CloudTrail (?:access|to describe key)$|^AllowCloudTrail(?:Access|DescribeKey)$/,
  decrypt: /^Allow CloudTrail to decrypt a trail$|^AllowCloudTrailDecryptTrail$/,
  publish: /^AWSCloudTrailSNSPolicy\w*$/,
};

function isFlipped(statement: Statement, trail: Trail, name: StatementName): boolean {
  if (statement.effect !== 'Deny' || !DOCUMENTED_SIDS[name].test(statement.sid ?? '')) return false;
  return documentedForms(trail, name)
    .map(parseStatement)
    .some((documented) => documented !== null && sameScope(statement, documented));
}

/** Variables are filled in under one version alone: under another a statement with one says something else. */
const isPlain = ({ source }: Statement, { version }: Policy): boolean =>
  version === '2012-10-17' || !JSON.stringify(source).includes('${');

/**
 * The documented statements of this very trail that stand as a Deny and are otherwise equal. They are the one kind of Deny
 * that is not a person's decision: nobody writes down a trail's own ARN and path to keep that trail out.
 */
export function flippedStatements(
  policy: Policy,
  trail: Trail,
  names: readonly StatementName[],
): readonly Restoration[] {
  return policy.statements
    .filter((statement) => isPlain(statement, policy) && names.some((name) => isFlipped(statement, trail, name)))
    .map(({ index, source }) => ({ index, statement: { ...source, Effect: 'Allow' } }));
}
