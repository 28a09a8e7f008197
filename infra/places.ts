import type { GuardedStore, GuardedTrail } from '../shared/settings/guarded-trail.ts';

/**
 * Where calls of Organizations and IAM are recorded (Organizations user guide, "Logging API calls with AWS CloudTrail"). For GovCloud
 * and China that page names no Region: taken is the one of Organizations' endpoint (AWS General Reference, "AWS Organizations
 * endpoints and quotas"). If China's are recorded elsewhere, the schedule finds what they broke.
 */
const HOME_OF_GLOBAL_EVENTS: Readonly<Record<GuardedTrail['arn']['partition'], string>> = {
  aws: 'us-east-1',
  'aws-us-gov': 'us-gov-west-1',
  'aws-cn': 'cn-northwest-1',
};

/** The Region in which a partition records the calls of Organizations and IAM. */
export function homeOfGlobalEvents(partition: GuardedTrail['arn']['partition']): string {
  return HOME_OF_GLOBAL_EVENTS[partition];
}

/** What lies in a place, and can be broken there. */
export type Lying = 'bucket' | 'key' | 'topic' | 'trail' | 'organization';

/** An account and Region in which events appear that can matter. */
export type Place = {
  readonly account: string;
  readonly region: string;
  readonly lies: readonly Lying[];
  /** The guarded buckets that lie there. */
  readonly buckets: readonly string[];
};

type Found = { readonly account: string; readonly region: string; readonly lying: Lying; readonly bucket?: string };

/**
 * Where events about these trails and event data stores appear: a call is recorded in the account and Region of what it changes
 * (EventBridge user guide, "AWS service events delivered via CloudTrail"), of an organization in its management account.
 */
export function placesOf(
  trails: readonly GuardedTrail[],
  stores: readonly GuardedStore[],
  managementAccount: string,
): readonly Place[] {
  const found = [...trails.flatMap((trail) => aroundTrail(trail, managementAccount)), ...stores.map(aroundStore)];
  const places = new Map<string, Found[]>();
  for (const one of found) {
    const name = `${one.account} ${one.region}`;
    places.set(name, [...(places.get(name) ?? []), one]);
  }
  return [...places].toSorted(([one], [other]) => one.localeCompare(other)).flatMap(([, group]) => placeOf(group));
}

function placeOf(group: readonly Found[]): readonly Place[] {
  const [first] = group;
  if (first === undefined) return [];
  const { account, region } = first;
  const lies = [...new Set(group.map(({ lying }) => lying))].sort();
  const buckets = [...new Set(group.flatMap(({ bucket }) => (bucket === undefined ? [] : [bucket])))].sort();
  return [{ account, region, lies, buckets }];
}

function aroundTrail(trail: GuardedTrail, managementAccount: string): readonly Found[] {
  const { arn, bucket, bucketOwner, kmsKeyArn, topicArn, topicKmsKeyArn } = trail;
  const hasOrganization = (trail.organizationId ?? trail.sourceOrganizationId) !== undefined;
  // A key has to lie in the Region of its bucket (CloudTrail user guide, "Encrypting CloudTrail log files with AWS KMS keys").
  const bucketRegion = trail.bucketRegion ?? kmsKeyArn?.split(':')[3] ?? arn.region;
  return [
    { account: arn.account, region: arn.region, lying: 'trail' },
    { account: bucketOwner, region: bucketRegion, lying: 'bucket', bucket },
    ...[...named(kmsKeyArn, 'key'), ...named(topicArn, 'topic'), ...named(topicKmsKeyArn, 'key')],
    ...(hasOrganization
      ? [{ account: managementAccount, region: homeOfGlobalEvents(arn.partition), lying: 'organization' } as const]
      : []),
  ];
}

function aroundStore({ arn, bucket, bucketOwner, bucketRegion }: GuardedStore): Found {
  return { account: bucketOwner, region: bucketRegion ?? arn.region, lying: 'bucket', bucket };
}

function named(arn: string | undefined, lying: Lying): readonly Found[] {
  const [, , , region, account] = arn?.split(':') ?? [];
  return region === undefined || account === undefined ? [] : [{ account, region, lying }];
}
