import { Logger } from '@aws-lambda-powertools/logger';
import { towerBucketPort } from '../../shared/aws/tower-session.ts';
import { addStatements } from '../../shared/reconcile/add-statements.ts';
import { reachOf } from '../../shared/settings/reach.ts';
import { towerBuckets } from '../../shared/settings/tower-reach.ts';
import { type TowerAnswer, towerTask } from '../../shared/trail/tower-request.ts';
import { readSettings } from '../deployed-settings.ts';

const logger = new Logger({ serviceName: 'trailmend-control-tower' });
const settings = readSettings();
const { region } = reachOf(settings);
const scope = towerBuckets(settings);
const clock = {
  pause: (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds)),
};

/**
 * Adds statements to the policy of one bucket of Control Tower, as AWSControlTowerExecution. It takes a bucket and the statements,
 * and whatever else it has to know is deployed with it. It throws where asking again may help.
 */
export async function handler(event: unknown): Promise<TowerAnswer> {
  const task = towerTask(event, scope);
  if ('outcome' in task) {
    logger.warn('refused', { answer: task });
    return task;
  }
  const { bucket, statements } = task;
  logger.info('asked', { bucket: bucket.bucket, owner: bucket.owner, statements });
  const buckets = towerBucketPort(bucket, region);
  const writing = (before: unknown, { after, added }: { readonly after: unknown; readonly added: unknown }): void =>
    logger.info('writing', { bucket: bucket.bucket, before, after, added });
  const answer = await addStatements(task, { buckets, clock, writing });
  logger.info('answered', { bucket: bucket.bucket, answer });
  return answer;
}
