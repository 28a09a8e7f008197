import { isOperatorName } from '../delivery/condition.ts';
import { globMatches, wildcards } from '../delivery/glob.ts';
import { asList, isMap, type JsonMap } from '../delivery/json.ts';
import { invalidPrincipal } from './principal-syntax.ts';

/** The size from which S3 refuses a bucket policy, in bytes without insignificant whitespace. */
export const MAX_POLICY_BYTES = 20_480;

/** What one service wants of the policies that it keeps; the rest is the same for all. */
type Dialect = {
  /** Whether a statement has to have an Action and a Resource; KMS takes one without, which then says nothing. */
  readonly needsAll: boolean;
  readonly isAction: (action: unknown) => boolean;
  readonly isResource: (resource: unknown) => boolean;
};

const DOCUMENT = new Set(['Version', 'Id', 'Statement']);
const STATEMENT = new Set(
  'Sid Effect Principal NotPrincipal Action NotAction Resource NotResource Condition'.split(' '),
);
const ACTION = /^(\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+)$/;

function unknownElement(map: JsonMap, known: ReadonlySet<string>): string | null {
  const name = Object.keys(map).find((element) => !known.has(element));
  return name === undefined ? null : `Unknown field ${name}`;
}

function oneOf(statement: JsonMap, name: string, isNeeded: boolean): readonly unknown[] | string {
  const [plain, negated] = [statement[name], statement[`Not${name}`]];
  if (plain !== undefined && negated !== undefined) return `${name} and Not${name} are mutually exclusive`;
  if (plain === undefined && negated === undefined) return isNeeded ? `Missing required field ${name}` : [];
  const list = asList(plain ?? negated);
  return list.length === 0 && isNeeded ? `Missing required field ${name} cannot be empty!` : list;
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

function wrongStatement(statement: unknown, dialect: Dialect): string | null {
  if (!isMap(statement)) return 'Statement must be an object';
  const unknown = unknownElement(statement, STATEMENT);
  if (unknown !== null) return unknown;
  const effect = statement['Effect'];
  if (effect !== 'Allow' && effect !== 'Deny') return `Invalid effect: ${String(effect)}`;
  const principals = oneOf(statement, 'Principal', true);
  if (typeof principals === 'string') return principals;
  if (principals.some(invalidPrincipal)) return 'Invalid principal in policy';
  const actions = oneOf(statement, 'Action', dialect.needsAll);
  if (typeof actions === 'string') return actions;
  if (!actions.every(dialect.isAction)) return 'Policy has invalid action';
  const resources = oneOf(statement, 'Resource', dialect.needsAll);
  if (typeof resources === 'string') return resources;
  if (!resources.every(dialect.isResource)) return 'Policy has invalid resource';
  return invalidCondition(statement['Condition']);
}

function malformed(text: string, dialect: Dialect, maxBytes: number): string | null {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return 'This policy contains invalid Json';
  }
  if (!isMap(document)) return "Policies must be valid JSON and the first byte must be '{'";
  if (Buffer.byteLength(JSON.stringify(document)) > maxBytes)
    return 'Policy exceeds the maximum allowed document size.';
  const unknown = unknownElement(document, DOCUMENT);
  if (unknown !== null) return unknown;
  const version = document['Version'];
  if (version !== undefined && version !== '2008-10-17' && version !== '2012-10-17')
    return 'The policy must contain a valid version string';
  const statements = asList(document['Statement']);
  if (statements.length === 0) return 'Missing required field Statement';
  for (const statement of statements) {
    const wrong = wrongStatement(statement, dialect);
    if (wrong !== null) return wrong;
  }
  return null;
}

/** A resource has to lie in the bucket that carries the policy. */
function isOwnResource(resource: unknown, bucket: string): boolean {
  if (typeof resource !== 'string') return false;
  if (resource === '*') return true;
  const pattern = /^arn:[a-z*-]+:s3:::([^/]+)(?:\/.*)?$/s.exec(resource)?.[1];
  return pattern !== undefined && globMatches(wildcards(pattern), bucket);
}

const isText = (value: unknown): boolean => typeof value === 'string';
const isAction = (action: unknown): boolean => typeof action === 'string' && ACTION.test(action);

/** Why S3 would refuse a bucket policy, in its words, or null; the engine itself accepts nearly anything. */
export function malformedPolicy(text: string, bucket: string): string | null {
  const dialect = { needsAll: true, isAction, isResource: (resource: unknown) => isOwnResource(resource, bucket) };
  return malformed(text, dialect, MAX_POLICY_BYTES);
}

/** Why KMS would refuse a key policy as malformed, or null; what has no effect is no mistake to it (facts §2.3). */
export function malformedKeyPolicy(text: string): string | null {
  return malformed(text, { needsAll: false, isAction: isText, isResource: isText }, Number.POSITIVE_INFINITY);
}

/** Why SNS would refuse a topic policy, or null; it wants actions on topics by name, so that it takes no `SNS:*`. */
export function malformedTopicPolicy(text: string): string | null {
  const isTopicAction = (action: unknown) => typeof action === 'string' && /^sns:[a-z]+\*?$/i.test(action);
  return malformed(text, { needsAll: true, isAction: isTopicAction, isResource: isText }, Number.POSITIVE_INFINITY);
}
