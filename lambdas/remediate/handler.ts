import { Logger } from '@aws-lambda-powertools/logger';
import { type Around, awsPorts, bucketRecords, bucketStore, topicNotifier } from '../../shared/aws/ports.ts';
import { credentialsOf } from '../../shared/aws/roles.ts';
import { lambdaCalls, withTowerWriter } from '../../shared/aws/tower-writer.ts';
import { workQueue } from '../../shared/aws/work-queue.ts';
import { checks } from '../../shared/checks/index.ts';
import { type ApiCall, parseApiCall } from '../../shared/events/api-call.ts';
import { aroundOnce } from '../../shared/reconcile/around-once.ts';
import { inTurn } from '../../shared/reconcile/in-turn.ts';
import type { RecentWrite } from '../../shared/reconcile/lost-edit.ts';
import { type NotedCall, noting } from '../../shared/reconcile/noting.ts';
import type { Outcome } from '../../shared/reconcile/outcome.ts';
import { type Ports, RetryableError } from '../../shared/reconcile/ports.ts';
import { reconcile } from '../../shared/reconcile/reconcile.ts';
import { type News, remember, type Telling } from '../../shared/reconcile/remember.ts';
import { sweep } from '../../shared/reconcile/sweep.ts';
import { tallying } from '../../shared/reconcile/tally.ts';
import { targetsOf } from '../../shared/reconcile/targets.ts';
import { groupsNamed, messagesFor, type Work, workInMessages } from '../../shared/reconcile/work.ts';
import { keptOf } from '../../shared/records/record-of.ts';
import { INCIDENT_MESSAGE, incidentLine } from '../../shared/report/incident-line.ts';
import {
  type Counted,
  HANDED_OUT,
  type MetricData,
  metricLines,
  metricsOf,
  type Occasion,
} from '../../shared/report/metrics.ts';
import { alertForNews } from '../../shared/report/news.ts';
import { reachOf } from '../../shared/settings/reach.ts';
import type { SourceSettings } from '../../shared/settings/settings.ts';
import { towerBuckets, writerIn } from '../../shared/settings/tower-reach.ts';
import { readEnvironment } from './settings.ts';
import { writeLine } from './standard-output.ts';

const logger = new Logger({ serviceName: 'trailmend' });
const { settings, topicArn, storeBucket, roleArn, workQueueUrl, towerFunction } = readEnvironment();
const reach = reachOf(settings);
const writer = writerIn(settings, roleArn);
const around: Around = {
  journal: { writing: (change) => logger.info('writing', { change }) },
  notifier: topicNotifier(topicArn),
  store: bucketStore(storeBucket),
  records: bucketRecords(storeBucket, settings.records?.objectLock),
  writerOf: (_kind, resource, owner) => writer(resource, owner),
};
const aws = withTower(awsPorts(around, credentialsOf(reach.chainTo, { region: reach.region })));
const queue = workQueueUrl === null ? null : workQueue(workQueueUrl, reach.region);
const writes: RecentWrite[] = [];
const timeText = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** How the news of one run become a record and an alert; the calls are those that the run makes. */
function tellingOf(calls: readonly NotedCall[]): Telling {
  return {
    timeText,
    record: (news) => keptOf(news, calls, timeText),
    alert: (news, record) => alertForNews(news, record, timeText),
  };
}

/** The same ports, but that the policies of Control Tower's buckets are written by the function for them, if it is there. */
function withTower(ports: Ports): Ports {
  if (towerFunction === null) return ports;
  const towers = new Set(towerBuckets(settings).map(({ bucket }) => bucket));
  const writer = { functionName: towerFunction, call: lambdaCalls(reach.region), isTowers: towers.has.bind(towers) };
  return { ...ports, buckets: withTowerWriter(ports.buckets, writer) };
}

/** One line per group of trails: what was found and done, with the documents before and after where something was written. */
function log(outcome: Outcome): void {
  const { word, judgements, changes, notRepairable, unknown, lost, cause } = outcome;
  const details = {
    outcome: word,
    trails: judgements.map(({ trail, delivers }) => ({ trailArn: trail.arn, delivers })),
    changes,
    notRepairable,
    unknown,
    lost,
    cause,
  };
  if (word === 'unchanged')
    logger.info('nothing to do', { outcome: word, trails: details.trails, cause: cause?.eventName ?? null });
  else if (word === 'failed') logger.error('repair failed', details);
  else logger.warn('delivery was broken', details);
}

