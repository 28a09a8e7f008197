import { type Caller, json, rest, succeeded } from '../aws/caller.ts';

type Rule = { readonly Name: string; readonly State?: string; readonly EventPattern?: string };
type Target = { readonly Arn: string; readonly Input?: string };

async function events<T>(engine: Caller, operation: string, body: unknown): Promise<T> {
  return JSON.parse(succeeded(operation, await json(engine, 'events', `AWSEvents.${operation}`, body)).text);
}

async function matches(engine: Caller, rule: Rule, event: string): Promise<boolean> {
  if (rule.State === 'DISABLED' || rule.EventPattern === undefined || rule.EventPattern === '') return false;
  const test = { EventPattern: rule.EventPattern, Event: event };
  return (await events<{ readonly Result: boolean }>(engine, 'TestEventPattern', test)).Result;
}

async function invoke(engine: Caller, target: Target, event: string): Promise<void> {
  const name = /^arn:[^:]+:lambda:[^:]+:[0-9]+:function:([^:]+)/.exec(target.Arn)?.[1];
  if (name === undefined) return;
  const path = `/2015-03-31/functions/${name}/invocations`;
  const headers = { 'x-amz-invocation-type': 'Event' };
  succeeded(
    `invoking ${name}`,
    await rest(engine, { service: 'lambda', method: 'POST', path, headers, body: target.Input ?? event }),
  );
}

/**
 * Hands an event to the functions whose rules match it, asynchronously as EventBridge does, so that retries and the
 * failure destination apply. The engine refuses PutEvents for `aws.*` sources, as AWS does.
 */
export async function emit(engine: Caller, event: Readonly<Record<string, unknown>>): Promise<void> {
  const text = JSON.stringify(event);
  const { Rules } = await events<{ readonly Rules: readonly Rule[] }>(engine, 'ListRules', {});
  const matching = await Promise.all(Rules.map(async (rule) => ((await matches(engine, rule, text)) ? [rule] : [])));
  for (const rule of matching.flat()) {
    const { Targets } = await events<{ readonly Targets: readonly Target[] }>(engine, 'ListTargetsByRule', {
      Rule: rule.Name,
    });
    await Promise.all(Targets.map((target) => invoke(engine, target, text)));
  }
}
