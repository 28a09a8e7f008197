import type { Caller } from '../aws/caller.ts';
import { deliverDigest, deliverLogFiles, type LogFile } from './delivery.ts';
import { type DeliveryStatus, newStatus } from './delivery-status.ts';
import type { CloudTrailRecord } from './record.ts';
import { startRounds } from './rounds.ts';
import { notify } from './topics.ts';
import { type EngineTrail, type Organization, readTrails } from './trails.ts';

/** How often CloudTrail's deliveries are played, in milliseconds; in reality about 5 minutes and an hour. */
export type Cadence = { readonly logFilesMs: number; readonly digestsMs: number };

/** CloudTrail's deliveries, as they run beside the engine. */
export type Deliverer = {
  /** Takes a record of the account; it goes into the next log files of the trails that log. */
  readonly take: (record: CloudTrailRecord) => void;
  /** What GetTrailStatus has to say of a trail, by its ARN or name. */
  readonly statusOf: (nameOrArn: string) => DeliveryStatus;
  /** Whether any trail logs, as seen in the last round or as the engine says now. */
  readonly someTrailLogs: (now: boolean) => Promise<boolean>;
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
  trails: readonly EngineTrail[];
};

function progressOf({ byArn }: State, trailArn: string): Progress {
  const known = byArn.get(trailArn);
  if (known !== undefined) return known;
  const fresh = { status: newStatus(), delivered: 0, logged: false, digestDue: 0 };
  byArn.set(trailArn, fresh);
  return fresh;
}

/** The files for what has happened: of an organization trail one for each member account too. */
function filesFor(
  trail: EngineTrail,
  records: readonly CloudTrailRecord[],
  { memberAccounts }: Organization,
): LogFile[] {
  const members = trail.organizationId === null ? [] : memberAccounts;
  const ofMember = (account: string) => records.slice(-1).map((record) => ({ ...record, recipientAccountId: account }));
  return [{ account: trail.account, records }, ...members.map((account) => ({ account, records: ofMember(account) }))];
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
  const { error, keys } = await deliverLogFiles(state.engine, trail, files);
  progress.status.latestDeliveryError = error;
  await tell(state, trail, progress, keys);
  if (error !== null) return;
  progress.status.latestDeliveryTime = Date.now();
  progress.delivered = upTo;
}

async function deliverDueDigest(state: State, trail: EngineTrail, progress: Progress): Promise<void> {
  if (!trail.logFileValidation || Date.now() < progress.digestDue) return;
  progress.digestDue = Date.now() + state.cadence.digestsMs;
  const error = await deliverDigest(state.engine, trail);
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
  state.trails = await readTrails(state.engine, state.organization);
  for (const arn of state.byArn.keys()) if (state.trails.every((trail) => trail.arn !== arn)) state.byArn.delete(arn);
}

/** Starts playing CloudTrail's deliveries for all trails of the engine's account. */
export function startDeliverer(
  engine: Caller,
  organization: Organization,
  cadence: Cadence,
  report: (error: unknown) => void,
): Deliverer {
  const state: State = { engine, organization, cadence, records: [], byArn: new Map(), trails: [] };
  const round = async (): Promise<void> => {
    await look(state);
    await Promise.all(state.trails.map((trail) => deliver(state, trail)));
  };
  return {
    take: (record) => state.records.push(record),
    statusOf: (nameOrArn) => {
      const arns = [...state.byArn.keys()];
      const arn = arns.find((known) => known === nameOrArn || known.endsWith(`:trail/${nameOrArn}`));
      return arn === undefined ? newStatus() : progressOf(state, arn).status;
    },
    someTrailLogs: async (now) => {
      if (now) await look(state);
      return state.trails.some((trail) => trail.isLogging);
    },
    stop: startRounds(round, cadence.logFilesMs, report),
  };
}
