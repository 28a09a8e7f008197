import { SOURCE_ARNS, textsAt, withTextsAt } from '../policy/fold.ts';
import { isJsonObject, type JsonObject } from '../policy/json.ts';
import { ACCOUNT_VARIABLE, ofAccount, SOURCE_ACCOUNTS } from './any-account.ts';
import { parseTrailArn } from './arn.ts';

/** The statement without one key of its conditions. */
function without(statement: JsonObject, operator: string, key: string): JsonObject {
  const { Condition: condition } = statement;
  if (!isJsonObject(condition) || !isJsonObject(condition[operator])) return statement;
  const { [key]: _, ...keys } = condition[operator];
  const { [operator]: __, ...operators } = condition;
  const kept = Object.keys(keys).length === 0 ? operators : { ...operators, [operator]: keys };
  return { ...statement, Condition: kept };
}

/** What a statement says for each of the trails that it is held to, with the variable filled in. */
function trailByTrail(statement: JsonObject): readonly JsonObject[] {
  const arns = textsAt(statement, SOURCE_ARNS);
  if (arns === null) return [statement];
  const accounts = textsAt(statement, SOURCE_ACCOUNTS);
  if (accounts === null) {
    return arns.map((arn) => ofAccount(withTextsAt(statement, SOURCE_ARNS, [arn]), parseTrailArn(arn)?.account ?? ''));
  }
  const free = without(statement, 'StringEquals', 'aws:SourceAccount');
  return accounts.flatMap((account) =>
    arns
      .map((arn) => arn.replaceAll(ACCOUNT_VARIABLE, account))
      // No trail of another account carries this account.
      .filter((arn) => parseTrailArn(arn)?.account === account)
      .map((arn) => ofAccount(withTextsAt(free, SOURCE_ARNS, [arn]), account)),
  );
}

/** The ACL is read of a bucket, and an object is written: no request is made the other way round. */
function isMade(action: string, resource: string): boolean {
  if (action === 's3:GetBucketAcl') return !resource.includes('/');
  return action !== 's3:PutObject' || resource.includes('/');
}

/** A read has no ACL of its own, and CloudTrail sends one with every write (docs/decisions, "What is merged"). */
function asSent(piece: JsonObject, action: string): JsonObject {
  const place = ['Condition', 'StringEqualsIfExists', 's3:x-amz-acl'] as const;
  const acl = textsAt(piece, place);
  if (acl === null) return piece;
  const rest = without(piece, 'StringEqualsIfExists', 's3:x-amz-acl');
  return action === 's3:PutObject' ? withTextsAt(rest, ['Condition', 'StringEquals', 's3:x-amz-acl'], acl) : rest;
}

/**
 * A merged statement taken apart: one statement for each trail, action and resource that a request of CloudTrail can have
 * together. What it says is what all of them say.
 */
export function piecesOf(statement: JsonObject): readonly JsonObject[] {
  const actions = textsAt(statement, ['Action']) ?? [];
  const resources = textsAt(statement, ['Resource']) ?? [];
  return trailByTrail(statement).flatMap((one) =>
    actions.flatMap((action) =>
      resources
        .map((_, at) => textsAt(one, ['Resource'])?.[at] ?? '')
        .filter((resource) => isMade(action, resource))
        .map((resource) =>
          asSent(withTextsAt(withTextsAt(one, ['Action'], [action]), ['Resource'], [resource]), action),
        ),
    ),
  );
}
