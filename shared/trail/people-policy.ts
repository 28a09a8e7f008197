import type { JsonObject } from '../policy/json.ts';
import { adminPolicy } from './admin-policy.ts';
import { readerPolicy } from './reader-policy.ts';
import type { Trail } from './trail.ts';

/** Who needs rights of their own: whoever reads the log files, and whoever runs the trails. */
export type Audience = 'reader' | 'admin';

/** What people need: an identity policy for exactly these trails, AWS's managed policies for the rest, and what to know. */
export type PeoplePolicy = {
  /** The ARNs of the managed policies of AWS that go with it. */
  readonly managedPolicies: readonly string[];
  readonly policy: JsonObject;
  /** What has to be so elsewhere, one sentence each. */
  readonly notes: readonly string[];
};

/** What each audience needs for trails that deliver into one bucket. */
export const PEOPLE: Readonly<Record<Audience, (trails: readonly [Trail, ...Trail[]]) => PeoplePolicy>> = {
  reader: readerPolicy,
  admin: adminPolicy,
};
