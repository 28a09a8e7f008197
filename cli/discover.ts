import type { Ports } from '../shared/reconcile/ports.ts';
import type { Reading, TrailDescription } from '../shared/reconcile/reading.ts';
import { given } from '../shared/settings/fields.ts';
import type { TrailSettings } from '../shared/settings/settings.ts';

/** What the command line adds to what AWS says of the trails. */
export type Hints = {
  readonly bucketOwner: string | undefined;
  readonly organizationId: string | undefined;
  readonly sourceOrganizationId: string | undefined;
};

/** The key of the topic as an ARN, where it can be told: the topic may name it by its id alone. */
function topicKeyArn(topicArn: string, keyId: string | null): string | undefined {
  if (keyId === null || keyId.includes('alias/')) return undefined;
  if (keyId.startsWith('arn:')) return keyId;
  const [, partition, , region, account] = topicArn.split(':');
  return `arn:${partition}:kms:${region}:${account}:key/${keyId}`;
}

async function settingsOf(
  trailArn: string,
  description: TrailDescription,
  hints: Hints,
  ports: Ports,
): Promise<TrailSettings> {
  const { bucket, prefix, isOrganizationTrail, kmsKeyArn, topicArn } = description;
  const topic = topicArn === null ? null : await ports.topics.attributes(topicArn);
  const keyId = topic?.facts.state === 'present' ? topic.facts.value.kmsKeyId : null;
  return {
    trailArn,
    bucket,
    prefix,
    ...given({
      bucketOwner: hints.bucketOwner,
      organizationId: isOrganizationTrail ? hints.organizationId : undefined,
      sourceOrganizationId: hints.sourceOrganizationId,
      kmsKeyArn: kmsKeyArn ?? undefined,
      topicArn: topicArn ?? undefined,
      topicKmsKeyArn: topicArn === null ? undefined : topicKeyArn(topicArn, keyId),
    }),
  };
}

/** The trails as AWS describes them, and why some of them are left out. */
export type Discovered = { readonly trails: readonly TrailSettings[]; readonly leftOut: readonly string[] };

/** Asks AWS how each trail is set up, so that it can be looked at without a settings file. */
export async function discover(trailArns: readonly string[], hints: Hints, ports: Ports): Promise<Discovered> {
  const described = await Promise.all(
    trailArns.map(async (trailArn): Promise<TrailSettings | string> => {
      const description: Reading<TrailDescription> = await ports.trails.describe(trailArn);
      switch (description.state) {
        case 'present':
          return settingsOf(trailArn, description.value, hints, ports);
        case 'unreadable':
          return `${trailArn} was left out: ${description.reason}`;
        case 'absent':
        case 'not-asked':
          return `${trailArn} was left out: there is no such trail`;
      }
    }),
  );
  return {
    trails: described.filter((one) => typeof one !== 'string'),
    leftOut: described.filter((one) => typeof one === 'string'),
  };
}
