import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import type { Journal, Ports } from '../reconcile/ports.ts';
import { parseTrailArn } from '../trail/arn.ts';
import { s3Buckets } from './buckets.ts';
import { snsNotifier } from './topic.ts';
import { cloudTrails } from './trails.ts';

/** Limits of one call in milliseconds; the SDK only warns at a timeout unless it is told to throw. */
const requestHandler = { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true };

/** One CloudTrail client per home Region, made when it is first needed. */
function clientsByRegion(): (trailArn: string) => CloudTrailClient {
  const clients = new Map<string, CloudTrailClient>();
  return (trailArn) => {
    const region = parseTrailArn(trailArn)?.region ?? '';
    const client =
      clients.get(region) ?? new CloudTrailClient({ ...(region === '' ? {} : { region }), requestHandler });
    clients.set(region, client);
    return client;
  };
}

async function pause(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** The ports over AWS and the system's clock, for one process; alerts go to this topic, writes into this journal. */
export function awsPorts(topicArn: string, journal: Journal): Ports {
  return {
    buckets: s3Buckets(new S3Client({ followRegionRedirects: true, requestHandler })),
    trails: cloudTrails(clientsByRegion()),
    journal,
    notifier: snsNotifier(new SNSClient({ requestHandler }), topicArn),
    clock: { now: () => Date.now(), pause, parse: (time) => Date.parse(time) },
  };
}
