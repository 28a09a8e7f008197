import { concerning } from '../../policy/concerning.ts';
import { type Policy, parsePolicy, type Statement } from '../../policy/document.ts';
import { type Answer, isAllowed } from '../../policy/evaluate.ts';
import type { RequestFamily } from '../../policy/family.ts';
import type { Observation } from '../../reconcile/observation.ts';
import { isSameResource } from '../../reconcile/policies.ts';
import { parseTrailArn } from '../../trail/arn.ts';
import type { DeliveryRequest } from '../../trail/delivery.ts';
import { barelyKnown, type FurtherTrail, OPEN_ENCRYPTION, sourceRequests } from '../../trail/further-trail.ts';
import { rememberedStatements } from './remembered.ts';

/** Where a policy lets CloudTrail write: `[prefix/]AWSLogs/`, and the account or the organization that follows, if one does. */
const FOLDER = /^arn:[^:]+:s3:::[^/]+\/(?:(?<prefix>[^*?$]+)\/)?AWSLogs\/(?:(?<owner>[0-9]{12}|o-[a-z0-9]{10,32})\/)?/;

/** The whole bucket, or all of it that begins like CloudTrail's folder. */
const EVERYWHERE = /^(\*|arn:[^:]+:s3:::[^/]+?(\/(AWSLogs)?)?\*)$/;

type Folder = { readonly prefix: string; readonly owner: string | null };

function foldersIn({ resource }: Statement): readonly Folder[] {
  if (resource.negated) return [];
  return resource.value.flatMap((pattern) => {
    if (EVERYWHERE.test(pattern)) return [{ prefix: '', owner: null }];
    const groups = FOLDER.exec(pattern)?.groups;
    return groups === undefined ? [] : [{ prefix: groups.prefix ?? '', owner: groups.owner ?? null }];
  });
}

/** The values that a condition of a statement holds a key to; the key is written in lower case. */
function heldTo({ conditions }: Statement, name: string): readonly string[] {
  const holding = conditions.filter(
    ({ operator, key }) => key.toLowerCase() === name && !/not|null/i.test(operator.replace(/^for\w+:/i, '')),
  );
  return holding.flatMap(({ values }) => values);
}

/** What tells a trail's name. */
const NAME = 'aws:SourceArn';

const isAccount = (text: string): boolean => /^[0-9]{12}$/.test(text);

/** Some trail of an account, of which the name is not known. */
export function someTrailOf(account: string, prefix: string, { trail }: Observation): FurtherTrail {
  const { partition, region, bucket } = trail;
  const arn = `arn:${partition}:cloudtrail:${region}:${account}:trail/any`;
  const known = barelyKnown(
    { arn, partition, region, account, name: 'any' },
    { bucket, prefix, organizationId: null, sourceOrganizationId: null },
  );
  return { trail: known, open: [...OPEN_ENCRYPTION, NAME] };
}

/** The accounts whose trails are meant without being named: by patterns of ARNs, else by accounts, else by the folders alone. */
function accountsIn(
  arns: readonly string[],
  accounts: readonly string[],
  owners: readonly string[],
): readonly string[] {
  const patterns = arns.filter((value) => parseTrailArn(value) === null).map((value) => value.split(':')[4] ?? '');
  if (arns.length > 0) return patterns.filter(isAccount);
  return (accounts.length > 0 ? accounts : owners).filter(isAccount);
}

/** The trails and accounts that a statement names, with the folders that it is for. */
function namedIn(statement: Statement, observation: Observation): readonly FurtherTrail[] {
  const { bucket } = observation.trail;
  const folders = foldersIn(statement);
  const owners = folders.flatMap(({ owner }) => owner ?? []);
  const arns = heldTo(statement, 'aws:sourcearn');
  const trails = arns.flatMap((value) => parseTrailArn(value) ?? []);
  const accounts = accountsIn(arns, heldTo(statement, 'aws:sourceaccount'), owners);
  return [...new Set(folders.map(({ prefix }) => prefix))].flatMap((prefix) => [
    ...trails.flatMap((arn) =>
      [null, ...owners.filter((owner) => !isAccount(owner))].map((organizationId) => ({
        trail: barelyKnown(arn, { bucket, prefix, organizationId, sourceOrganizationId: organizationId }),
        open: OPEN_ENCRYPTION,
      })),
    ),
    ...[...new Set(accounts)].map((account) => someTrailOf(account, prefix, observation)),
  ]);
}

