import type { Outputs } from '../deploy.ts';
import type { Engine } from '../engine/engine.ts';
import type { ActorName } from '../scenarios/scenario.ts';
import { saveResults } from '../side-car/query-results.ts';
import type { Actor } from './actors.ts';
import type { Alert, Inbox } from './alerts.ts';
import type { Stage } from './stage.ts';
import { until } from './until.ts';
import { functionCalls, statusOf, untilLogFile, untilNotified, untilQuiet, untilRight } from './watch.ts';

/** Where and by whom scenarios are played. */
export type Theatre = {
  readonly engine: Engine;
  readonly outputs: Outputs;
  readonly actors: Readonly<Record<ActorName, Actor>>;
  readonly inbox: Inbox;
};

/** What came of a breaking call; times in milliseconds after it was answered. */
export type Outcome = {
  /** What did not come out as expected, or null. */
  readonly problem: string | null;
  /** When the policy (and the trail) was right again, by the point evaluator; null if nothing was to be repaired. */
  readonly rightAfter: number | null;
  /** When the first log file was written after the repair, by the listing of the bucket. */
  readonly logFileAfter: number | null;
  readonly alert: Alert | null;
  readonly alertAfter: number | null;
};

const PATIENCE_MS = 15_000;
const NOTHING: Outcome = { problem: null, rightAfter: null, logFileAfter: null, alert: null, alertAfter: null };

function isAbout({ subject, message }: Alert, { trail }: Stage): boolean {
  return `${subject}\n${message}`.includes(trail.bucket);
}

/** The alert has to name trail, actor, call and checks, and to end as the scenario has to. */
function speaksOf(alert: Alert, stage: Stage, { arn }: Actor): boolean {
  const { expect, break: broken } = stage.scenario;
  const isRight = alert.outcome === (expect.word === 'restored' ? 'restored' : 'alerted');
  return (
    isAbout(alert, stage) &&
    isRight &&
    expect.checks.every((id) => alert.checks.includes(id)) &&
    [stage.trail.arn, arn, broken.call].every((name) => alert.message.includes(name))
  );
}

async function awaitAlert({ inbox, actors }: Theatre, stage: Stage, brokenAt: number): Promise<Partial<Outcome>> {
  const actor = actors[stage.scenario.actor];
  const find = async () => (await inbox.read()).find((alert) => speaksOf(alert, stage, actor)) ?? null;
  const alert = await until(find, PATIENCE_MS, 20);
  if (alert === null) return { problem: 'no alert says what was broken, by whom, and what came of it' };
  return { alert, alertAfter: Date.now() - brokenAt };
}

function repairOf({ engine, outputs }: Theatre, stage: Stage, brokenAt: number): Promise<number | null> {
  const find = () => functionCalls(engine, outputs.FunctionName, stage, brokenAt).find((call) => call.isWrite);
  return until(() => find()?.at ?? null, PATIENCE_MS);
}

/** Waits for the repair, for log files after it, and for the alert. */
export async function awaitRestored(theatre: Theatre, stage: Stage, brokenAt: number): Promise<Outcome> {
  const { engine } = theatre;
  const right = await untilRight(engine, stage);
  if (right === null) return { ...NOTHING, problem: 'nobody repaired it' };
  const seenAfter = right - brokenAt;
  const repairedAt = await repairOf(theatre, stage, brokenAt);
  if (repairedAt === null)
    return { ...NOTHING, rightAfter: seenAfter, problem: 'it was not the function that repaired it' };
  const trails = stage.secondTrail === null ? [stage.trail] : [stage.trail, stage.secondTrail];
  const files = await Promise.all(trails.map((trail) => untilLogFile(engine, trail, repairedAt)));
  if (files.includes(null)) return { ...NOTHING, rightAfter: seenAfter, problem: 'no log file arrived' };
  const logFileAfter = (files[0] ?? brokenAt) - brokenAt;
  // A file that arrived shows that it was right before anybody looked.
  const rightAfter = Math.min(seenAfter, logFileAfter);
  const saved = stage.store === null || (await saveResults(engine.behind, stage.store)).status === 'SUCCESS';
  if (!saved) return { ...NOTHING, rightAfter, logFileAfter, problem: 'query results are not saved' };
  const notified = stage.trail.topicArn === null || (await untilNotified(engine, stage.trail, repairedAt)) !== null;
  if (!notified) return { ...NOTHING, rightAfter, logFileAfter, problem: 'nothing was published to the topic' };
  return { ...NOTHING, rightAfter, logFileAfter, ...(await awaitAlert(theatre, stage, brokenAt)) };
}

/** Waits for the function to look at what is healthy and to leave it alone. */
export async function awaitNothingToDo(theatre: Theatre, stage: Stage, brokenAt: number): Promise<Outcome> {
  const looked = await untilQuiet(theatre.engine, theatre.outputs.FunctionName, stage, brokenAt);
  if (!looked) return { ...NOTHING, problem: 'the function never looked' };
  const logFile = await untilLogFile(theatre.engine, stage.trail, brokenAt);
  if (logFile === null) return { ...NOTHING, problem: 'no log file arrived' };
  const told = (await theatre.inbox.read()).some((alert) => isAbout(alert, stage));
  return { ...NOTHING, logFileAfter: logFile - brokenAt, problem: told ? 'people were told of a healthy trail' : null };
}

/** Waits for the alert that explains, and for CloudTrail to be refused. */
export async function awaitExplained(theatre: Theatre, stage: Stage, brokenAt: number): Promise<Outcome> {
  const told = { ...NOTHING, ...(await awaitAlert(theatre, stage, brokenAt)) };
  const { error: wanted = 'AccessDenied' } = stage.scenario.expect;
  if (wanted === null) return told;
  const errorOf = async () => {
    const status = await statusOf(theatre.engine, stage.trail);
    return status.LatestDeliveryError ?? status.LatestNotificationError ?? null;
  };
  const error = await until(errorOf, PATIENCE_MS, 50);
  return told.problem === null && error !== wanted ? { ...told, problem: 'CloudTrail is not refused' } : told;
}
