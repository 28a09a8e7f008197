import type { JsonObject } from '../policy/json.ts';
import { repairInForms } from '../policy/repair.ts';
import { accountOf } from './arn.ts';
import { formsOf } from './compose.ts';
import { deliveryRequests } from './delivery.ts';
import { DOCUMENTS, type DocumentKind, resourceOfDocument } from './document.ts';
import type { Source } from './event-data-store.ts';
import { documentedStatement, type StatementName } from './statements.ts';

/** Without this statement nobody could change the key policy any more (KMS developer guide, "Default key policy"). */
function administrators(trail: Source, keyArn: string): JsonObject {
  return {
    Sid: 'EnableIAMUserPermissions',
    Effect: 'Allow',
    Principal: { AWS: `arn:${trail.partition}:iam::${accountOf(keyArn)}:root` },
    Action: 'kms:*',
    Resource: '*',
  };
}

/** A topic without this statement takes no more settings from its owner (SNS developer guide, "Default topic policy"). */
function owner(trail: Source, topicArn: string): JsonObject {
  return {
    Sid: 'TopicOwner',
    Effect: 'Allow',
    Principal: { AWS: `arn:${trail.partition}:iam::${accountOf(topicArn)}:root` },
    Action: [
      ...['SNS:GetTopicAttributes', 'SNS:SetTopicAttributes', 'SNS:AddPermission', 'SNS:RemovePermission'],
      ...['SNS:DeleteTopic', 'SNS:Subscribe', 'SNS:ListSubscriptionsByTopic', 'SNS:Publish'],
    ],
    Resource: topicArn,
  };
}

function ofOwner(trail: Source, kind: DocumentKind): readonly JsonObject[] {
  const resource = resourceOfDocument(trail, kind);
  if (resource === null || kind === 'bucket-policy') return [];
  return [kind === 'key-policy' ? administrators(trail, resource) : owner(trail, resource)];
}

/** Sids that stand twice get a number: one statement of each name for each trail. */
function numbered(statements: readonly JsonObject[]): readonly JsonObject[] {
  return statements.map((statement, at) => {
    const before = statements.slice(0, at).filter(({ Sid }) => Sid === statement.Sid).length;
    return before === 0 ? statement : { ...statement, Sid: `${String(statement.Sid)}Trail${before + 1}` };
  });
}

/**
 * The complete right policy of the bucket of trails, or of event data stores, or of the first trail's key or topic: every
 * statement that AWS documents, merged where there are so many that the service would not take them, and what keeps the
 * resource in its owner's hands.
 */
export function completePolicy(trails: readonly [Source, ...Source[]], kind: DocumentKind): JsonObject {
  const [first] = trails;
  const sharing = trails.filter((trail) => resourceOfDocument(trail, kind) === resourceOfDocument(first, kind));
  const statements = sharing.flatMap((trail) => {
    const names: StatementName[] = deliveryRequests(trail, kind).map(({ statement }) => statement);
    return [...new Set(names)].map((name) => documentedStatement(trail, name));
  });
  const kept = { Version: '2012-10-17', Statement: ofOwner(first, kind) };
  const forms = formsOf(statements, true).map(numbered);
  const result = repairInForms(kept, forms, [], DOCUMENTS[kind].limit);
  // What is too large for the service even so is said by whoever writes it.
  return result.ok ? result.document.after : { ...kept, Statement: [...kept.Statement, ...(forms.at(-1) ?? [])] };
}
