import { isMap, texts } from './json.ts';
import { LEGACY_ACCOUNTS } from './legacy-accounts.ts';
import type { PointRequest, PolicyCaller } from './request.ts';
import { some, type Truth } from './truth.ts';

const ACCOUNT_ROOT = /^(?:arn:(?:aws|aws-us-gov|aws-cn):iam::)?([0-9]{12})(?::root)?$/;

function isLegacyAccount(principal: string): boolean {
  const isBare = /^[0-9]{12}$/.test(principal);
  const isRoot = principal.startsWith('arn:') && principal.endsWith(':root');
  const account = ACCOUNT_ROOT.exec(principal)?.[1];
  return (isBare || isRoot) && account !== undefined && LEGACY_ACCOUNTS.has(account);
}

/** In the China partition the form of the name is unsettled, so that both count (facts §8). */
function isCloudTrail(service: string, partition: PointRequest['partition']): boolean {
  if (service === 'cloudtrail.amazonaws.com') return true;
  return partition === 'aws-cn' && service === 'cloudtrail.amazonaws.com.cn';
}

/** A person or role is named by an ARN of theirs, by their account (or its root), or with everybody else. */
function isCaller(principal: unknown, { account, arns }: PolicyCaller): boolean {
  if (principal === '*') return true;
  if (!isMap(principal)) return false;
  return texts(principal['AWS']).some(
    (name) => name === '*' || arns.includes(name) || ACCOUNT_ROOT.exec(name)?.[1] === account,
  );
}

/** Whether an Allow to any AWS principal reaches a service is not documented; a Deny to it does. */
function isListed(principal: unknown, effect: 'Allow' | 'Deny', { partition }: PointRequest): Truth {
  if (principal === '*') return true;
  if (!isMap(principal)) return false;
  const services = texts(principal['Service']).map((service) => isCloudTrail(service, partition));
  const accounts = texts(principal['AWS']).map((name): Truth => {
    if (name === '*') return effect === 'Deny' ? true : 'unknown';
    return effect === 'Allow' && isLegacyAccount(name) ? 'unknown' : false;
  });
  return some([...services, ...accounts]);
}

/** NotPrincipal leaves CloudTrail out only where it is named, or where everybody is. */
function isExcluded(principal: unknown, effect: 'Allow' | 'Deny', { partition }: PointRequest): Truth {
  if (principal === '*') return true;
  if (!isMap(principal)) return false;
  const services = texts(principal['Service']).some((service) => isCloudTrail(service, partition));
  if (services || !texts(principal['AWS']).includes('*')) return services;
  return effect === 'Deny' ? true : 'unknown';
}

/** Whether a statement speaks of CloudTrail, or of who asks instead: by its Principal, or by a NotPrincipal that leaves them in. */
export function principalTruth(
  statement: { readonly [name: string]: unknown },
  effect: 'Allow' | 'Deny',
  request: PointRequest,
): Truth {
  const { caller } = request;
  if (caller !== undefined) {
    const isNamed = isCaller(statement['Principal'] ?? statement['NotPrincipal'], caller);
    return statement['Principal'] !== undefined ? isNamed : statement['NotPrincipal'] !== undefined && !isNamed;
  }
  if (statement['Principal'] !== undefined) return isListed(statement['Principal'], effect, request);
  if (statement['NotPrincipal'] === undefined) return false;
  const excluded = isExcluded(statement['NotPrincipal'], effect, request);
  return excluded === 'unknown' ? 'unknown' : !excluded;
}
