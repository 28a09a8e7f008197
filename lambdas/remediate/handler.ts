import { Logger } from '@aws-lambda-powertools/logger';
import { awsPorts } from '../../shared/aws/ports.ts';
import { checks } from '../../shared/checks/index.ts';
import { parseApiCall } from '../../shared/events/api-call.ts';
import type { Outcome } from '../../shared/reconcile/outcome.ts';
import { RetryableError } from '../../shared/reconcile/ports.ts';
import { reconcile } from '../../shared/reconcile/reconcile.ts';
import { targetsOf } from '../../shared/reconcile/targets.ts';
import { alertOf } from '../../shared/report/alert.ts';
import { readEnvironment } from './settings.ts';

const logger = new Logger({ serviceName: 'trailmend' });
const { settings, topicArn } = readEnvironment();
const ports = awsPorts(topicArn);

/** One line per bucket: what was found and done, with the documents before and after where something was written. */
function log(outcome: Outcome): void {
  const { word, judgements, changes, notRepairable, unknown, cause } = outcome;
  const details = {
    outcome: word,
    trails: judgements.map(({ trail, delivers }) => ({ trailArn: trail.arn, delivers })),
    changes,
    notRepairable,
    unknown,
    cause,
  };
  if (word === 'unchanged')
    logger.info('nothing to do', { outcome: word, trails: details.trails, cause: cause?.eventName ?? null });
  else if (word === 'failed') logger.error('repair failed', details);
  else logger.warn('delivery was broken', details);
}

/**
 * One function for the event and the schedule: both only say "look now". It throws only if a retry can help; Lambda then
 * tries again and at last hands the event to the dead-letter queue.
 */
export async function handler(event: unknown): Promise<{ readonly outcomes: readonly Outcome['word'][] }> {
  const cause = parseApiCall(event);
  const outcomes = await Promise.all(
    targetsOf(settings, cause).map(async (trails) => {
      const outcome = await reconcile(trails, { settings, checks, ports, cause });
      log(outcome);
      const alert = alertOf(outcome, (milliseconds) => new Date(milliseconds).toISOString());
      if (alert !== null) await ports.notifier.send(alert);
      return outcome;
    }),
  );
  if (outcomes.some(({ changes }) => changes.some(({ retryable }) => retryable))) {
    throw new RetryableError('a repair did not go through and is tried again');
  }
  return { outcomes: outcomes.map(({ word }) => word) };
}
