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
  if (byRegion) return named(stack, 'Region', regions, Aws.REGION);
  if (byAccount) return named(stack, 'Account', accounts, Aws.ACCOUNT_ID);
  const places = at.map(({ account, region }) => `${account}/${region}`).sort();
  return named(stack, 'Place', places, `${Aws.ACCOUNT_ID}/${Aws.REGION}`);
}

/** The condition that something is one of these; made once, however often it is asked for. */
function named(stack: Stack, what: string, values: readonly string[], actual: string): CfnCondition {
  const id = `${what}${short(values.map((value) => value.replaceAll(/[^a-z0-9]/g, '')).join(''))}`;
  const known = stack.node.tryFindChild(id);
  if (known instanceof CfnCondition) return known;
  const equal = values.map((value): ICfnConditionExpression => Fn.conditionEquals(actual, value));
  return new CfnCondition(stack, id, { expression: Fn.conditionOr(...equal) });
}

/** A logical id may have 255 characters; what is cut off must still tell one condition from another. */
function short(name: string): string {
  return name.length <= 200 ? name : createHash('sha256').update(name).digest('hex').slice(0, 32);
}
