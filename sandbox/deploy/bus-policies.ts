import { inAccount, json, succeeded } from '../aws/caller.ts';
import { asList, isMap, type JsonMap } from '../delivery/json.ts';
import type { Engine } from '../engine/engine.ts';
import type { PlacedResource } from './deployed.ts';

type BusPolicy = { readonly bus: string; readonly statement: JsonMap; readonly at: PlacedResource };

function named(statement: unknown, index: number): JsonMap[] {
  return isMap(statement) ? [{ Sid: `Statement${index}`, ...statement }] : [];
}

function statementsOf(at: PlacedResource): BusPolicy[] {
  const { type, properties } = at;
  if (type === 'AWS::Events::EventBusPolicy') {
    const { EventBusName: bus, StatementId: Sid, Statement: statement, Action, Principal, Condition } = properties;
    const said = isMap(statement) ? statement : { Effect: 'Allow', Action, Principal, Condition };
    return [
      {
        bus:
          String(bus ?? 'default')
            .split('/')
            .at(-1) ?? '',
        statement: { ...said, Sid },
        at,
      },
    ];
  }
  if (type !== 'AWS::Events::EventBus' || !isMap(properties['Policy'])) return [];
  const statements = asList(properties['Policy']['Statement']).flatMap(named);
  return statements.map((statement) => ({ bus: String(properties['Name']), statement, at }));
}

/**
 * Sets the policies of event buses, which the engine's CloudFormation leaves out: it keeps them as PutPermission writes them,
 * and the side-car reads them.
 */
export async function setBusPolicies(engine: Engine, played: readonly PlacedResource[]): Promise<void> {
  const call = async ({ account, region }: PlacedResource, operation: string, body: object) => {
    const caller = inAccount(engine.behind, account, region);
    succeeded(operation, await json(caller, 'events', `AWSEvents.${operation}`, body));
  };
  const policies = played.flatMap(statementsOf);
  for (const { bus: EventBusName, at } of policies)
    await call(at, 'RemovePermission', { EventBusName, RemoveAllPermissions: true });
  for (const { bus: EventBusName, statement, at } of policies) {
    const { Sid: StatementId, Principal, Action, Condition } = statement;
    await call(at, 'PutPermission', { EventBusName, StatementId, Principal, Action, Condition });
  }
}
