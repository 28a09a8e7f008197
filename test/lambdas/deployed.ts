import { registerHooks } from 'node:module';
import type { Around } from '../../shared/aws/ports.ts';
import type { WorkQueue } from '../../shared/aws/work-queue.ts';
import type { Outcome } from '../../shared/reconcile/outcome.ts';
import type { Ports } from '../../shared/reconcile/ports.ts';
import type { World } from '../memory/world.ts';

/** What the handler is called with and answers. */
export type Handler = (event: unknown) => Promise<{ readonly outcomes: readonly Outcome['word'][] }>;

/** What stands in for the deployed environment and for AWS, by what the handler imports: both are given by the test. */
const STAND_INS: Readonly<Record<string, string>> = {
  './settings.ts': 'export const readEnvironment = () => globalThis.trailmendTest.environment();',
  '../../shared/aws/ports.ts': `
    export const awsPorts = (given) => globalThis.trailmendTest.ports(given);
    export const bucketStore = () => null;
    export const bucketRecords = () => null;
    export const topicNotifier = () => null;`,
  './standard-output.ts': 'export const writeLine = (line) => void globalThis.trailmendTest.lines.push(line);',
  '../../shared/aws/work-queue.ts': 'export const workQueue = () => globalThis.trailmendTest.queue;',
};

registerHooks({
  resolve(specifier, context, next) {
    const source = STAND_INS[specifier];
    const isHandler = context.parentURL?.includes('/lambdas/remediate/handler.ts') === true;
    if (!isHandler || source === undefined) return next(specifier, context);
    return { url: `data:text/javascript,${encodeURIComponent(source)}`, format: 'module', shortCircuit: true };
  },
});

// The log goes nowhere.
process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';

let started = 0;

/** The lines that functions wrote to their standard output, since they were last taken away. */
export const lines: string[] = [];

/** A function that was just started, over a world in memory; with a work queue, and a function for Control Tower, where one is given. */
export async function deployed(
  world: World,
  queue: WorkQueue | null = null,
  towerFunction: string | null = null,
): Promise<Handler> {
  const trailmendTest = {
    environment: () => ({
      settings: world.settings,
      topicArn: 'topic',
      storeBucket: 'store',
      roleArn: 'arn:aws:iam::111122223333:role/trailmend',
      workQueueUrl: queue === null ? null : 'https://sqs.us-east-1.amazonaws.com/111122223333/work',
      towerFunction,
    }),
    queue,
    lines,
    ports: ({ journal, writerOf }: Around): Ports => ({
      ...world.ports,
      journal,
      ...(writerOf === undefined ? {} : { writerOf }),
    }),
  };
  Object.assign(globalThis, { trailmendTest });
  started += 1;
  const { handler } = (await import(`../../lambdas/remediate/handler.ts?started=${started}`)) as { handler: Handler };
  return handler;
}
