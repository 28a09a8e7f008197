import type { Caller } from '../aws/caller.ts';
import type { ConditionalWrites } from './conditional-writes.ts';
import type { Organization } from './organization.ts';

/** What stands behind the side-car: the engine as the root of the management account, and the organization that is played. */
export type World = {
  readonly engine: Caller;
  readonly organization: Organization;
  readonly conditionalWrites: ConditionalWrites;
};
