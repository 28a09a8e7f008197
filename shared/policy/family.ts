import type { Context } from './context.ts';
import type { Language } from './language.ts';
import type { Caller } from './principal.ts';

/** What differs from request to request: the resource, or the value of one condition key (in lower case) on one resource. */
export type Varying =
  | { readonly kind: 'resource' }
  | { readonly kind: 'condition-key'; readonly key: string; readonly resource: string };

/** A family of requests by one caller: one action, in one context, for every value of what varies. */
export type RequestFamily = {
  readonly caller: Caller;
  readonly action: string;
  readonly varying: Varying;
  /** The values that what varies may have, ARNs all of them. It may hold a few more than are real; `refine` tells them apart. */
  readonly values: Language;
  /** Where a condition key varies, it stands here as present and not known. */
  readonly context: Context;
  /** Real values, tried first, so that a witness looks familiar. */
  readonly samples: readonly string[];
  /** The real values that come closest to one of the language. */
  readonly refine: (value: string) => readonly string[];
};

/** The resource of the request that a value stands for. */
export function resourceOf({ varying }: RequestFamily, value: string): string {
  return varying.kind === 'resource' ? value : varying.resource;
}
