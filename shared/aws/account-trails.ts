import {
  type AdvancedFieldSelector,
  type CloudTrailClient,
  type EventSelector,
  GetEventSelectorsCommand,
  ListTrailsCommand,
} from '@aws-sdk/client-cloudtrail';
import type { AccountTrail, Reading, TrailDescription, TrailStatus } from '../reconcile/reading.ts';
import { regionOf } from '../trail/arn.ts';
import {
  type BasicSelector,
  type EventSelectors,
  FIELD_OPERATORS,
  type FieldSelector,
} from '../trail/event-selectors.ts';
import { unreadable } from './errors.ts';

/** The client of one account in a Region. */
type ClientIn = (region: string) => CloudTrailClient;

/** How one trail is asked about. */
type Single = {
  readonly description: (client: CloudTrailClient, trailArn: string) => Promise<Reading<TrailDescription>>;
  readonly status: (client: CloudTrailClient, trailArn: string) => Promise<Reading<TrailStatus>>;
};

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
  client: CloudTrailClient,
  trailArn: string,
  region: string,
  single: Single,
): Promise<AccountTrail> {
  const description = await single.description(client, trailArn);
  const home = regionOf(trailArn);
  const covers = home === region || (description.state === 'present' && description.value.multiRegion);
  const notAsked = { state: 'not-asked', reason: `the trail does not cover ${region}` } as const;
  if (!covers) return { trailArn, description, isLogging: notAsked, selectors: notAsked };
  const [said, recorded] = await Promise.all([single.status(client, trailArn), selectors(client, trailArn)]);
  const isLogging = said.state === 'present' ? ({ ...said, value: said.value.isLogging } as const) : said;
  return { trailArn, description, isLogging, selectors: recorded };
}

/** The trails that an account sees, each asked in its home Region, and as that account: an organization's belongs to another one. */
export async function accountTrails(
  clientIn: ClientIn,
  region: string,
  single: Single,
): Promise<Reading<readonly AccountTrail[]>> {
  let arns: readonly string[];
  try {
    arns = await trailArns(clientIn(region));
  } catch (error) {
    return unreadable(error, 'cloudtrail:ListTrails', 'the account');
  }
  const all = await Promise.all(
    arns.map((trailArn) => accountTrail(clientIn(regionOf(trailArn)), trailArn, region, single)),
  );
  return { state: 'present', value: all };
}
