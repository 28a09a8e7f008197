import { type Caller, inAccount, json, rest, succeeded } from '../aws/caller.ts';
import { busLets } from './event-buses.ts';
import type { Organization } from './organization.ts';

type Rule = { readonly Name: string; readonly State?: string; readonly EventPattern?: string };
type Target = { readonly Arn: string; readonly Input?: string; readonly RoleArn?: string };

/** An event bus: the root of its account in its Region, and its name. */
type Bus = { readonly owner: Caller; readonly name: string };

/** An event of EventBridge as a rule sees it. */
export type BusEvent = Readonly<Record<string, unknown>> & {
  readonly source: string;
  readonly 'detail-type': string;
  readonly account: string;
  readonly region: string;
};

const BUS = /^arn:[^:]+:events:([^:]+):([0-9]{12}):event-bus\/(.+)$/;

async function events<T>(caller: Caller, operation: string, body: unknown): Promise<T> {
  return JSON.parse(succeeded(operation, await json(caller, 'events', `AWSEvents.${operation}`, body)).text);
}

async function matches({ owner }: Bus, rule: Rule, event: string): Promise<boolean> {
  if (rule.State === 'DISABLED' || rule.EventPattern === undefined || rule.EventPattern === '') return false;
  const test = { EventPattern: rule.EventPattern, Event: event };
  return (await events<{ readonly Result: boolean }>(owner, 'TestEventPattern', test)).Result;
}

async function invoke(owner: Caller, target: Target, event: string): Promise<void> {
  const name = /^arn:[^:]+:lambda:[^:]+:[0-9]+:function:([^:]+)/.exec(target.Arn)?.[1];
  if (name === undefined) return;
  const path = `/2015-03-31/functions/${name}/invocations`;
  const headers = { 'x-amz-invocation-type': 'Event' };
  succeeded(
    `invoking ${name}`,
    await rest(owner, { service: 'lambda', method: 'POST', path, headers, body: target.Input ?? event }),
  );
}

/** The targets of the rules on a bus that match an event. */
async function targetsOn(bus: Bus, event: string): Promise<Target[]> {
  const { owner, name: EventBusName } = bus;
  const { Rules } = await events<{ readonly Rules: readonly Rule[] }>(owner, 'ListRules', { EventBusName });
  const matching = await Promise.all(Rules.map(async (rule) => ((await matches(bus, rule, event)) ? [rule] : [])));
  const targets = matching.flat().map(async ({ Name: Rule }) => {
    const ask = { Rule, EventBusName };
    return (await events<{ readonly Targets: readonly Target[] }>(owner, 'ListTargetsByRule', ask)).Targets;
  });
  return (await Promise.all(targets)).flat();
}

/** A bus that is the target of a rule, or null if the target is none. */
function busOf({ owner }: Bus, { Arn }: Target): Bus | null {
  const [, region = '', account = '', name] = BUS.exec(Arn) ?? [];
  return name === undefined ? null : { owner: inAccount(owner, account, region), name };
}

/** Hands an event on to another bus, if that takes it; from there it reaches functions alone, for no event is handed on twice. */
async function forward(organization: Organization, from: Bus, target: Target, to: Bus, event: BusEvent): Promise<void> {
  const sender = { owner: from.owner, roleArn: target.RoleArn ?? null };
  if (!(await busLets(organization, sender, { owner: to.owner, name: to.name, arn: target.Arn }, event))) return;
  const text = JSON.stringify(event);
  await Promise.all((await targetsOn(to, text)).map((next) => invoke(to.owner, next, text)));
}

/**
 * Hands an event to the functions whose rules match it in its account and Region, and on the buses that these rules forward
 * it to: asynchronously as EventBridge does, so that retries and the failure destination apply. The engine refuses PutEvents
 * for `aws.*` sources, as AWS does.
 */
export async function emit(engine: Caller, organization: Organization, event: BusEvent): Promise<void> {
  const text = JSON.stringify(event);
  const home: Bus = { owner: inAccount(engine, event.account, event.region), name: 'default' };
  const targets = await targetsOn(home, text);
  await Promise.all(
    targets.map((target) => {
      const bus = busOf(home, target);
      return bus === null ? invoke(home.owner, target, text) : forward(organization, home, target, bus, event);
    }),
  );
}