/** What a handler answers. */
type Answer = { readonly outcomes: readonly Outcome['word'][] };

type Groups = ReturnType<typeof targetsOf>;

/** One line of what happened to an incident. */
function logIncident(news: News, record: string | null): void {
  const line = incidentLine(news, record, aws.clock.parse);
  if (line !== null) logger.warn(INCIDENT_MESSAGE, line);
}

/** Why a run looks, and where it is counted. */
type Looking = { readonly cause: ApiCall | null; readonly ports: Ports; readonly counted: Counted[] };

/** Looks after trails that share a document, and tells. */
async function run(trails: readonly SourceSettings[], { cause, ports, counted }: Looking): Promise<Outcome> {
  const calls: NotedCall[] = [];
  const outcome = await reconcile(trails, { settings, checks, ports: noting(ports, calls), cause, writes });
  log(outcome);
  const tally = { recordsNotKept: 0, alertsOwed: 0 };
  const telling = tellingOf(calls);
  let last: { readonly news: News; readonly record: string | null } | null = null;
  // A run that starts over is asked again whether its news are an alert: what it was asked last is what happened.
  const alert: Telling['alert'] = (news, record) => {
    last = { news, record };
    return telling.alert(news, record);
  };
  const forgotten = await remember(outcome, { ...telling, alert }, tallying(ports, tally)).finally(() => {
    if (last === null) return;
    logIncident(last.news, last.record);
    counted.push({ ...tally, news: last.news });
  });
  if (forgotten.length > 0) logger.warn('not remembered', { reasons: forgotten });
  return outcome;
}

function emit(data: MetricData): void {
  for (const line of metricLines(data, aws.clock.now())) writeLine(line);
}

/** Looks after groups of trails. It throws where a retry can help or where people could not be told. */
async function lookAfter(groups: Groups, cause: ApiCall | null, occasion: Occasion): Promise<Answer> {
  const ports = aroundOnce(inTurn(aws));
  const counted: Counted[] = [];
  const settled = await sweep(groups, (trails) => run(trails, { cause, ports, counted }));
  emit(metricsOf(counted, occasion, aws.clock.parse));
  const failed = settled.find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  const outcomes = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  if (outcomes.some(({ changes }) => changes.some(({ retryable }) => retryable))) {
    throw new RetryableError('a repair did not go through and is tried again');
  }
  // On the schedule the next run looks again anyway; after a call nobody would for a while.
  if (cause !== null && outcomes.some(({ retryable }) => retryable)) {
    throw new RetryableError('something could not be read and is looked at again');
  }
  return { outcomes: outcomes.map(({ word }) => word) };
}

/** Looks after what messages of the work queue name. */
async function lookAfterNamed({ trails, event }: Work): Promise<Answer> {
  const { groups, unknown } = groupsNamed(settings, trails);
  if (unknown.length > 0) logger.warn('not in the settings any more, and left alone', { trails: unknown });
  return lookAfter(groups, parseApiCall(event), event === null ? 'share' : 'call');
}

/**
 * One function for the event, the schedule and the work queue: all of them only say "look now". Lambda tries a failed event
 * again and at last hands it to the dead-letter queue. One group's failure does not keep the others from being healed. Where
 * there is a work queue, what wakes every group is put there, one message for each destination.
 */
export async function handler(event: unknown): Promise<Answer> {
  const work = workInMessages(event);
  if (work !== null) return lookAfterNamed(work);
  const cause = parseApiCall(event);
  const groups = targetsOf(settings, cause);
  const occasion = cause === null ? 'sweep' : 'call';
  if (queue === null || typeof cause?.subject === 'string') return lookAfter(groups, cause, occasion);
  const messages = messagesFor(groups, cause === null ? null : event);
  await queue.send(messages);
  if (cause === null) emit(HANDED_OUT);
  logger.info('handed out', { messages: messages.length, groups: groups.length, cause: cause?.eventName ?? null });
  return { outcomes: [] };
}
