import type { Policy, Statement } from './document.ts';
import type { RequestFamily } from './family.ts';

/** What every value of a family begins with. */
function headOf({ values }: RequestFamily): string {
  const end = values.findIndex((part) => !('text' in part));
  return values
    .slice(0, end === -1 ? values.length : end)
    .map((part) => ('text' in part ? part.text : ''))
    .join('');
}

/** Whether a pattern may match something that begins so: what stands before its first wildcard or variable must not differ. */
function mayMatch(pattern: string, head: string): boolean {
  const literal = /^[^*?$]*/.exec(pattern)?.[0] ?? '';
  return literal === pattern ? literal.startsWith(head) : literal.startsWith(head) || head.startsWith(literal);
}

/**
 * The policy without the resources that match no request of the family, and without the statements of which nothing is left:
 * it says the same of the family, and a policy that names hundreds of accounts is searched for one of them in no time.
 */
export function concerning(policy: Policy, family: RequestFamily): Policy {
  if (family.varying.kind !== 'resource') return policy;
  const head = headOf(family);
  const statements = policy.statements.flatMap((statement): Statement[] => {
    const { resource } = statement;
    if (resource.negated) return [statement];
    const value = resource.value.filter((pattern) => mayMatch(pattern, head));
    return value.length === 0 ? [] : [{ ...statement, resource: { negated: false, value } }];
  });
  return { ...policy, statements };
}
