import type { PolicyFormat } from './printed-policy.ts';

/** The policy document itself; of a policy for people an object, since a document has no place to name managed policies. */
export const json: PolicyFormat = {
  text: ({ holder, policy, notes }) => {
    const { kind } = holder;
    const printed =
      kind === 'people'
        ? { version: 1, for: holder.audience, managedPolicies: holder.managedPolicies, policy, notes }
        : policy;
    return `${JSON.stringify(printed, null, 2)}\n`;
  },
  refusal: () => null,
};
