import type { Deploy } from './organization.ts';
import { ofType, type Place, placedBy, type Resource, standingAt } from './placed.ts';

/** An event as EventBridge hands it to rules. */
export type RuledEvent = Place & {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: { readonly eventName: string; readonly [field: string]: unknown };
};

/** Whether a pattern takes an event: exact values, `exists` and `$or` (EventBridge user guide, "Comparison operators"). */
function takes(pattern: Resource, event: unknown): boolean {
  return Object.entries(pattern).every(([name, wanted]) => {
    if (name === '$or') return wanted.some((one: Resource) => takes(one, event));
    const value = fieldOf(event, name);
    if (!Array.isArray(wanted)) return takes(wanted, value);
    return wanted.some((one) => ('exists' in Object(one) ? one.exists === (value !== undefined) : one === value));
  });
}

function fieldOf(value: unknown, name: string): unknown {
  return new Map(Object.entries(Object(value))).get(name);
}

/** By what ways an event reaches the hub's function: `home` for its own default bus, else the stack whose rule forwards it. */
export function waysOf(deploy: Deploy, event: RuledEvent): readonly string[] {
  const { organization, trails } = deploy.settings;
  const account = organization?.hubAccount ?? organization?.managementAccount ?? '';
  const region = organization?.hubRegion ?? trails[0]?.trailArn.split(':')[3] ?? '';
  const partition = trails[0]?.trailArn.split(':')[1];
  const rules = Object.values(standingAt(deploy.hub, { account, region })).filter(
    ({ Type }) => Type === 'AWS::Events::Rule',
  );
  const [own, bus] = [false, true].map((onBus) =>
    rules.filter(({ Properties }) => (Properties.EventBusName !== undefined) === onBus).map((one) => one.Properties),
  );
  const isHome = event.account === account && event.region === region;
  const home = isHome ? (own ?? []).filter(({ EventPattern }) => takes(EventPattern, event)) : [];
  const busArn = `arn:${partition}:events:${region}:${account}:event-bus/trailmend`;
  const here = placedBy(deploy).filter((one) => one.account === event.account && one.region === event.region);
  const forwarded = here.flatMap((one) =>
    ofType([one], 'AWS::Events::Rule')
      .filter(({ properties }) => takes(properties.EventPattern, event))
      .flatMap(({ properties }) => properties.Targets)
      .filter((target) => target.Arn === busArn && busTakes(deploy, event))
      .flatMap(() => (bus ?? []).filter(({ EventPattern }) => takes(EventPattern, event)))
      .map(() => one.stack),
  );
  return [...home.map(() => 'home'), ...forwarded];
}

/** What the policy of the hub's bus says of an event that somebody of the organization sends. */
function busTakes({ hub }: Deploy, event: RuledEvent): boolean {
  const buses = Object.values(hub.findResources('AWS::Events::EventBus'));
  return buses.some(({ Properties: { Policy: policy } }) =>
    policy.Statement.some(({ Condition: condition }: Resource) => {
      const sources: string[] = condition['ForAllValues:StringEquals']['events:source'];
      return sources.includes(event.source) && condition.StringEquals['events:detail-type'] === event['detail-type'];
    }),
  );
}
