import { createHash } from 'node:crypto';
import { Aws, CfnCondition, Fn, type ICfnConditionExpression, type Stack } from 'aws-cdk-lib';

/** An account and Region. */
export type At = { readonly account: string; readonly region: string };

/**
 * The condition under which a template is deployed in one of these places; null if that is all of them. It names accounts only
 * where accounts differ.
 */
export function conditionAt(stack: Stack, at: readonly At[], everywhere: readonly At[]): CfnCondition | null {
  const isAt = (place: At): boolean => at.some((one) => one.account === place.account && one.region === place.region);
  if (everywhere.every(isAt)) return null;
  const regions = [...new Set(at.map(({ region }) => region))].sort();
  const byRegion = everywhere.every((place) => isAt(place) === regions.includes(place.region));
  const accounts = [...new Set(at.map(({ account }) => account))].sort();
  const byAccount = everywhere.every((place) => isAt(place) === accounts.includes(place.account));
  if (byRegion) return named(stack, 'Region', regions, regions.map(isRegion));
  if (byAccount) return named(stack, 'Account', accounts, accounts.map(isAccount));
  const places = at.toSorted((one, other) => nameOf(one).localeCompare(nameOf(other)));
  const isPlace = ({ account, region }: At) => Fn.conditionAnd(isAccount(account), isRegion(region));
  return named(stack, 'Place', places.map(nameOf), places.map(isPlace));
}

const isAccount = (account: string): ICfnConditionExpression => Fn.conditionEquals(Aws.ACCOUNT_ID, account);

const isRegion = (region: string): ICfnConditionExpression => Fn.conditionEquals(Aws.REGION, region);

const nameOf = ({ account, region }: At): string => `${account}/${region}`;

/** The condition that one of these holds; made once, however often it is asked for. */
function named(
  stack: Stack,
  what: string,
  values: readonly string[],
  expressions: readonly ICfnConditionExpression[],
): CfnCondition {
  const id = `${what}${short(values.map((value) => value.replaceAll(/[^a-z0-9]/g, '')).join(''))}`;
  const known = stack.node.tryFindChild(id);
  if (known instanceof CfnCondition) return known;
  return new CfnCondition(stack, id, { expression: Fn.conditionOr(...expressions) });
}

/** A logical id may have 255 characters; what is cut off must still tell one condition from another. */
function short(name: string): string {
  return name.length <= 200 ? name : createHash('sha256').update(name).digest('hex').slice(0, 32);
}
