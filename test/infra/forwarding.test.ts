import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { eventSources } from '../../shared/events/index.ts';
import type { Settings } from '../../shared/settings/settings.ts';
import { type RuledEvent, waysOf } from './event-rule.ts';
import {
  ARCHIVE,
  type Deploy,
  deployOf,
  KEYS,
  MANAGEMENT,
  MEMBER,
  MEMBER_TRAIL,
  ORGANIZATION_TRAIL,
  organizationWith,
  SECURITY,
} from './organization.ts';
import type { Place } from './placed.ts';

/** Something that can be broken, the account and Region that record who did it, and what the call names. */
type Thing = Place & { readonly source: string; readonly names: Readonly<Record<string, string>> };

const at = (account: string, region: string): Place => ({ account, region });

/** Where calls on what is guarded are recorded: in the account and Region of the thing, on an organization in us-east-1 alone. */
const THINGS: readonly Thing[] = [
  { ...at(MANAGEMENT, 'eu-west-1'), source: 'aws.cloudtrail', names: { name: 'org' } },
  {
    ...at(MANAGEMENT, 'us-east-1'),
    source: 'aws.organizations',
    names: { servicePrincipal: 'cloudtrail.amazonaws.com' },
  },
  { ...at(MANAGEMENT, 'us-east-1'), source: 'aws.iam', names: { roleName: 'AWSServiceRoleForCloudTrail' } },
  { ...at(ARCHIVE, 'eu-west-1'), source: 'aws.s3', names: { bucketName: 'org-logs' } },
  { ...at(ARCHIVE, 'eu-west-1'), source: 'aws.s3', names: {} },
  { ...at(ARCHIVE, 'eu-west-1'), source: 'aws.sns', names: { topicArn: `arn:aws:sns:eu-west-1:${ARCHIVE}:logs` } },
  { ...at(KEYS, 'eu-west-1'), source: 'aws.kms', names: { keyId: '1234abcd-12ab-34cd-56ef-1234567890ab' } },
  { ...at(MEMBER, 'us-east-2'), source: 'aws.cloudtrail', names: { name: 'own' } },
  { ...at(MEMBER, 'us-east-2'), source: 'aws.kms', names: { keyId: 'member' } },
  { ...at(MEMBER, 'us-east-2'), source: 'aws.s3', names: { bucketName: 'member-logs' } },
];

/** Every call on a thing that Trailmend has to hear of, as CloudTrail hands it to EventBridge. */
function callsOn({ source, names, account, region }: Thing): readonly RuledEvent[] {
  const known = eventSources.filter((one) => one.source === source).flatMap(({ eventNames }) => eventNames);
  return known.map((eventName) => ({
    ...{ source, account, region, 'detail-type': 'AWS API Call via CloudTrail' },
    detail: { eventName, requestParameters: names },
  }));
}

const TRAILS: Partial<Settings> = { trails: [ORGANIZATION_TRAIL, MEMBER_TRAIL] };

function ways(deploy: Deploy, events: readonly RuledEvent[]): readonly string[] {
  return [...new Set(events.flatMap((event) => waysOf(deploy, event)))];
}

describe('a call on what is guarded', () => {
  const places = [
    {},
    { hubAccount: SECURITY },
    { hubAccount: ARCHIVE },
    { hubRegion: 'us-east-1' },
    { hubAccount: MEMBER, hubRegion: 'us-east-2' },
  ];
  for (const organization of places)
    it(`wakes the hub once, wherever it is made, with the hub in ${JSON.stringify(organization)}`, () => {
      const deploy = deployOf(organizationWith(TRAILS, organization));
      for (const thing of THINGS) {
        const calls = callsOn(thing);
        assert.ok(calls.length > 0);
        for (const call of calls) assert.equal(waysOf(deploy, call).length, 1, JSON.stringify(call));
      }
    });

  it('is forwarded by the StackSet of its account, in management directly, and heard where the hub itself is', () => {
    const deploy = deployOf(organizationWith(TRAILS));
    const byAccount = (account: string, region: string) =>
      ways(deploy, THINGS.filter((thing) => thing.account === account && thing.region === region).flatMap(callsOn));
    assert.deepEqual(byAccount(MANAGEMENT, 'eu-west-1'), ['home']);
    assert.deepEqual(byAccount(MANAGEMENT, 'us-east-1'), [`TrailmendDestination-${MANAGEMENT}-us-east-1`]);
    assert.deepEqual(byAccount(ARCHIVE, 'eu-west-1'), ['Trailmend-Destinations66']);
    assert.deepEqual(byAccount(MEMBER, 'us-east-2'), ['Trailmend-Destinations44']);
  });

  it('wakes it once of ninety buckets in an account, too many for one rule', () => {
    const buckets = Array.from({ length: 90 }, (_, number) => `organization-audit-logs-${number}`);
    const trails = buckets.map((bucket) => ({ ...ORGANIZATION_TRAIL, bucket }));
    const deploy = deployOf(organizationWith({ trails }));
    const { account, region } = at(ARCHIVE, 'eu-west-1');
    assert.ok(
      Object.keys(deploy.stackSets.get('Trailmend-Destinations66')?.template.findResources('AWS::Events::Rule') ?? {})
        .length > 1,
    );
    for (const names of [{}, ...buckets.map((bucketName) => ({ bucketName }))]) {
      const [call] = callsOn({ account, region, source: 'aws.s3', names });
      assert.ok(call !== undefined);
      assert.deepEqual(waysOf(deploy, call), ['Trailmend-Destinations66'], JSON.stringify(names));
    }
  });
});

describe('a call that matters to nobody', () => {
  const deploy = deployOf(organizationWith(TRAILS));
  const calls = THINGS.flatMap(callsOn);

  it('wakes nothing if AWS refused it, if it only looked, or if it is another kind of event', () => {
    for (const { detail, ...event } of calls) {
      const refused = { ...event, detail: { ...detail, errorCode: 'AccessDenied' } };
      const looked = { ...event, detail: { ...detail, eventName: `Get${detail.eventName}` } };
      const other = { ...event, detail, 'detail-type': 'AWS Service Event via CloudTrail' };
      assert.deepEqual(ways(deploy, [refused, looked, other]), [], detail.eventName);
    }
  });

  it('wakes nothing in accounts and Regions that hold nothing of the kind', () => {
    for (const { region, ...call } of calls) assert.deepEqual(ways(deploy, [{ ...call, region: 'ap-south-1' }]), []);
    for (const { account, ...call } of calls) assert.deepEqual(ways(deploy, [{ ...call, account: SECURITY }]), []);
    const [key] = THINGS.filter(({ account }) => account === KEYS);
    assert.ok(key !== undefined);
    assert.deepEqual(ways(deploy, callsOn({ ...key, account: ARCHIVE })), []);
  });

  it('wakes nothing if it names another bucket', () => {
    const [, , , archive] = THINGS;
    assert.ok(archive !== undefined);
    assert.deepEqual(ways(deploy, callsOn({ ...archive, names: { bucketName: 'holiday-photos' } })), []);
  });
});
