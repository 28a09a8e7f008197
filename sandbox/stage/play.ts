import { succeeded } from '../aws/caller.ts';
import { bucketCall, readBucketPolicy } from '../aws/s3.ts';
import { cloudTrail } from '../side-car/trails.ts';
import type { Actor } from './actors.ts';
import { awaitExplained, awaitNothingToDo, awaitRestored, type Outcome, type Theatre } from './outcome.ts';
import type { Stage } from './stage.ts';
import { brokenPolicy, wrongPolicy } from './verify.ts';
import { untilDelivering } from './watch.ts';

/** What came of a scenario. */
export type Result = Outcome & {
  readonly stage: Stage;
  /** The ARN of who made the breaking call. */
  readonly actor: string;
  /** When the breaking call was answered, in milliseconds since the epoch. */
  readonly brokenAt: number;
};

async function breakIt(stage: Stage, { caller }: Actor): Promise<number> {
  const { bucket, arn } = stage.trail;
  const broken = stage.scenario.break;
  switch (broken.call) {
    case 'PutBucketPolicy':
      succeeded(broken.call, await bucketCall(caller, 'PUT', bucket, 'policy', brokenPolicy(stage) ?? ''));
      break;
    case 'DeleteBucketPolicy':
      succeeded(broken.call, await bucketCall(caller, 'DELETE', bucket, 'policy'));
      break;
    case 'StopLogging':
      await cloudTrail(caller, broken.call, { Name: arn });
      break;
  }
  return Date.now();
}

function awaitOutcome(theatre: Theatre, stage: Stage, brokenAt: number): Promise<Outcome> {
  const { word, delivers } = stage.scenario.expect;
  if (word === 'restored') return awaitRestored(theatre, stage, brokenAt);
  return delivers ? awaitNothingToDo(theatre, stage, brokenAt) : awaitExplained(theatre, stage, brokenAt);
}

/** Plays one scenario from the healthy trail to what came of its breaking. */
export async function play(theatre: Theatre, stage: Stage): Promise<Result> {
  const { scenario, trail } = stage;
  const actor = theatre.actors[scenario.actor];
  await untilDelivering(theatre.engine, trail);
  const brokenAt = await breakIt(stage, actor);
  const outcome = await awaitOutcome(theatre, stage, brokenAt);
  const policy = await readBucketPolicy(theatre.engine.behind, trail.bucket);
  const problem = outcome.problem ?? wrongPolicy(policy, stage);
  return { stage, actor: actor.arn, brokenAt, ...outcome, problem };
}
