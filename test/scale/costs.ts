import { forwardedPatterns, sourcesAt } from '../../infra/event-pattern.ts';
import { eventSources } from '../../shared/events/index.ts';
import { MEMORY } from '../../shared/settings/scale.ts';
import { measured } from './measure.ts';
import { MODEL } from './model.ts';
import { accountAt } from './organization.ts';

/** List prices in us-east-1, in US dollars; the pages stand in docs/cost.md. */
const PRICES = {
  lambdaGigabyteSecond: 0.0000133334,
  lambdaRequest: 0.2 / 1e6,
  kmsKey: 1,
  kmsRequest: 0.03 / 1e4,
  s3Get: 0.0004 / 1e3,
  s3List: 0.005 / 1e3,
  sqsRequest: 0.4 / 1e6,
  schedulerInvocation: 1 / 1e6,
  busEvent: 1 / 1e6,
  alarmMetric: 0.1,
  ownMetric: 0.3,
  dashboard: 3,
  logGigabyte: 0.5,
  mail: 2 / 1e5,
  trailEvent: 2 / 1e5,
} as const;

/** A case that is put on paper: every account has a trail of its own, with a bucket and a key. */
type Case = { readonly name: string; readonly accounts: number; readonly minutes: number };

const CASES: readonly Case[] = [
  { name: '1 account', accounts: 1, minutes: 15 },
  { name: '100 accounts', accounts: 100, minutes: 15 },
  { name: '5,000 accounts', accounts: 5_000, minutes: 15 },
  { name: '5,000, hourly', accounts: 5_000, minutes: 60 },
];

/** Taken, not measured: what one invocation and one group write to the log, in bytes, and what happens in a month. */
const LOG = { invocation: 1_000, group: 900 };
/** The metrics that every sweep writes; the others are written, and paid for, in hours in which something happened. */
const OWN_METRICS = 4;
const MAILS = 100;
const EVENTS_AN_ACCOUNT = 20;
/** What Lambda asks a queue for while it is empty: five pollers, each of which waits for 20 seconds. */
const POLLS = (5 * 30 * 24 * 3600) / 20;
/** A session of an assumed role lasts an hour; each instance of the function has its own, and ten take work from the queue. */
const SESSIONS = 30 * 24;
const INSTANCES = 10;

/** What one sweep of the settled state comes to. */
type Sweep = {
  readonly invocations: number;
  readonly seconds: number;
  readonly calls: Readonly<Record<string, number>>;
};

/** The fourth sweep: what is there is known, and nothing is to be done. */
async function settled(accounts: number): Promise<Sweep> {
  const all = await measured({
    shape: { trails: accounts, accounts, regions: 17, buckets: 'of-account' },
    sweeps: 4,
  });
  const { duration, calls } = all[all.length - 1] ?? all[0];
  return { invocations: 1, seconds: duration / 1000, calls };
}

/** The same handed out by the queue: an invocation for each account, and one that sends ten messages a call. */
function handedOut(one: Sweep, accounts: number): Sweep {
  const batches = accounts / 10;
  const times = (count = 0): number => count * accounts;
  return {
    invocations: accounts + 1,
    seconds: times(one.seconds) + (batches * MODEL.latency.near) / 1000,
    calls: {
      ...Object.fromEntries(Object.entries(one.calls).map(([service, count]) => [service, times(count)])),
      sqs: batches + 2 * accounts,
    },
  };
}

type Month = Readonly<Record<string, number>>;

function monthOf({ accounts, minutes }: Case, { invocations, seconds, calls }: Sweep): Month {
  const sweeps = (30 * 24 * 60) / minutes;
  const { cloudtrail = 0, s3 = 0, kms = 0, account = 0, store = 0, sqs = 0 } = calls;
  const isQueued = sqs > 0;
  const lies = ['bucket', 'key', 'trail'] as const;
  const others = Array.from({ length: accounts - 1 }, (_, at) => accountAt(at + 1));
  const rules = others.length === 0 ? 0 : forwardedPatterns(sourcesAt(eventSources, { lies }), others).length;
  const sessions = others.length * Math.min(sweeps, SESSIONS * (isQueued ? INSTANCES : 1));
  // One of S3's calls lists folders, which is no management event.
  const management = cloudtrail + s3 - accounts + kms + account;
  return {
    sweeps,
    invocations: sweeps * invocations,
    gigabyteSeconds: (sweeps * seconds * MEMORY) / 1024,
    management: sweeps * management + sessions,
    kms: sweeps * kms,
    lists: sweeps * accounts,
    gets: sweeps * (s3 - accounts + store),
    sqs: sweeps * sqs + (isQueued ? POLLS : 0),
    logs: (sweeps * (invocations * LOG.invocation + accounts * LOG.group)) / 1e9,
    events: EVENTS_AN_ACCOUNT * others.length,
    // Eight alarms, of which one is over two metrics; one for each rule on the bus; one for the queue.
    alarms: 9 + rules + (isQueued ? 1 : 0),
    ownMetrics: OWN_METRICS,
    mails: MAILS,
  };
}

