/**
 * What is known of one condition key in a request.
 * - `absent`: the request does not carry it.
 * - `known`: it has these values; a `multi` key holds a set, which is `complete` if it holds nothing else.
 * - `opaque`: it is there, but its value fits no pattern (aws:SourceIp of a service is no address).
 * - `unknown`: nothing can be said; `present` tells whether at least its presence is known.
 */
export type ContextValue =
  | { readonly kind: 'absent' }
  | { readonly kind: 'known'; readonly values: readonly string[]; readonly multi: boolean; readonly complete: boolean }
  | { readonly kind: 'opaque' }
  | { readonly kind: 'unknown'; readonly present: boolean };

/** The condition keys of a request, in lower case (IAM compares them in any case). Keys that are not named are unknown. */
export type Context = ReadonlyMap<string, ContextValue>;

/** The key's value in the request; a family such as `aws:PrincipalTag/` is named by its prefix, with the slash or colon. */
export function lookUp(context: Context, key: string): ContextValue {
  const name = key.toLowerCase();
  const exact = context.get(name);
  if (exact !== undefined) return exact;
  for (let end = name.length - 1; end > 0; end -= 1) {
    if (name.charAt(end) !== '/' && name.charAt(end) !== ':') continue;
    const family = context.get(name.slice(0, end + 1));
    if (family !== undefined) return family;
  }
  return UNKNOWN;
}

/** A single value that is known. */
export function known(value: string): ContextValue {
  return { kind: 'known', values: [value], multi: false, complete: true };
}

/** A key that the request does not carry. */
export const ABSENT: ContextValue = { kind: 'absent' };

/** A key of which not even the presence is known. */
export const UNKNOWN: ContextValue = { kind: 'unknown', present: false };
