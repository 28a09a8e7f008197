import type { Context } from './context.ts';
import type { Language } from './language.ts';
import type { Caller } from './principal.ts';

/** A family of requests by one caller: one action, every resource of a language, in one context. */
export type RequestFamily = {
  readonly caller: Caller;
  readonly action: string;
  /** The ARNs that the caller may name. It may hold a few more than are real; `refine` tells them apart. */
  readonly resources: Language;
  readonly context: Context;
  /** Real resources, tried first, so that a witness looks familiar. */
  readonly samples: readonly string[];
  /** The real resources that come closest to one of the language. */
  readonly refine: (resource: string) => readonly string[];
};
