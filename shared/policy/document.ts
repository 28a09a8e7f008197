import { isJsonObject, type Json, type JsonObject } from './json.ts';

/** One condition: an operator, a key as it is written, and its values as text (`true` and `1` may stand without quotes). */
export type Condition = { readonly operator: string; readonly key: string; readonly values: readonly string[] };

/** Who a statement names: everybody (`"*"`), or lists by kind. */
export type Principals = '*' | { readonly [kind in PrincipalKind]: readonly string[] };

type PrincipalKind = 'AWS' | 'Service' | 'Federated' | 'CanonicalUser';

/** An element in its plain or its Not form. */
export type Element<T> = { readonly negated: boolean; readonly value: T };

export type Statement = {
  /** Where it stands in the document, from 0. */
  readonly index: number;
  readonly sid: string | null;
  readonly effect: 'Allow' | 'Deny';
  readonly principal: Element<Principals>;
  readonly action: Element<readonly string[]>;
  readonly resource: Element<readonly string[]>;
  readonly conditions: readonly Condition[];
  /** The statement as it was written; what is written back. */
  readonly source: JsonObject;
};

export type Policy = {
  /** Policy variables are filled in only under 2012-10-17; a policy without Version counts as 2008-10-17. */
  readonly version: '2012-10-17' | '2008-10-17';
  readonly statements: readonly Statement[];
  readonly source: JsonObject;
};

/** Wrong structure: where, as a path like `Statement[2].Effect`, and why. */
export type PolicyProblem = { readonly place: string; readonly reason: string };

export type ParsedPolicy =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly problem: PolicyProblem };

/** The one exception of this module; it never leaves it. */
class Problem extends Error {
  readonly place: string;
  constructor(place: string, reason: string) {
    super(reason);
    this.place = place;
  }
}

const ELEMENTS = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);
const PRINCIPAL_KINDS: readonly PrincipalKind[] = ['AWS', 'Service', 'Federated', 'CanonicalUser'];

function describe(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return isJsonObject(value) ? 'an object' : `a ${typeof value}`;
}

function texts(value: Json | undefined, place: string): readonly string[] {
  const list = Array.isArray(value) ? value : [value];
  if (list.length === 0) throw new Problem(place, 'the list is empty');
  return list.map((item: Json | undefined, at) => {
    if (typeof item === 'string') return item;
    throw new Problem(Array.isArray(value) ? `${place}[${at}]` : place, `must be text, and is ${describe(item)}`);
  });
}

/** Takes exactly one of an element and its Not form. */
function element<T>(
  source: JsonObject,
  name: string,
  place: string,
  parse: (value: Json, place: string) => T,
): Element<T> {
  const plain = source[name];
  const negated = source[`Not${name}`];
  if (plain !== undefined && negated !== undefined) throw new Problem(place, `has both ${name} and Not${name}`);
  if (plain !== undefined) return { negated: false, value: parse(plain, `${place}.${name}`) };
  if (negated !== undefined) return { negated: true, value: parse(negated, `${place}.Not${name}`) };
  throw new Problem(place, `has no ${name}`);
}

function principals(value: Json, place: string): Principals {
  if (value === '*') return '*';
  if (!isJsonObject(value)) throw new Problem(place, `must be "*" or an object, and is ${describe(value)}`);
  const kinds = Object.keys(value);
  if (kinds.length === 0) throw new Problem(place, 'names nobody');
  for (const kind of kinds) {
    if (!PRINCIPAL_KINDS.some((known) => known === kind))
      throw new Problem(place, `has no kind of principal \`${kind}\``);
  }
  const named = (kind: PrincipalKind): readonly string[] =>
    value[kind] === undefined ? [] : texts(value[kind], `${place}.${kind}`);
  return {
    AWS: named('AWS'),
    Service: named('Service'),
    Federated: named('Federated'),
    CanonicalUser: named('CanonicalUser'),
  };
}

function conditionValues(value: Json, place: string): readonly string[] {
  const list: readonly Json[] = Array.isArray(value) ? value : [value];
  return list.map((item, at) => {
    if (typeof item === 'string' || typeof item === 'number' || typeof item === 'boolean') return String(item);
    const where = Array.isArray(value) ? `${place}[${at}]` : place;
    throw new Problem(where, `must be text, a number or a boolean, and is ${describe(item)}`);
  });
}

function conditions(value: Json | undefined, place: string): readonly Condition[] {
  if (value === undefined) return [];
  if (!isJsonObject(value)) throw new Problem(place, `must be an object, and is ${describe(value)}`);
  return Object.entries(value).flatMap(([operator, keys]) => {
    const where = `${place}.${operator}`;
    if (!isJsonObject(keys)) throw new Problem(where, `must be an object, and is ${describe(keys)}`);
    return Object.entries(keys).map(([key, values]) => ({
      operator,
      key,
      values: conditionValues(values, `${where}.${key}`),
    }));
  });
}

function statement(value: Json | undefined, index: number, place: string): Statement {
  if (!isJsonObject(value)) throw new Problem(place, `must be an object, and is ${describe(value)}`);
  for (const name of Object.keys(value)) {
    if (!ELEMENTS.has(name)) throw new Problem(place, `has an element \`${name}\` that IAM does not know`);
  }
  const { Sid: sid, Effect: effect } = value;
  if (sid !== undefined && typeof sid !== 'string')
    throw new Problem(`${place}.Sid`, `must be text, and is ${describe(sid)}`);
  if (effect !== 'Allow' && effect !== 'Deny') throw new Problem(`${place}.Effect`, 'must be `Allow` or `Deny`');
  return {
    index,
    sid: sid ?? null,
    effect,
    principal: element(value, 'Principal', place, principals),
    action: element(value, 'Action', place, texts),
    resource: element(value, 'Resource', place, texts),
    conditions: conditions(value.Condition, `${place}.Condition`),
    source: value,
  };
}

function policy(value: unknown): Policy {
  if (!isJsonObject(value)) throw new Problem('policy', 'must be a JSON object');
  for (const name of Object.keys(value)) {
    if (!['Version', 'Id', 'Statement'].includes(name))
      throw new Problem('policy', `has an element \`${name}\` that IAM does not know`);
  }
  const { Version: version, Id: id, Statement: list } = value;
  if (version !== undefined && version !== '2012-10-17' && version !== '2008-10-17') {
    throw new Problem('Version', 'must be `2012-10-17` or `2008-10-17`');
  }
  if (id !== undefined && typeof id !== 'string') throw new Problem('Id', `must be text, and is ${describe(id)}`);
  if (list === undefined) throw new Problem('policy', 'has no Statement');
  const statements = Array.isArray(list)
    ? list.map((item, index) => statement(item, index, `Statement[${index}]`))
    : [statement(list, 0, 'Statement')];
  return { version: version ?? '2008-10-17', statements, source: value };
}

/**
 * Reads a resource policy as IAM takes it: one statement without a list, scalars for lists, no Version, JSON booleans and
 * numbers in conditions (IAM user guide, "Grammar of the IAM JSON policy language"). Wrong structure is returned with its
 * place; text that is legal but matches nothing is not an error (see `warnings.ts`).
 */
export function parsePolicy(value: unknown): ParsedPolicy {
  try {
    return { ok: true, policy: policy(value) };
  } catch (error) {
    if (error instanceof Problem) return { ok: false, problem: { place: error.place, reason: error.message } };
    throw error;
  }
}
