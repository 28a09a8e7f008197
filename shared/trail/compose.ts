import { fold, type Place, SOURCE_ARNS, textsAt, withTextsAt } from '../policy/fold.ts';
import type { JsonObject } from '../policy/json.ts';
import { byAccountAndName, byAnyAccount, SOURCE_ACCOUNTS } from './any-account.ts';

const RESOURCE: Place = ['Resource'];
const ACTION: Place = ['Action'];
const ACL: Place = ['Condition', 'StringEquals', 's3:x-amz-acl'];
const ACL_IF_SENT: Place = ['Condition', 'StringEqualsIfExists', 's3:x-amz-acl'];

/** AWS publishes no statement for both, and so no Sid of one. */
const SID = 'AWSCloudTrailAclCheckAndWrite';

/** Texts by which statements that can stand in one are told from others: for whom, and for which trail. */
const heldTo = (statement: JsonObject): string =>
  JSON.stringify([textsAt(statement, ['Principal', 'Service']), textsAt(statement, SOURCE_ARNS)]);

const isFor = (statement: JsonObject, action: string): boolean => textsAt(statement, ACTION)?.join() === action;

/** One statement for reading the ACL and for writing. A read carries no ACL of its own, so that the header counts if it is sent. */
function aclCheckAndWrite(check: JsonObject, writes: readonly JsonObject[]): JsonObject {
  const all = [check, ...writes];
  const of = (place: Place): readonly string[] => [...new Set(all.flatMap((one) => textsAt(one, place) ?? []))];
  const named = withTextsAt(withTextsAt({ ...check, Sid: SID }, ACTION, of(ACTION)), RESOURCE, of(RESOURCE));
  return withTextsAt(named, ACL_IF_SENT, of(ACL));
}

/** The same statements, those of one trail for its bucket in one: its ARN stands there once. */
function trailByTrail(statements: readonly JsonObject[]): readonly JsonObject[] {
  const isWrite = (statement: JsonObject): boolean =>
    isFor(statement, 's3:PutObject') && textsAt(statement, ACL) !== null;
  const ofOne = new Map<string, JsonObject[]>();
  for (const write of statements.filter(isWrite)) {
    const key = heldTo(write);
    ofOne.set(key, [...(ofOne.get(key) ?? []), write]);
  }
  const checks = statements.filter((statement) => isFor(statement, 's3:GetBucketAcl') && ofOne.has(heldTo(statement)));
  const joined = new Map(checks.map((check) => [heldTo(check), check]));
  return statements.flatMap((statement) => {
    const check = joined.get(heldTo(statement));
    if (check === undefined || !(isWrite(statement) || checks.includes(statement))) return [statement];
    return statement === check ? [aclCheckAndWrite(check, ofOne.get(heldTo(check)) ?? [])] : [];
  });
}

/** Statements folded after they were written otherwise; one that folds with no other stays as it was. */
function folded(
  statements: readonly JsonObject[],
  rewrite: (statement: JsonObject) => JsonObject,
  places: readonly Place[],
): readonly JsonObject[] {
  return fold(statements.map(rewrite), places).flatMap(({ statement, from: [at = 0, ...others] }) =>
    others.length === 0 ? statements.slice(at, at + 1) : [statement],
  );
}

/**
 * Documented statements, each for one trail, in forms that say the same in ever fewer bytes:
 * as they are; one for all trails that ask for the same; one for all actions besides; and that one with the accounts of trails
 * of one name in place of their ARNs. Without `variables`, accounts have to be named in every path.
 */
export function formsOf(statements: readonly JsonObject[], variables: boolean): readonly (readonly JsonObject[])[] {
  const once = trailByTrail(statements);
  const [asItIs, byAccount, byName] = [(one: JsonObject) => one, byAnyAccount, byAccountAndName];
  if (!variables) {
    return [
      statements,
      folded(statements, asItIs, [SOURCE_ARNS, RESOURCE]),
      folded(once, asItIs, [SOURCE_ARNS, RESOURCE, ACTION]),
    ];
  }
  return [
    statements,
    folded(statements, byAccount, [SOURCE_ARNS, RESOURCE]),
    folded(once, byAccount, [SOURCE_ARNS, RESOURCE, ACTION]),
    folded(once, byName, [SOURCE_ACCOUNTS, RESOURCE, ACTION]),
  ];
}
