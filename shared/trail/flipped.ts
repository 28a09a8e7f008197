import type { Policy, Statement } from '../policy/document.ts';
import { parseStatement, sameScope } from '../policy/equality.ts';
import type { Restoration } from '../policy/repair.ts';
import type { Source } from './event-data-store.ts';
import { documentedForms, type StatementName } from './statements.ts';

/** The Sids under which AWS's pages have published the statement over the years: `AWSCloudTrailWrite20131101`, … */
const DOCUMENTED_SIDS: Readonly<Record<StatementName, RegExp>> = {
  'acl-check': /^AWSCloudTrailAclCheck\w*$/,
  write: /^AWSCloudTrailWrite\w*$/,
  'organization-write': /^AWSCloudTrailOrganizationWrite\w*$/,
  encrypt: /^Allow CloudTrail to encrypt logs$|^AllowCloudTrailEncryptLogs$/,
  describe: /^Allow CloudTrail (?:access|to describe key)$|^AllowCloudTrail(?:Access|DescribeKey)$/,
  decrypt: /^Allow CloudTrail to decrypt a trail$|^AllowCloudTrailDecryptTrail$/,
  publish: /^AWSCloudTrailSNSPolicy\w*$/,
  'lake-write': /^AWSCloudTrailLake1$/,
  'lake-acl-check': /^AWSCloudTrailLake2$/,
};

/** Whether a Sid is one of those of some documented statement, or of one that documented ones were merged into. */
export function isUnderDocumentedSid(sid: unknown): boolean {
  return typeof sid === 'string' && Object.values(DOCUMENTED_SIDS).some((pattern) => pattern.test(sid));
}

function isFlipped(statement: Statement, source: Source, name: StatementName): boolean {
  if (statement.effect !== 'Deny' || !DOCUMENTED_SIDS[name].test(statement.sid ?? '')) return false;
  return documentedForms(source, name)
    .map(parseStatement)
    .some((documented) => documented !== null && sameScope(statement, documented));
}

/** Variables are filled in under one version alone: under another a statement with one says something else. */
const isPlain = ({ source }: Statement, { version }: Policy): boolean =>
  version === '2012-10-17' || !JSON.stringify(source).includes('${');

/**
 * The documented statements of this very trail, or event data store, that stand as a Deny and are otherwise equal. They are the one kind of Deny
 * that is not a person's decision: nobody writes down a trail's own ARN and path to keep that trail out.
 */
export function flippedStatements(
  policy: Policy,
  source: Source,
  names: readonly StatementName[],
): readonly Restoration[] {
  return policy.statements
    .filter((statement) => isPlain(statement, policy) && names.some((name) => isFlipped(statement, source, name)))
    .map(({ index, source }) => ({ index, statement: { ...source, Effect: 'Allow' } }));
}
