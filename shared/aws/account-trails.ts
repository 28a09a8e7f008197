import {
  type AdvancedFieldSelector,
  type CloudTrailClient,
  type EventSelector,
  GetEventSelectorsCommand,
  ListTrailsCommand,
} from '@aws-sdk/client-cloudtrail';
import type { Trails } from '../reconcile/ports.ts';
import type { AccountTrail, Reading } from '../reconcile/reading.ts';
import {
  type BasicSelector,
  type EventSelectors,
  FIELD_OPERATORS,
  type FieldSelector,
} from '../trail/event-selectors.ts';
import { unreadable } from './errors.ts';

/** The client of the Region that an ARN names. */
export type ClientOf = (arn: string) => CloudTrailClient;

/** The ARNs of all trails, of every home Region (CloudTrail API reference, ListTrails); throws what the SDK throws. */
export async function trailArns(client: CloudTrailClient): Promise<readonly string[]> {
  const arns: string[] = [];
  let token: string | undefined;
  do {
    const page = await client.send(new ListTrailsCommand(token === undefined ? {} : { NextToken: token }));
    for (const { TrailARN } of page.Trails ?? []) if (TrailARN !== undefined) arns.push(TrailARN);
    token = page.NextToken;
  } while (token !== undefined && token !== '');
  return arns.sort();
}

/** Both default to what records everything (CloudTrail API reference, EventSelector). */
function basicSelector(selector: EventSelector): BasicSelector {
  return {
    management: selector.IncludeManagementEvents ?? true,
    readWriteType: selector.ReadWriteType ?? 'All',
    excluded: selector.ExcludeManagementEventSources ?? [],
    dataResources: (selector.DataResources ?? []).map(({ Type = '', Values = [] }) => ({ type: Type, values: Values })),
  };
}

function fieldSelector(selector: AdvancedFieldSelector): FieldSelector {
  const tests = FIELD_OPERATORS.flatMap((operator) => {
    const values = selector[operator] ?? [];
    return values.length === 0 ? [] : [{ operator, values }];
  });
  return { field: selector.Field ?? '', tests };
}

async function selectors(client: CloudTrailClient, trailArn: string): Promise<Reading<EventSelectors>> {
  const action = 'cloudtrail:GetEventSelectors';
  try {
    const answer = await client.send(new GetEventSelectorsCommand({ TrailName: trailArn }));
    const { EventSelectors: basic = [], AdvancedEventSelectors: advanced = [] } = answer;
    if (advanced.length > 0) {
      const list = advanced.map(({ Name, FieldSelectors = [] }) => ({
        name: Name ?? null,
        fields: FieldSelectors.map(fieldSelector),
      }));
      return { state: 'present', value: { kind: 'advanced', selectors: list } };
    }
    if (basic.length > 0) return { state: 'present', value: { kind: 'basic', selectors: basic.map(basicSelector) } };
    return { state: 'unreadable', reason: `\`${action}\` on ${trailArn} named no selector` };
  } catch (error) {
    return unreadable(error, action, trailArn);
  }
}

async function accountTrail(
  clientOf: ClientOf,
  trailArn: string,
  region: string,
  { describe, status }: Pick<Trails, 'describe' | 'status'>,
): Promise<AccountTrail> {
  const description = await describe(trailArn);
  const home = trailArn.split(':')[3];
  const covers = home === region || (description.state === 'present' && description.value.multiRegion);
  const notAsked = { state: 'not-asked', reason: `the trail does not cover ${region}` } as const;
  if (!covers) return { trailArn, description, isLogging: notAsked, selectors: notAsked };
  const [said, recorded] = await Promise.all([status(trailArn), selectors(clientOf(trailArn), trailArn)]);
  const isLogging = said.state === 'present' ? ({ ...said, value: said.value.isLogging } as const) : said;
  return { trailArn, description, isLogging, selectors: recorded };
}

/** The trails that the account sees, each asked in its home Region. */
export async function accountTrails(
  clientOf: ClientOf,
  region: string,
  single: Pick<Trails, 'describe' | 'status'>,
): Promise<Reading<readonly AccountTrail[]>> {
  let arns: readonly string[];
  try {
    arns = await trailArns(clientOf(`arn:aws:cloudtrail:${region}:`));
  } catch (error) {
    return unreadable(error, 'cloudtrail:ListTrails', 'the account');
  }
  const all = await Promise.all(arns.map((trailArn) => accountTrail(clientOf, trailArn, region, single)));
  return { state: 'present', value: all };
}
