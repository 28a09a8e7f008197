import { asList, isMap } from '../delivery/json.ts';

/** Principals that S3 can resolve; the id of a deleted role or user (`AROA…`, `AIDA…`) is none (facts §7). */
const FORMS: Readonly<Record<string, RegExp>> = {
  AWS: /^(\*|[0-9]{12}|arn:aws(-us-gov|-cn)?:iam::[0-9]{12}:(root|(user|role)\/.+)|arn:aws(-us-gov|-cn)?:sts::[0-9]{12}:(assumed-role|federated-user)\/.+|arn:aws:iam::cloudfront:user\/.+)$/,
  Service: /^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/,
  Federated: /^.+$/,
  CanonicalUser: /^[0-9a-f]{64}$/,
};

/** Whether S3 refuses a Principal or NotPrincipal as it is written. */
export function invalidPrincipal(principal: unknown): boolean {
  if (principal === '*') return false;
  if (!isMap(principal) || Object.keys(principal).length === 0) return true;
  return Object.entries(principal).some(([kind, names]) => {
    const form = FORMS[kind];
    const list = asList(names);
    return (
      form === undefined || list.length === 0 || !list.every((name) => typeof name === 'string' && form.test(name))
    );
  });
}

/** The roles and users that a policy names, by ARN. */
export function namedPrincipals(document: unknown): string[] {
  if (!isMap(document)) return [];
  return asList(document['Statement']).flatMap((statement) => {
    if (!isMap(statement)) return [];
    const principal = statement['Principal'] ?? statement['NotPrincipal'];
    const names = isMap(principal) ? asList(principal['AWS']) : [];
    return names.filter((name): name is string => typeof name === 'string' && /:(user|role)\//.test(name));
  });
}
