import type { Policy } from '../../policy/document.ts';
import { doubtOf } from '../../policy/doubts.ts';
import type { RequestFamily } from '../../policy/family.ts';
import type { JsonObject } from '../../policy/json.ts';
import type { Observation } from '../../reconcile/observation.ts';
import { type FurtherTrail, sourceRequests } from '../../trail/further-trail.ts';
import { documentedStatement, servicePrincipalFor } from '../../trail/statements.ts';
import { isAllowedFor, type Lost, someTrailOf } from './lost-sources.ts';
import { broughtBack } from './remembered.ts';

/** A request for a source that the policy refuses. */
export type Refused = Omit<Lost, 'was'> & { readonly was: Lost['was'] | 'known' };

/** What the policy says of the trails that are known: what it refuses them, and what of them cannot be told. */
export function judgedSources(
  policy: Policy,
  sources: readonly FurtherTrail[],
): { readonly refused: readonly Refused[]; readonly doubts: readonly string[] } {
  const answers = sources.flatMap((source) =>
    sourceRequests(source).map((request) => ({
      source,
      request,
      answer: isAllowedFor(source, request.family, policy),
    })),
  );
  return {
    refused: answers.flatMap(({ source, request, answer }) =>
      answer.holds === false ? [{ source, request, was: 'known', witness: answer.witness }] : [],
    ),
    doubts: answers.flatMap(({ source, request, answer }) => {
      if (answer.holds !== 'unknown') return [];
      const [first] = answer.statements;
      const reason =
        first === undefined ? 'the policy is too intricate' : doubtOf(first, request.family, policy.version);
      return [`whether it lets CloudTrail write for \`${source.trail.arn}\` cannot be told: ${reason}`];
    }),
  };
}

/** The statements that are gone, as they were, or as AWS documents them for a trail that is known. */
export function restoredFor(
  { source, request, was }: Refused,
  policy: Policy,
  observation: Observation,
): readonly JsonObject[] {
  const isAgain = (repaired: Policy, family: RequestFamily): boolean => {
    const { holds } = isAllowedFor(source, family, repaired);
    return was === 'unknown' ? holds !== false : holds === true;
  };
  const back = broughtBack(observation, 'bucket-policy', policy, [request.family], isAgain);
  if (back !== null || was !== 'known') return back ?? [];
  return [documentedStatement(source.trail, request.statement, servicePrincipalFor(policy, source.trail))];
}

/** Folders of accounts that nothing else is known of, and for which no statement lets CloudTrail write. */
export function orphaned(policy: Policy, observation: Observation, known: readonly FurtherTrail[]): readonly Refused[] {
  const {
    surroundings: { folders },
    trail,
    formerAccounts,
  } = observation;
  if (folders.state !== 'present') return [];
  const judgedAlready = [trail, ...known.map((one) => one.trail)].filter(({ prefix }) => prefix === trail.prefix);
  const accounts = folders.value.filter(
    (name) =>
      /^[0-9]{12}$/.test(name) &&
      !formerAccounts.includes(name) &&
      !judgedAlready.some(({ account }) => account === name),
  );
  return accounts.flatMap((account): Refused[] => {
    const source = someTrailOf(account, trail.prefix, observation);
    const request = sourceRequests(source).find(({ name }) => name === 'log-files');
    const answer = request === undefined ? null : isAllowedFor(source, request.family, policy);
    return request === undefined || answer?.holds !== false
      ? []
      : [{ source, request, was: 'unknown', witness: answer.witness }];
  });
}
