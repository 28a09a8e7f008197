import { objectCall } from './aws/s3.ts';
import { deploy, type Outputs } from './deploy.ts';
import { type Engine, type EngineOptions, startEngine } from './engine/engine.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { createActors } from './stage/actors.ts';
import { queueCall, subscribe } from './stage/alerts.ts';
import type { Theatre } from './stage/outcome.ts';
import { play, type Result } from './stage/play.ts';
import { setStage, stageOf } from './stage/stage.ts';
import { functionCalls } from './stage/watch.ts';

/** Who is told how a run goes. */
export type Report = {
  /** What is being done at the moment. */
  readonly progress: (line: string) => void;
  /** One scenario has come to its end. */
  readonly result: (result: Result) => void;
};

/** How a run is set up; the defaults are the project's own. */
export type RunOptions = {
  /** The command that is the CDK app. */
  readonly app?: string;
};

/** What came of all scenarios. */
export type Summary = {
  readonly results: readonly Result[];
  /** What is wrong with the run as a whole. */
  readonly problems: readonly string[];
  readonly outputs: Outputs;
};

/** Runs something with a local engine that is gone afterwards, whatever happens: by return, error or signal. */
export async function withEngine<T>(options: EngineOptions, use: (engine: Engine) => Promise<T>): Promise<T> {
  const engine = await startEngine(options);
  const leave = (signal: NodeJS.Signals) => {
    const exit = () => process.exit(signal === 'SIGINT' ? 130 : 143);
    engine.stop().then(exit, exit);
  };
  process.once('SIGINT', leave).once('SIGTERM', leave);
  try {
    return await use(engine);
  } finally {
    process.off('SIGINT', leave).off('SIGTERM', leave);
    await engine.stop();
  }
}

/** A repair is one write, and our own write must not lead to another; what is only explained is never written. */
function writeProblems({ engine, outputs }: Theatre, results: readonly Result[]): string[] {
  return results.flatMap(({ stage, brokenAt }) => {
    const calls = functionCalls(engine, outputs.FunctionName, stage, brokenAt);
    const writes = calls.filter((call) => call.isWrite).length;
    const { word, writes: expected = 1 } = stage.scenario.expect;
    const wanted = word === 'restored' ? expected : 0;
    return writes === wanted ? [] : [`${stage.scenario.id}: ${writes} writes instead of ${wanted}`];
  });
}

/** What the function saw of a trail is remembered, and no alert is owed any more. */
async function memoryProblems({ engine, outputs }: Theatre, results: readonly Result[]): Promise<string[]> {
  const problems = results.map(async ({ stage: { trail, scenario } }): Promise<string[]> => {
    const key = `memory/${trail.account}/${trail.region}/${trail.name}.json`;
    const { status, text } = await objectCall(engine.root, 'GET', outputs.StoreBucketName, key);
    if (status !== 200) return [`${scenario.id}: nothing is remembered of the trail`];
    const memory: { readonly trailArn?: string; readonly untold?: readonly unknown[] } = JSON.parse(text);
    if (memory.trailArn !== trail.arn) return [`${scenario.id}: what is remembered is not of the trail`];
    return memory.untold?.length === 0 ? [] : [`${scenario.id}: an alert was not sent`];
  });
  return (await Promise.all(problems)).flat();
}

async function deadLetters(engine: Engine, { DeadLetterQueueUrl }: Outputs): Promise<string[]> {
  const ask = { QueueUrl: DeadLetterQueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] };
  const { Attributes = {} } = await queueCall<{ readonly Attributes?: Readonly<Record<string, string>> }>(
    engine,
    'GetQueueAttributes',
    ask,
  );
  const count = Number(Attributes['ApproximateNumberOfMessages'] ?? 0);
  return count === 0 ? [] : [`${count} events ended in the dead-letter queue`];
}

/** Sets all scenarios up side by side, deploys the stack that guards them, and plays one after the other. */
export async function runScenarios(
  engine: Engine,
  scenarios: readonly Scenario[],
  report: Report,
  options: RunOptions = {},
): Promise<Summary> {
  report.progress(`making ${scenarios.length} trails, each with a bucket of its own`);
  const stages = await Promise.all(scenarios.map((scenario) => setStage(engine, stageOf(scenario))));
  const actors = await createActors(engine);
  report.progress('deploying the stack that guards them, with the CDK');
  const guarded = stages.map(({ trail, store, scenario }) => ({ trail, store, modes: scenario.given.modes ?? {} }));
  const outputs = await deploy(engine, guarded, report.progress, options.app);
  const theatre = { engine, outputs, actors, inbox: await subscribe(engine, outputs.TopicArn) };
  report.progress('breaking one trail after the other');
  const results: Result[] = [];
  for (const stage of stages) {
    const result = await play(theatre, stage);
    report.result(result);
    results.push(result);
  }
  const problems = [
    ...writeProblems(theatre, results),
    ...(await memoryProblems(theatre, results)),
    ...(await deadLetters(engine, outputs)),
  ];
  return { results, problems, outputs };
}
