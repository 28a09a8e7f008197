import { type Caller, json } from '../aws/caller.ts';
import { identityLets, readTrust } from '../aws/iam.ts';
import { decide } from '../delivery/decide.ts';
import { asList, isMap, texts } from '../delivery/json.ts';
import { type ContextValue, known, type PointRequest } from '../delivery/request.ts';
import type { BusEvent } from './emit.ts';
import { isInOrganization, type Organization } from './organization.ts';

/** Who forwards: the root of the rule's account, and the role that the rule's target names. */
export type Sender = { readonly owner: Caller; readonly roleArn: string | null };

/** The bus that is to take an event: the root of its account. */
export type ReceivingBus = { readonly owner: Caller; readonly name: string; readonly arn: string };

const SERVICE = 'events.amazonaws.com';
const ACTION = 'events:PutEvents';

/** Whether EventBridge may assume a role, by its trust; conditions are not looked at. */
function trustsEventBridge(trust: unknown): boolean {
  return asList(isMap(trust) ? trust['Statement'] : []).some((statement) => {
    const principal = isMap(statement) && statement['Effect'] === 'Allow' ? statement['Principal'] : null;
    return isMap(principal) && texts(principal['Service']).includes(SERVICE);
  });
}

/** Whether the role of a rule may send to the bus, by the engine's own IAM. */
async function roleLets({ owner, roleArn }: Sender, bus: ReceivingBus): Promise<boolean> {
  const roleName = roleArn?.split('/').at(-1);
  if (roleArn === null || roleName === undefined) return false;
  if (!trustsEventBridge(await readTrust(owner, roleName))) return false;
  return identityLets(owner, roleArn, ACTION, bus.arn);
}

async function policyOf({ owner, name }: ReceivingBus): Promise<unknown> {
  const answer = await json(owner, 'events', 'AWSEvents.DescribeEventBus', { Name: name });
  const { Policy: text }: { readonly Policy?: string } = JSON.parse(answer.text);
  return text === undefined ? null : JSON.parse(text);
}

/** The request that EventBridge makes of a bus under a rule's role. */
function putEventsRequest(
  organization: Organization,
  sender: { readonly account: string; readonly roleArn: string },
  busArn: string,
  event: Pick<BusEvent, 'source' | 'detail-type'>,
): PointRequest {
  const { account, roleArn } = sender;
  const isMember = isInOrganization(organization, account);
  const context: readonly (readonly [string, ContextValue])[] = [
    ['aws:principalarn', known(roleArn)],
    ['aws:principalaccount', known(account)],
    ['aws:principalorgid', isMember ? known(organization.id) : { kind: 'absent' }],
    ['aws:principalisawsservice', known('false')],
    ['events:source', known(event.source)],
    ['events:detail-type', known(event['detail-type'])],
  ];
  const caller = { account, arns: [roleArn] };
  return { action: ACTION, resource: busArn, partition: 'aws', caller, context: new Map(context) };
}

/**
 * Whether a bus takes an event that a rule forwards: the rule's role has to be allowed, and of another account the bus's
 * policy has to let it in (EventBridge user guide, "Sending and receiving events between AWS accounts").
 */
export async function busLets(
  organization: Organization,
  sender: Sender,
  bus: ReceivingBus,
  event: BusEvent,
): Promise<boolean> {
  if (sender.roleArn === null || !(await roleLets(sender, bus))) return false;
  const account = sender.owner.credentials.accessKeyId;
  const request = putEventsRequest(organization, { account, roleArn: sender.roleArn }, bus.arn, event);
  const { decision } = decide(await policyOf(bus), request);
  const isOwn = bus.owner.credentials.accessKeyId === account;
  return decision === 'allow' || (isOwn && decision === 'implicit');
}
