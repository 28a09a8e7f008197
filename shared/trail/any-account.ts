import { parseStatement } from '../policy/equality.ts';
import { type Place, SOURCE_ARNS, textsAt, withTextsAt } from '../policy/fold.ts';
import type { JsonObject } from '../policy/json.ts';
import { parseTrailArn, type TrailArn } from './arn.ts';
import { servicePrincipals } from './context.ts';

/**
 * The account that a request is made for, wherever a policy of Version 2012-10-17 takes text. Of CloudTrail's requests it is the
 * account in `aws:SourceArn` (CloudTrail user guide, "Configure AWS KMS key policies for CloudTrail").
 */
export const ACCOUNT_VARIABLE = '${aws:SourceAccount}';

/** Where the account of the trail stands in documented statements, and what surrounds it there. */
const PLACES: readonly { readonly place: Place; readonly around: readonly [before: string, after: string] }[] = [
  { place: ['Resource'], around: ['AWSLogs/', '/*'] },
  {
    place: ['Condition', 'StringLike', 'kms:EncryptionContext:aws:cloudtrail:arn'],
    around: [':', ':trail/*'],
  },
];

/** The one trail that a statement for nobody but CloudTrail is held to by its ARN; null if it is not such a statement. */
function trailOf(statement: JsonObject): TrailArn | null {
  const [arn = '', ...more] = textsAt(statement, SOURCE_ARNS) ?? [];
  const trail = more.length === 0 ? parseTrailArn(arn) : null;
  const principal = parseStatement(statement)?.principal;
  if (trail === null || principal === undefined || principal.negated || principal.value === '*') return null;
  const { AWS, Federated, CanonicalUser, Service } = principal.value;
  const services = servicePrincipals(trail.partition);
  const isCloudTrails =
    [...AWS, ...Federated, ...CanonicalUser].length === 0 && Service.every((one) => services.includes(one));
  return isCloudTrails ? trail : null;
}

function rewritten(statement: JsonObject, account: string, name: string): JsonObject {
  return PLACES.reduce((changed, { place, around: [before, after] }) => {
    const texts = textsAt(changed, place);
    if (texts === null) return changed;
    const end = `${before}${account}${after}`;
    const named = texts.map((text) =>
      text.endsWith(end) ? `${text.slice(0, -end.length)}${before}${name}${after}` : text,
    );
    return withTextsAt(changed, place, named);
  }, statement);
}

/**
 * The same statement with `${aws:SourceAccount}` for the account of the one trail that it is held to, so that it differs from
 * those of other accounts in nothing but the trail's ARN. It says the same: for that trail the variable is that account.
 */
export function byAnyAccount(statement: JsonObject): JsonObject {
  const trail = trailOf(statement);
  return trail === null ? statement : rewritten(statement, trail.account, ACCOUNT_VARIABLE);
}

/** Where a statement names the accounts that it is held to. */
export const SOURCE_ACCOUNTS: Place = ['Condition', 'StringEquals', 'aws:SourceAccount'];

/**
 * The same statement, held to the trail by its account and by an ARN with the variable in it: it differs from those of trails
 * of one name and home Region in nothing but the account. It says the same, since a trail's requests carry its own account.
 */
export function byAccountAndName(statement: JsonObject): JsonObject {
  const trail = trailOf(statement);
  if (trail === null) return statement;
  const { partition, region, account, name } = trail;
  const arn = `arn:${partition}:cloudtrail:${region}:${ACCOUNT_VARIABLE}:trail/${name}`;
  const named = withTextsAt(rewritten(statement, account, ACCOUNT_VARIABLE), SOURCE_ARNS, [arn]);
  return withTextsAt(named, SOURCE_ACCOUNTS, [account]);
}

/** What a statement says of the requests that are made for one account: the variable is filled in. */
export function ofAccount(statement: JsonObject, account: string): JsonObject {
  return rewritten(statement, ACCOUNT_VARIABLE, account);
}
