import { isAtLeast } from './address.ts';
import type { Condition, Policy, Principals, Statement } from './document.ts';

/**
 * Condition keys that take the public out of a statement when they are held to fixed values (S3 user guide, "Blocking public
 * access to your Amazon S3 storage", the meaning of "public": bucket policies). The page names `aws:PrincipalOrgID` as an
 * example of a principal; that the other keys of the caller count like it is inferred.
 */
const LIMITING = new Set([
  ...['aws:sourcearn', 'aws:sourcevpc', 'aws:sourcevpce', 'aws:sourceowner', 'aws:sourceaccount', 'aws:userid'],
  ...['s3:x-amz-server-side-encryption-aws-kms-key-id', 's3:dataaccesspointarn', 's3:dataaccesspointaccount'],
  ...['aws:principalorgid', 'aws:principalaccount', 'aws:principalarn', 'aws:principalservicename'],
]);

/** Operators that hold a request to their values; those with Not, IfExists and ForAllValues let a missing key pass. */
const HOLDING = /^(foranyvalue:)?(string(equals|equalsignorecase|like)|arn(equals|like))$/;

/** Blocks that are broader than these count as public, by the version of the address. */
const BROADEST = { v4: 8, v6: 32 } as const;

/** A fixed value has neither a wildcard nor a policy variable. */
const isFixed = (value: string): boolean => value !== '' && !/[*?]|\$\{/.test(value);

/** The name of an access point may be left open, as long as its account is fixed. */
function isFixedAccessPoint(value: string): boolean {
  const [, , , , account = ''] = value.split(':');
  return isFixed(account) && !value.includes('${');
}

function isLimiting({ operator, key, values }: Condition): boolean {
  const [name, comparison] = [key.toLowerCase(), operator.toLowerCase()];
  if (values.length === 0) return false;
  if (name === 'aws:sourceip') return comparison === 'ipaddress' && values.every((value) => isAtLeast(value, BROADEST));
  if (!HOLDING.test(comparison) || !LIMITING.has(name)) return false;
  return values.every(name === 's3:dataaccesspointarn' ? isFixedAccessPoint : isFixed);
}

/** Everybody, or whoever a web identity provider knows; that a provider of an account is fixed is inferred. */
function namesThePublic(principals: Principals): boolean {
  if (principals === '*' || principals.AWS.includes('*')) return true;
  return principals.Federated.some((provider) => !provider.startsWith('arn:') || !isFixed(provider));
}

function isPublic({ effect, principal, conditions }: Statement): boolean {
  if (effect !== 'Allow') return false;
  // Whoever is not named by a NotPrincipal is everybody.
  if (!principal.negated && !namesThePublic(principal.value)) return false;
  return !conditions.some(isLimiting);
}

/**
 * The Allow statements of a bucket policy that make it public, as S3 takes it: nobody else reads the policy so. A Deny takes
 * nothing back, and which actions are allowed does not matter.
 */
export function publicStatements({ statements }: Policy): readonly Statement[] {
  return statements.filter(isPublic);
}
