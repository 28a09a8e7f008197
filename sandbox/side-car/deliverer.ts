import { type Caller, inAccount } from '../aws/caller.ts';
import { deliverDigest, deliverLogFiles, type LogFile } from './delivery.ts';
import { type DeliveryStatus, newStatus } from './delivery-status.ts';
import { isInOrganization, type Organization } from './organization.ts';
import type { CloudTrailRecord } from './record.ts';
import { startRounds } from './rounds.ts';
import { notify } from './topics.ts';
import { type EngineTrail, readTrails } from './trails.ts';

/** How often CloudTrail's deliveries are played, in milliseconds; in reality about 5 minutes and an hour. */
export type Cadence = { readonly logFilesMs: number; readonly digestsMs: number };

/** CloudTrail's deliveries, as they run beside the engine. */
export type Deliverer = {
  /** Takes a record of an account; it goes into the next log files of the trails that log for it. */
  readonly take: (record: CloudTrailRecord) => void;
  /** What GetTrailStatus has to say of a trail, by its ARN, or by its name in an account. */
  readonly statusOf: (nameOrArn: string, account: string) => DeliveryStatus;
  /** Whether any trail logs for an account in a Region, as seen in the last round or as the engine says now. */
  readonly someTrailLogs: (account: string, region: string, now: boolean) => Promise<boolean>;
  /** Looks for trails in an account and Region too, from now on. */
  readonly watch: (account: string, region: string) => void;
  readonly stop: () => Promise<void>;
};

/** How far one trail has come. */
type Progress = {
  readonly status: DeliveryStatus;
  /** How many of the records are delivered, or are not for this trail. */
  delivered: number;
  logged: boolean;
  digestDue: number;
};

type State = {
  readonly engine: Caller;
  readonly organization: Organization;
  readonly cadence: Cadence;
  readonly records: CloudTrailRecord[];
  readonly byArn: Map<string, Progress>;
  /** Where trails are looked for, as `ACCOUNT/REGION`. */
  readonly homes: Set<string>;
  trails: readonly EngineTrail[];
};

function progressOf({ byArn }: State, trailArn: string): Progress {
  const known = byArn.get(trailArn);
  if (known !== undefined) return known;
  const fresh = { status: newStatus(), delivered: 0, logged: false, digestDue: 0 };
  byArn.set(trailArn, fresh);
  return fresh;
}

/** The files for what has happened: of an organization trail one for each member account too, where something always happens. */
function filesFor(
  trail: EngineTrail,
  records: readonly CloudTrailRecord[],
  { memberAccounts }: Organization,
): LogFile[] {
  const ofAccount = (account: string) => records.filter(({ recipientAccountId }) => recipientAccountId === account);
  const own = [{ account: trail.account, records: ofAccount(trail.account) }].filter((file) => file.records.length > 0);
  if (trail.organizationId === null) return own;
  const ofMember = (account: string) => {
    const happened = ofAccount(account);
    const something = records.slice(-1).map((record) => ({ ...record, recipientAccountId: account }));
    return { account, records: happened.length > 0 ? happened : something };
  };
  return [...own, ...memberAccounts.map(ofMember)];
}

/**
 * What happened before a trail logged is not for it. Times are whole seconds, and the call that starts it arrives before
 * the engine notes the start: the second before counts too, or that call might be in no log file.
 */
function resume(state: State, trail: EngineTrail, progress: Progress): void {
  const since = new Date(((trail.startedAt ?? 1) - 1) * 1000).toISOString().slice(0, 19);
  const first = state.records.findIndex((record) => record.eventTime >= since);
  progress.delivered = Math.max(progress.delivered, first < 0 ? state.records.length : first);
  progress.digestDue = Date.now();
}

/** A topic that refuses keeps no log file from arriving. */
async function tell({ engine }: State, trail: EngineTrail, { status }: Progress, keys: readonly string[]) {
  if (trail.topicArn === null || keys.length === 0) return;
  const error = await notify(engine, trail, trail.topicArn, keys);
  status.latestNotificationError = error;
  if (error === null) status.latestNotificationTime = Date.now();
}

async function deliverRecords(state: State, trail: EngineTrail, progress: Progress): Promise<void> {
  const upTo = state.records.length;
  if (upTo === progress.delivered) return;
  const files = filesFor(trail, state.records.slice(progress.delivered, upTo), state.organization);
  if (files.length === 0) {
    progress.delivered = upTo;
    return;
  }
  const { error, keys } = await deliverLogFiles(state.engine, state.organization, trail, files);
  progress.status.latestDeliveryError = error;
  await tell(state, trail, progress, keys);
  if (error !== null) return;
  progress.status.latestDeliveryTime = Date.now();
  progress.delivered = upTo;
}

async function deliverDueDigest(state: State, trail: EngineTrail, progress: Progress): Promise<void> {
  if (!trail.logFileValidation || Date.now() < progress.digestDue) return;
  progress.digestDue = Date.now() + state.cadence.digestsMs;
  const error = await deliverDigest(state.engine, state.organization, trail);
  progress.status.latestDigestDeliveryError = error;
  if (error === null) progress.status.latestDigestDeliveryTime = Date.now();
}

async function deliver(state: State, trail: EngineTrail): Promise<void> {
  const progress = progressOf(state, trail.arn);
  if (trail.isLogging && !progress.logged) resume(state, trail, progress);
  progress.logged = trail.isLogging;
  if (!trail.isLogging) return;
  await deliverRecords(state, trail, progress);
  await deliverDueDigest(state, trail, progress);
}

async function look(state: State): Promise<void> {
  const found = await Promise.all(
    [...state.homes].map((home) => {
      const [account = '', region = ''] = home.split('/');
      return readTrails(inAccount(state.engine, account, region), state.organization);
    }),
  );
  state.trails = [...new Map(found.flat().map((trail) => [trail.arn, trail])).values()];
  for (const arn of state.byArn.keys()) if (state.trails.every((trail) => trail.arn !== arn)) state.byArn.delete(arn);
}

/** Whether a trail writes what happens in an account and Region. */
function covers(trail: EngineTrail, account: string, region: string, organization: Organization): boolean {
  const isTheirs = trail.organizationId !== null && isInOrganization(organization, account);
  return (isTheirs || trail.account === account) && (trail.multiRegion || trail.region === region);
}

/** Starts playing CloudTrail's deliveries for all trails of the management account, and of the others that are watched. */
export function startDeliverer(
  engine: Caller,
  organization: Organization,
  cadence: Cadence,
  report: (error: unknown) => void,
): Deliverer {
  const homes = new Set([`${organization.managementAccount}/${engine.region}`]);
  const state: State = { engine, organization, cadence, records: [], byArn: new Map(), homes, trails: [] };
  const round = async (): Promise<void> => {
    await look(state);
    await Promise.all(state.trails.map((trail) => deliver(state, trail)));
  };
  return {
    take: (record) => state.records.push(record),
    statusOf: (nameOrArn, account) => {
      const arns = [...state.byArn.keys()];
      const arn = arns.find((known) => known === nameOrArn || known.endsWith(`:${account}:trail/${nameOrArn}`));
      return arn === undefined ? newStatus() : progressOf(state, arn).status;
    },
    someTrailLogs: async (account, region, now) => {
      if (now) await look(state);
      return state.trails.some((trail) => trail.isLogging && covers(trail, account, region, organization));
    },
    watch: (account, region) => state.homes.add(`${account}/${region}`),
    stop: startRounds(round, cadence.logFilesMs, report),
  };
}