/** Whether only the account of the trail is known. */
export const isNameless = ({ open }: FurtherTrail): boolean => open.includes(NAME);

const keyOf = ({ trail }: FurtherTrail): string => JSON.stringify([trail.arn, trail.prefix, trail.organizationId]);

function provenPolicy({ memory, trail }: Observation): Policy | null {
  if (memory.state !== 'present') return null;
  const { description, proven } = memory.value;
  if (description !== null && !isSameResource('bucket-policy', description, trail)) return null;
  const parsed = parsePolicy(proven?.policies['bucket-policy']);
  return parsed.ok ? parsed.policy : null;
}

/** A request that was allowed, for certain or perhaps, when the last log file arrived, and is not any more. */
export type Lost = {
  readonly source: FurtherTrail;
  readonly request: DeliveryRequest;
  readonly was: true | 'unknown';
  readonly witness: string;
};

/** The statements that can be about this account at all: not those that are held to trails of other accounts. */
function withoutOthers(policy: Policy, account: string): Policy {
  const isOfOthers = (statement: Statement): boolean => {
    const accounts = heldTo(statement, 'aws:sourcearn').map((value) => value.split(':')[4] ?? '');
    return accounts.length > 0 && accounts.every((other) => isAccount(other) && other !== account);
  };
  return { ...policy, statements: policy.statements.filter((statement) => !isOfOthers(statement)) };
}

/** Whether a source may do this: of a trail without a name, what is for trails of other accounts says nothing. */
export function isAllowedFor(source: FurtherTrail, family: RequestFamily, policy: Policy): Answer {
  const own = isNameless(source) ? withoutOthers(policy, source.trail.account) : policy;
  return isAllowed(concerning(own, family), family);
}

/** The other trails and accounts that delivered into the bucket when the last log file was seen to arrive. */
export type ProvenSources = { readonly sources: readonly FurtherTrail[]; readonly lost: readonly Lost[] };

/**
 * What other trails and accounts were allowed by the last policy under which a log file was seen to arrive, and what of it
 * they are not any more. The guarded trail itself, and trails that are known otherwise, are judged by themselves.
 */
export function provenSources(policy: Policy, observation: Observation, known: readonly FurtherTrail[]): ProvenSources {
  const proven = provenPolicy(observation);
  if (proven === null) return { sources: [], lost: [] };
  const named = rememberedStatements(observation, 'bucket-policy').flatMap((one) => namedIn(one, observation));
  const { trail } = observation;
  const isJudgedElsewhere = (source: FurtherTrail): boolean =>
    [trail, ...known.map((one) => one.trail)].some(({ arn, account, prefix }) => {
      if (!isNameless(source)) return arn === source.trail.arn;
      return account === source.trail.account && prefix === source.trail.prefix;
    });
  const others = new Map(named.filter((one) => !isJudgedElsewhere(one)).map((one) => [keyOf(one), one]));
  const found = [...others.values()].flatMap((source) => {
    const requests = sourceRequests(source).filter(({ stake }) => stake === 'delivery');
    const before = requests.flatMap((request): Omit<Lost, 'witness'>[] => {
      const { holds } = isAllowedFor(source, request.family, proven);
      return holds === false ? [] : [{ source, request, was: holds }];
    });
    // A trail that could not deliver there before either was never a source.
    return before.length < requests.length ? [] : [{ source, before }];
  });
  const lost = found.flatMap(({ source, before }) =>
    before.flatMap((one): Lost[] => {
      const now = isAllowedFor(source, one.request.family, policy);
      return now.holds === false ? [{ ...one, witness: now.witness }] : [];
    }),
  );
  return { sources: found.map(({ source }) => source), lost };
}
