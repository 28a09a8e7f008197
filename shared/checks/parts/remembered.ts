import { type Policy, parsePolicy, type Statement } from '../../policy/document.ts';
import { isSameOrNarrowed, parseStatement, sameScope } from '../../policy/equality.ts';
import { isAllowed } from '../../policy/evaluate.ts';
import type { RequestFamily } from '../../policy/family.ts';
import type { JsonObject } from '../../policy/json.ts';
import { isSameResource } from '../../reconcile/policies.ts';
import { type SourceObservation, sourceOf } from '../../reconcile/store-observation.ts';
import { servicePrincipals } from '../../trail/context.ts';
import type { DocumentKind } from '../../trail/document.ts';
import type { Source } from '../../trail/event-data-store.ts';
import { documentedForms, statementsOf } from '../../trail/statements.ts';

/** An Allow that names CloudTrail, and besides at most other services: no account, nobody by a star. */
function isCloudTrails({ effect, principal: { negated, value } }: Statement, { partition }: Source): boolean {
  if (effect !== 'Allow' || negated || value === '*') return false;
  const others = [value.AWS, value.Federated, value.CanonicalUser].flat();
  return others.length === 0 && servicePrincipals(partition).some((service) => value.Service.includes(service));
}

/**
 * The statements for CloudTrail of the last policy of this bucket, key or topic under which a log file was seen to arrive. They
 * are all that a repair may add beside what AWS documents (docs/decisions, "The form that was proven").
 */
export function rememberedStatements(observation: SourceObservation, kind: DocumentKind): readonly Statement[] {
  const { memory } = observation;
  // Nothing tells that query results arrived, so that no policy is ever proven by them.
  if ('store' in observation || memory.state !== 'present') return [];
  const { trail } = observation;
  const { description, proven } = memory.value;
  if (description !== null && !isSameResource(kind, description, trail)) return [];
  const parsed = parsePolicy(proven?.policies[kind]);
  if (!parsed.ok) return [];
  const { version, statements } = parsed.policy;
  // Variables are filled in under one version alone: under another the statement would say something else.
  const isPlain = ({ source }: Statement): boolean =>
    version === '2012-10-17' || !JSON.stringify(source).includes('${');
  return statements.filter((statement) => isCloudTrails(statement, trail) && isPlain(statement));
}

/** What AWS documents for the trail itself: it stands for no wider statement that was there beside it. */
function documentedIn(observation: SourceObservation, kind: DocumentKind): readonly Statement[] {
  const source = sourceOf(observation);
  const forms = statementsOf(source, kind).flatMap((name) => documentedForms(source, name));
  return forms.flatMap((form) => parseStatement(form) ?? []);
}

/** So many sets are tried in search of the smallest; after that, one is taken of which nothing can be left out. */
const TRIES = 500;

function* sets<T>(all: readonly T[], size: number, from = 0): Generator<readonly T[]> {
  if (size === 0) yield [];
  for (let at = from; size > 0 && at < all.length; at += 1) {
    const one = all.slice(at, at + 1);
    for (const rest of sets(all, size - 1, at + 1)) yield [...one, ...rest];
  }
}

/** The smallest set that suffices, of what stands first; null if not even all of them do. */
function smallest<T>(all: readonly T[], suffices: (some: readonly T[]) => boolean): readonly T[] | null {
  if (!suffices(all)) return null;
  const alone = all.find((one) => suffices([one]));
  if (alone !== undefined) return [alone];
  const kept = all.reduceRight((rest, one) => {
    const fewer = rest.filter((other) => other !== one);
    return suffices(fewer) ? fewer : rest;
  }, all);
  let tries = 0;
  for (let size = 2; size < kept.length; size += 1) {
    for (const some of sets(all, size)) {
      if (tries === TRIES) return kept;
      tries += 1;
      if (suffices(some)) return some;
    }
  }
  return kept;
}

const isSurelyAllowed = (policy: Policy, family: RequestFamily): boolean => isAllowed(policy, family).holds === true;

/**
 * The proven statements that are gone from the policy and with which these requests are allowed again, as few as possible;
 * null if there are none. One that stands there under further conditions was narrowed by somebody, and is not gone.
 *
 * @param isAgain whether a policy allows a request as far as it has to: one that was allowed perhaps is so again
 */
export function broughtBack(
  observation: SourceObservation,
  kind: DocumentKind,
  policy: Policy,
  families: readonly RequestFamily[],
  isAgain: (repaired: Policy, family: RequestFamily) => boolean = isSurelyAllowed,
): readonly JsonObject[] | null {
  const documented = documentedIn(observation, kind);
  const stands = (statement: Statement, remembered: Statement): boolean =>
    isSameOrNarrowed(statement, remembered) &&
    (sameScope(statement, remembered) || !documented.some((one) => sameScope(one, statement)));
  const gone = rememberedStatements(observation, kind).filter(
    (remembered) =>
      !policy.statements.some((statement) => stands(statement, remembered)) &&
      (policy.version === '2012-10-17' || !JSON.stringify(remembered.source).includes('${')),
  );
  if (gone.length === 0) return null;
  const suffices = (some: readonly Statement[]): boolean => {
    const repaired = { ...policy, statements: [...policy.statements, ...some] };
    return families.every((family) => isAgain(repaired, family));
  };
  return smallest(gone, suffices)?.map(({ source }) => source) ?? null;
}
