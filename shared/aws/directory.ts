import { CloudTrailClient, ListTrailsCommand } from '@aws-sdk/client-cloudtrail';
import { writeError } from './errors.ts';

/**
 * The ARNs of the trails that the caller can see, of all home Regions. Throws TerminalError or RetryableError with one
 * sentence (CloudTrail API reference, ListTrails).
 */
export async function listTrails(): Promise<readonly string[]> {
  const client = new CloudTrailClient({});
  const arns: string[] = [];
  try {
    let token: string | undefined;
    do {
      const page = await client.send(new ListTrailsCommand(token === undefined ? {} : { NextToken: token }));
      for (const { TrailARN } of page.Trails ?? []) if (TrailARN !== undefined) arns.push(TrailARN);
      token = page.NextToken;
    } while (token !== undefined && token !== '');
  } catch (error) {
    throw writeError(error, 'cloudtrail:ListTrails', 'the account');
  }
  return arns.sort();
}