const at = (month: Month, name: string): number => month[name] ?? 0;

/** What is paid for, each as quantities times prices. */
const ITEMS: readonly { readonly name: string; readonly cost: (month: Month) => number }[] = [
  {
    name: 'Lambda',
    cost: (m) => at(m, 'gigabyteSeconds') * PRICES.lambdaGigabyteSecond + at(m, 'invocations') * PRICES.lambdaRequest,
  },
  { name: 'KMS: the key of the topic', cost: () => PRICES.kmsKey },
  { name: 'KMS: questions about keys', cost: (m) => at(m, 'kms') * PRICES.kmsRequest },
  {
    name: 'S3: questions, and memories read',
    cost: (m) => at(m, 'gets') * PRICES.s3Get + at(m, 'lists') * PRICES.s3List,
  },
  { name: 'SQS', cost: (m) => at(m, 'sqs') * PRICES.sqsRequest },
  { name: 'CloudWatch alarms', cost: (m) => at(m, 'alarms') * PRICES.alarmMetric },
  { name: 'CloudWatch metrics, dashboard', cost: (m) => at(m, 'ownMetrics') * PRICES.ownMetric + PRICES.dashboard },
  { name: 'CloudWatch Logs', cost: (m) => at(m, 'logs') * PRICES.logGigabyte },
  {
    name: 'Scheduler, forwarded events, mails',
    cost: (m) =>
      at(m, 'sweeps') * PRICES.schedulerInvocation + at(m, 'events') * PRICES.busEvent + at(m, 'mails') * PRICES.mail,
  },
];

const QUANTITIES: readonly { readonly name: string; readonly of: string; readonly digits?: number }[] = [
  { name: 'sweeps', of: 'sweeps' },
  { name: 'invocations', of: 'invocations' },
  { name: 'GB-seconds', of: 'gigabyteSeconds' },
  { name: 'calls that CloudTrail records', of: 'management' },
  { name: '… of them to KMS', of: 'kms' },
  { name: 'listings of S3', of: 'lists' },
  { name: 'other calls to S3, memories read among them', of: 'gets' },
  { name: 'requests to SQS', of: 'sqs' },
  { name: 'log, in GB', of: 'logs', digits: 2 },
  { name: 'metrics with an alarm', of: 'alarms' },
];

const number = (value: number, digits: number): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });

function table(head: string, rows: readonly (readonly string[])[]): string {
  const lines = [[head, ...CASES.map(({ name }) => name)], ['---', ...CASES.map(() => '---:')], ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The tables of docs/cost.md, in Markdown: quantities of a month, and what they cost in dollars. */
export async function costTables(): Promise<string> {
  const [one, hundred] = [await settled(1), await settled(100)];
  const sweepOf = ({ accounts }: Case): Sweep =>
    accounts === 1 ? one : accounts === 100 ? hundred : handedOut(one, accounts);
  const months = CASES.map((one) => monthOf(one, sweepOf(one)));
  const own = months.map((month) => ITEMS.reduce((sum, { cost }) => sum + cost(month), 0));
  const copies = months.map((month) => at(month, 'management') * PRICES.trailEvent);
  const quantities = table(
    'a month',
    QUANTITIES.map(({ name, of, digits = 0 }) => [name, ...months.map((month) => number(at(month, of), digits))]),
  );
  const costs = table('USD a month', [
    ...ITEMS.map(({ name, cost }) => [name, ...months.map((month) => number(cost(month), 2))]),
    ['**Trailmend**', ...own.map((sum) => `**${number(sum, 2)}**`)],
    ['each further copy of management events', ...copies.map((cost) => number(cost, 2))],
  ]);
  return `${quantities}\n\n${costs}`;
}
