import { orphanedStatements } from '../../policy/deleted-principals.ts';
import type { Policy } from '../../policy/document.ts';
import { nameOf } from '../../policy/doubts.ts';
import { documentBytes } from '../../policy/limits.ts';
import { repairInForms } from '../../policy/repair.ts';
import type { Observation } from '../../reconcile/observation.ts';
import { WRITE_ACTIONS } from '../../reconcile/refusal.ts';
import { formsOf } from '../../trail/compose.ts';
import { DOCUMENTS, type DocumentKind } from '../../trail/document.ts';
import type { StatementName } from '../../trail/statements.ts';
import { isKept } from './lockout.ts';
import { repairOf } from './missing.ts';
import { judgeServiceControl } from './service-control.ts';
import { inOneSentence } from './ways-out.ts';
import { refusingDenies } from './writer.ts';

/** What stands in the way of the next write of a document; without a suggestion where the plan says it too. */
export type Obstacle = { readonly message: string; readonly suggestion: string | null };

/** One document of a trail, as it was read. */
export type ReadDocument = {
  readonly kind: DocumentKind;
  readonly policy: Policy;
  readonly resource: string;
  readonly observation: Observation;
};

function deletedPrincipals({ kind, policy }: ReadDocument): readonly Obstacle[] {
  const { noun, limit } = DOCUMENTS[kind];
  return orphanedStatements(policy).map(({ statement, ids }) => {
    const named = `\`${ids.join('`, `')}\``;
    return {
      message: `${nameOf(statement)} of the ${noun} names ${named}, which stands for a role or user that was deleted: ${limit.service} takes no policy that names it`,
      suggestion: `take ${named} out of ${nameOf(statement)}, or name by its ARN the role or user that took its place; nothing is taken out by itself`,
    };
  });
}

const ownerOf = ({ kind, resource, observation }: ReadDocument): string =>
  kind === 'bucket-policy' ? observation.bucketOwner : (resource.split(':')[4] ?? '');

/** Who can still change a policy whose Deny keeps everybody out (S3 API reference, PutBucketPolicy). */
function whoCan(document: ReadDocument): string {
  const account = ownerOf(document);
  switch (document.kind) {
    case 'bucket-policy':
      return `the root user of account ${account} can still change the policy, whatever it denies`;
    case 'key-policy':
      return `where nobody else may, only AWS Support can help: open a case as the root user of account ${account}`;
    case 'topic-policy':
      return `make the change as a principal of account ${account} that the statement does not deny`;
  }
}

function denies(document: ReadDocument): readonly Obstacle[] {
  const { kind, policy, resource, observation } = document;
  const action = WRITE_ACTIONS[kind];
  const write = {
    action: action.toLowerCase(),
    resource,
    account: ownerOf(document),
    writer: observation.writers[kind],
  };
  return refusingDenies(policy, write).map((statement) => ({
    message: `${nameOf(statement)} of the ${DOCUMENTS[kind].noun} denies \`${action}\`, also to Trailmend`,
    suggestion: `remove ${nameOf(statement)}, or exempt Trailmend’s role from it; ${whoCan(document)}`,
  }));
}

function lockout({ kind, policy, resource, observation }: ReadDocument): readonly Obstacle[] {
  if (kind !== 'key-policy' || isKept(policy, resource)) return [];
  const account = resource.split(':')[4];
  return [
    {
      message: `the key policy of \`${resource}\` lets nobody in account ${account} change it any more`,
      suggestion:
        `only AWS Support can help: open a case as the root user of account ${account}; or point the trail to another key: ` +
        `aws cloudtrail update-trail --name ${observation.trail.arn} --kms-key-id ANOTHER-KEY`,
    },
  ];
}

/** Service control policies bind the roles of the bucket's account; of another account's role they say nothing. */
function guardrails({ kind, resource, observation }: ReadDocument): readonly Obstacle[] {
  const { surroundings, writers, bucketOwner } = observation;
  const writer = writers[kind];
  if (kind !== 'bucket-policy' || surroundings.servicePolicies.state !== 'present') return [];
  if (writer !== null && writer.split(':')[4] !== bucketOwner) return [];
  const call = { action: WRITE_ACTIONS[kind], resource, roleArn: writer };
  const judged = judgeServiceControl(surroundings.servicePolicies.value, call);
  if (judged.state !== 'refused') return [];
  return [{ message: judged.message, suggestion: inOneSentence(judged.waysOut) }];
}

/** What stands in the way of any write of the document, whatever the write is for. */
export function obstaclesTo(document: ReadDocument): readonly Obstacle[] {
  return [...deletedPrincipals(document), ...denies(document), ...lockout(document), ...guardrails(document)];
}

/** A repair adds less than so many bytes. */
const ROOM = 8_192;

/** True if a repair may make the document larger than its service takes. */
export function isTight({ kind, policy }: ReadDocument): boolean {
  return documentBytes(policy.source) + ROOM > DOCUMENTS[kind].limit.bytes;
}

/** The repaired document would be too large, or cannot be written at all. */
export function sizeObstacle(document: ReadDocument, names: readonly StatementName[]): readonly Obstacle[] {
  const { kind, policy, resource, observation } = document;
  const repair = repairOf({ policy, document: kind, observation }, names);
  if (repair.kind !== 'ensure-statements') return [];
  const before = observation.policies[kind].state === 'present' ? policy.source : null;
  const { noun, limit } = DOCUMENTS[kind];
  const hasVariables = before === null || before.Version === '2012-10-17';
  const forms = [repair.add, ...formsOf(repair.add, hasVariables).slice(1)];
  const result = repairInForms(before, forms, repair.restore, limit);
  return result.ok
    ? []
    : [{ message: `the ${noun} of \`${resource}\` cannot be repaired: ${result.reason}`, suggestion: null }];
}
