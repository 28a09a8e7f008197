import type { Trail } from '../../shared/trail/trail.ts';
import { trailWith } from '../trail/trails.ts';

/** A trail of the account 111122223333 without prefix, organization and key. */
export const SINGLE: Trail = trailWith();

/** The same trail as an organization trail under a prefix. */
export const ORGANIZATION: Trail = trailWith({ prefix: 'audit', organizationId: 'o-exampleorgid' });

/** The same trail in China. */
export const CHINA: Trail = trailWith({ partition: 'aws-cn', region: 'cn-north-1' });
