import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { trailArns } from './account-trails.ts';
import { writeError } from './errors.ts';

/**
 * The ARNs of the trails that the caller can see, of all home Regions. Throws TerminalError or RetryableError with one
 * sentence (CloudTrail API reference, ListTrails).
 */
export async function listTrails(): Promise<readonly string[]> {
  try {
    return await trailArns(new CloudTrailClient({}));
  } catch (error) {
    throw writeError(error, 'cloudtrail:ListTrails', 'the account');
  }
}
