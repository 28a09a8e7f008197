import { isJsonObject, isTooDeep, type Json, type JsonObject } from '../policy/json.ts';
import { BUCKET_POLICY_LIMIT, documentBytes } from '../policy/limits.ts';
import { bucketArn } from './arn.ts';
import { servicePrincipals } from './context.ts';
import { logsRoot } from './statements.ts';
import type { Trail } from './trail.ts';

/** A trail that an addition may be for, as the settings name it. */
export type NamedTrail = Pick<Trail, 'arn' | 'account' | 'prefix' | 'organizationId'>;

/** A bucket of Control Tower's, and for whom CloudTrail may be let into it. */
export type TowerBucket = {
  readonly partition: Trail['partition'];
  readonly bucket: string;
  /** The organization that the bucket's owner is in. */
  readonly organizationId: string;
  /** The trails that deliver there. */
  readonly trails: readonly NamedTrail[];
};

/** Statements of one addition at the most; no policy of 20 KB has as many. */
const MOST = 100;

/** The list, a statement, its conditions, an operator, a list of values: what nests deeper is no addition. */
const LEVELS = 5;

const ELEMENTS = ['Sid', 'Effect', 'Principal', 'Action', 'Resource', 'Condition'];
const SID = /^[\w .,:;@/+=-]{0,128}$/;
const READ_ACL = 's3:GetBucketAcl';
const WRITE = 's3:PutObject';
const FULL_CONTROL = 'bucket-owner-full-control';

