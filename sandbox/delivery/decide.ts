import { conditionTruth } from './condition.ts';
import { globMatches, hasHole, wildcards } from './glob.ts';
import { asList, isMap, type JsonMap, texts } from './json.ts';
import type { Surroundings } from './operators.ts';
import { principalTruth } from './principal.ts';
import type { PointRequest } from './request.ts';
import { every, not, some, type Truth } from './truth.ts';
import { readPattern } from './variables.ts';

/** What a policy says of one request, and the place of the statement that says it; an implicit refusal has none. */
export type PointDecision = {
  readonly decision: 'allow' | 'deny' | 'implicit' | 'unknown';
  readonly index: number | null;
};

/** What names no vendor (`s3*`) is no action; AWS refuses a policy with one, and here it matches nothing. */
const isAction = (name: string): boolean => name === '*' || name.includes(':');

/** What is neither a star nor an ARN names no resource, as above. */
const isResource = (name: string): boolean => name === '*' || name.startsWith('arn:');

function actionTruth(statement: JsonMap, { action }: PointRequest): Truth {
  const isNamed = (names: unknown) =>
    texts(names).some((name) => isAction(name) && globMatches(wildcards(name.toLowerCase()), action.toLowerCase()));
  if (statement['Action'] !== undefined) return isNamed(statement['Action']);
  return statement['NotAction'] !== undefined && !isNamed(statement['NotAction']);
}

function isNamedResource(names: unknown, { request, variables }: Surroundings): Truth {
  return some(
    texts(names).map((name): Truth => {
      const pattern = isResource(name) ? readPattern(name, { wildcards: true, variables }, request) : null;
      if (pattern === null || !globMatches(pattern, request.resource)) return false;
      return hasHole(pattern) ? 'unknown' : true;
    }),
  );
}

function resourceTruth(statement: JsonMap, around: Surroundings): Truth {
  if (statement['Resource'] !== undefined) return isNamedResource(statement['Resource'], around);
  if (statement['NotResource'] === undefined) return false;
  return not(isNamedResource(statement['NotResource'], around));
}

/** Whether a statement of this effect applies to the request. */
function applies(statement: unknown, effect: 'Allow' | 'Deny', around: Surroundings): Truth {
  if (!isMap(statement) || statement['Effect'] !== effect) return false;
  return every([
    principalTruth(statement, effect, around.request),
    actionTruth(statement, around.request),
    resourceTruth(statement, around),
    conditionTruth(statement['Condition'], around),
  ]);
}

/**
 * What a resource policy says of one concrete request of CloudTrail, by the evaluation logic of IAM: a Deny decides, then
 * an Allow, and a condition on a value that is not known leaves open what hangs on it.
 */
export function decide(policy: unknown, request: PointRequest): PointDecision {
  if (!isMap(policy)) return { decision: 'implicit', index: null };
  const around: Surroundings = { request, variables: policy['Version'] === '2012-10-17' };
  const statements = asList(policy['Statement']);
  const denies = statements.map((statement) => applies(statement, 'Deny', around));
  const allows = statements.map((statement) => applies(statement, 'Allow', around));
  if (denies.includes(true)) return { decision: 'deny', index: denies.indexOf(true) };
  if (some(allows) === false) return { decision: 'implicit', index: null };
  if (denies.includes('unknown')) return { decision: 'unknown', index: denies.indexOf('unknown') };
  if (allows.includes(true)) return { decision: 'allow', index: allows.indexOf(true) };
  return { decision: 'unknown', index: allows.indexOf('unknown') };
}
