import { isOperatorName } from '../delivery/condition.ts';
import { globMatches, wildcards } from '../delivery/glob.ts';
import { asList, isMap, type JsonMap } from '../delivery/json.ts';
import { invalidPrincipal } from './principal-syntax.ts';

/** The size from which S3 refuses a bucket policy, in bytes without insignificant whitespace. */
export const MAX_POLICY_BYTES = 20_480;

const DOCUMENT = new Set(['Version', 'Id', 'Statement']);
const STATEMENT = new Set(
  'Sid Effect Principal NotPrincipal Action NotAction Resource NotResource Condition'.split(' '),
);
const ACTION = /^(\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+)$/;

function unknownElement(map: JsonMap, known: ReadonlySet<string>): string | null {
  const name = Object.keys(map).find((element) => !known.has(element));
  return name === undefined ? null : `Unknown field ${name}`;
}

function oneOf(statement: JsonMap, name: string): readonly unknown[] | string {
  const [plain, negated] = [statement[name], statement[`Not${name}`]];
  if (plain !== undefined && negated !== undefined) return `${name} and Not${name} are mutually exclusive`;
  if (plain === undefined && negated === undefined) return `Missing required field ${name}`;
  const list = asList(plain ?? negated);
  return list.length === 0 ? `Missing required field ${name} cannot be empty!` : list;
}

/** A resource has to lie in the bucket that carries the policy. */
function isOwnResource(resource: unknown, bucket: string): boolean {
  if (typeof resource !== 'string') return false;
  if (resource === '*') return true;
  const pattern = /^arn:[a-z*-]+:s3:::([^/]+)(?:\/.*)?$/s.exec(resource)?.[1];
  return pattern !== undefined && globMatches(wildcards(pattern), bucket);
}

function invalidCondition(condition: unknown): string | null {
  if (condition === undefined) return null;
  if (!isMap(condition)) return 'Condition must be an object';
  for (const [operator, block] of Object.entries(condition)) {
    if (!isOperatorName(operator)) return `Invalid Condition type : ${operator}`;
    if (!isMap(block)) return 'Policy has an invalid condition';
    if (Object.keys(block).some((key) => !key.includes(':'))) return 'Policy has an invalid condition key';
  }
  return null;
}

function wrongStatement(statement: unknown, bucket: string): string | null {
  if (!isMap(statement)) return 'Statement must be an object';
  const unknown = unknownElement(statement, STATEMENT);
  if (unknown !== null) return unknown;
  const effect = statement['Effect'];
  if (effect !== 'Allow' && effect !== 'Deny') return `Invalid effect: ${String(effect)}`;
  const principals = oneOf(statement, 'Principal');
  if (typeof principals === 'string') return principals;
  if (principals.some(invalidPrincipal)) return 'Invalid principal in policy';
  const actions = oneOf(statement, 'Action');
  if (typeof actions === 'string') return actions;
  if (!actions.every((action) => typeof action === 'string' && ACTION.test(action))) return 'Policy has invalid action';
  const resources = oneOf(statement, 'Resource');
  if (typeof resources === 'string') return resources;
  if (!resources.every((resource) => isOwnResource(resource, bucket))) return 'Policy has invalid resource';
  return invalidCondition(statement['Condition']);
}

/** Why S3 would refuse a bucket policy, in its words, or null; the engine itself accepts nearly anything. */
export function malformedPolicy(text: string, bucket: string): string | null {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return 'This policy contains invalid Json';
  }
  if (!isMap(document)) return "Policies must be valid JSON and the first byte must be '{'";
  if (Buffer.byteLength(JSON.stringify(document)) > MAX_POLICY_BYTES)
    return 'Policy exceeds the maximum allowed document size.';
  const unknown = unknownElement(document, DOCUMENT);
  if (unknown !== null) return unknown;
  const version = document['Version'];
  if (version !== undefined && version !== '2008-10-17' && version !== '2012-10-17')
    return 'The policy must contain a valid version string';
  const statements = asList(document['Statement']);
  if (statements.length === 0) return 'Missing required field Statement';
  for (const statement of statements) {
    const wrong = wrongStatement(statement, bucket);
    if (wrong !== null) return wrong;
  }
  return null;
}