/** What may follow the folder of a trail: no variable, and nothing but what keys of log files are made of. */
const REST = /^[A-Za-z0-9_./*?-]{1,512}$/;

/** One text or a list of texts; null if it is anything else. */
function textsOf(value: Json | undefined): readonly string[] | null {
  const list: readonly (Json | undefined)[] = Array.isArray(value) ? value : [value];
  const texts = list.filter((one) => typeof one === 'string');
  return texts.length > 0 && texts.length === list.length ? texts : null;
}

const shown = (value: Json | undefined): string => `\`${JSON.stringify(value ?? null).slice(0, 120)}\``;

function refusesPrincipal(value: Json | undefined, { partition }: TowerBucket): boolean {
  if (!isJsonObject(value) || Object.keys(value).join() !== 'Service') return true;
  const allowed = servicePrincipals(partition);
  return textsOf(value['Service'])?.every((service) => allowed.includes(service)) !== true;
}

/** The folders that CloudTrail writes to for a trail. */
function foldersOf(trail: NamedTrail): readonly string[] {
  const owners = trail.organizationId === null ? [trail.account] : [trail.account, trail.organizationId];
  return owners.map((owner) => `${logsRoot(trail)}${owner}/`);
}

/** The bucket itself where its ACL is read, or keys inside the folders of trails where files are written. */
function isTheirs(
  resource: string,
  actions: readonly string[],
  { partition, bucket }: TowerBucket,
  trails: readonly NamedTrail[],
): boolean {
  const arn = bucketArn(partition, bucket);
  if (resource === arn) return actions.includes(READ_ACL);
  if (!actions.includes(WRITE)) return false;
  return trails.flatMap(foldersOf).some((folder) => {
    const inside = `${arn}/${folder}`;
    return resource.startsWith(inside) && REST.test(resource.slice(inside.length));
  });
}

/** What one condition does: it holds the statement to some of the trails, narrows it further, or is none that is taken. */
type Held = { readonly to: readonly NamedTrail[] } | 'narrowed' | 'refused';

const EXACT = ['StringEquals', 'StringLike', 'ArnEquals', 'ArnLike'];

/** INVARIANT: no value that is taken has a wildcard or a variable, so that every operator here compares as StringEquals does. */
function heldBy(operator: string, key: string, values: readonly string[], bucket: TowerBucket): Held {
  const { trails, organizationId } = bucket;
  const only = (allowed: readonly string[]): boolean => values.every((value) => allowed.includes(value));
  switch (key) {
    case 'aws:SourceArn':
      if (!EXACT.includes(operator) || !only(trails.map(({ arn }) => arn))) return 'refused';
      return { to: trails.filter(({ arn }) => values.includes(arn)) };
    case 'aws:SourceOrgID':
      if (operator !== 'StringEquals' || !only([organizationId])) return 'refused';
      return { to: trails.filter((trail) => trail.organizationId === organizationId) };
    case 'aws:SourceAccount':
      return operator === 'StringEquals' && only(trails.map(({ account }) => account)) ? 'narrowed' : 'refused';
    case 's3:x-amz-acl':
      if (operator !== 'StringEquals' && operator !== 'StringEqualsIfExists') return 'refused';
      return only([FULL_CONTROL]) ? 'narrowed' : 'refused';
    default:
      return 'refused';
  }
}

function conditionsOf(condition: JsonObject): readonly (readonly [operator: string, key: string, value: Json])[] {
  return Object.entries(condition).flatMap(([operator, keys]) =>
    isJsonObject(keys) && Object.keys(keys).length > 0
      ? Object.entries(keys).map(([key, value]) => [operator, key, value] as const)
      : [[operator, '', keys] as const],
  );
}

/** The trails that all conditions together hold a statement to; or why they are not taken. */
function trailsUnder(
  condition: Json | undefined,
  bucket: TowerBucket,
): { readonly trails: readonly NamedTrail[]; readonly refusals: readonly string[] } {
  if (!isJsonObject(condition)) return { trails: [], refusals: ['has no condition on the trail that it is for'] };
  const read = conditionsOf(condition).map(([operator, key, value]) => {
    const values = textsOf(value);
    const held = values === null ? 'refused' : heldBy(operator, key, values, bucket);
    return { held, said: shown({ [operator]: { [key]: value } }) };
  });
  const refusals = read.filter(({ held }) => held === 'refused').map(({ said }) => `has the condition ${said}`);
  const holding = read.flatMap(({ held }) => (typeof held === 'object' ? [held.to] : []));
  const trails = bucket.trails.filter((trail) => holding.every((some) => some.includes(trail)));
  if (refusals.length > 0) return { trails, refusals };
  if (holding.length > 0 && trails.length > 0) return { trails, refusals };
  return { trails, refusals: ['is not held to a trail of the bucket by `aws:SourceArn` or `aws:SourceOrgID`'] };
}

function refusalsOfStatement(statement: Json, bucket: TowerBucket): readonly string[] {
  if (!isJsonObject(statement)) return ['is no object'];
  const { Sid: sid, Effect: effect, Principal: principal, Action: action, Resource: resource } = statement;
  const unknown = Object.keys(statement).filter((name) => !ELEMENTS.includes(name));
  const { trails, refusals } = trailsUnder(statement['Condition'], bucket);
  const [actions, resources] = [textsOf(action), textsOf(resource)];
  const strange = resources?.filter((one) => !isTheirs(one, actions ?? [], bucket, trails)) ?? [];
  return [
    ...unknown.map((name) => `has the element ${shown(name)}`),
    ...(sid === undefined || (typeof sid === 'string' && SID.test(sid)) ? [] : [`has the Sid ${shown(sid)}`]),
    ...(effect === 'Allow' ? [] : ['is no Allow']),
    ...(refusesPrincipal(principal, bucket) ? [`names ${shown(principal)}, which is not CloudTrail alone`] : []),
    ...(actions?.every((one) => one === READ_ACL || one === WRITE) === true
      ? []
      : [`is for the action ${shown(action)}`]),
    ...(resources === null ? [`is for the resource ${shown(resource)}`] : []),
    ...refusals,
    // Which folders are a trail's is not to be said of a statement that is held to none.
    ...(refusals.length > 0
      ? []
      : strange.map((one) => `is for ${shown(one)}, which is not the bucket for its ACL, nor a folder of its trails`)),
  ];
}

/**
 * Why these statements may not be added to the policy of a bucket of Control Tower's; empty if they may.
 *
 * INVARIANT: what may be added lets nobody but CloudTrail in, to read the bucket's ACL and to write into the folders of trails
 * that deliver there, and this on behalf of those trails alone, or, as Control Tower writes it, of trails of the organization.
 *
 * The form is taken literally: what says the same in another way is refused (docs/decisions, "Who writes Control Tower's
 * bucket policies").
 */
export function refusalsOfAddition(statements: Json | undefined, bucket: TowerBucket): readonly string[] {
  if (!Array.isArray(statements) || statements.length === 0) return ['there is no list of statements to add'];
  if (statements.length > MOST) return [`there are ${statements.length} statements, and ${MOST} are taken at most`];
  const list: readonly Json[] = statements;
  if (isTooDeep(list, LEVELS)) return ['the statements nest deeper than any that is taken'];
  const bytes = documentBytes(list);
  if (bytes > BUCKET_POLICY_LIMIT.bytes)
    return [`the statements have ${bytes} bytes, and S3 takes ${BUCKET_POLICY_LIMIT.bytes}`];
  return list.flatMap((statement, at) =>
    refusalsOfStatement(statement, bucket).map((refusal) => `statement ${at} ${refusal}`),
  );
}
