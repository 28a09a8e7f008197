import { breakStage } from './break.ts';
import { carriersOf, readPolicy } from './documents.ts';
import { awaitExplained, awaitNothingToDo, awaitRestored, type Outcome, type Theatre } from './outcome.ts';
import type { Stage } from './stage.ts';
import { wrongPolicy } from './verify.ts';
import { untilDelivering } from './watch.ts';

/** What came of a scenario. */
export type Result = Outcome & {
  readonly stage: Stage;
  /** The ARN of who made the breaking call. */
  readonly actor: string;
  /** When the breaking call was answered, in milliseconds since the epoch. */
  readonly brokenAt: number;
};

/** The first thing that is wrong with any of the policies in the end. */
async function wrongInTheEnd({ engine }: Theatre, stage: Stage): Promise<string | null> {
  for (const carrier of carriersOf(stage)) {
    const wrong = wrongPolicy(await readPolicy(engine, stage, carrier), stage, carrier);
    if (wrong !== null) return wrong;
  }
  return null;
}

function awaitOutcome(theatre: Theatre, stage: Stage, brokenAt: number): Promise<Outcome> {
  const { word, delivers } = stage.scenario.expect;
  if (word === 'restored') return awaitRestored(theatre, stage, brokenAt);
  const isHealthy = delivers && stage.scenario.expect.checks.length === 0;
  return isHealthy ? awaitNothingToDo(theatre, stage, brokenAt) : awaitExplained(theatre, stage, brokenAt);
}

/** Plays one scenario from the healthy trail to what came of its breaking. */
export async function play(theatre: Theatre, stage: Stage): Promise<Result> {
  const { scenario, trail } = stage;
  const actor = theatre.actors[scenario.actor];
  await untilDelivering(theatre.engine, trail);
  const brokenAt = await breakStage(stage, actor.caller);
  const outcome = await awaitOutcome(theatre, stage, brokenAt);
  const problem = outcome.problem ?? (await wrongInTheEnd(theatre, stage));
  return { stage, actor: actor.arn, brokenAt, ...outcome, problem };
}
