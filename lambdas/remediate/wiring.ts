import { setTimeout as pause } from 'node:timers/promises';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { s3Buckets } from '../../shared/aws/buckets.ts';
import { snsNotifier } from '../../shared/aws/topic.ts';
import { cloudTrails } from '../../shared/aws/trails.ts';
import type { Ports } from '../../shared/reconcile/ports.ts';
import { parseTrailArn } from '../../shared/trail/arn.ts';

/** Limits of one call; S3 only warns at a timeout unless it is told to throw. */
const requestHandler = { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true };

/** One CloudTrail client per home Region, made when it is first needed. */
function clientsByRegion(): (trailArn: string) => CloudTrailClient {
  const clients = new Map<string, CloudTrailClient>();
  return (trailArn) => {
    const region = parseTrailArn(trailArn)?.region ?? '';
    const client = clients.get(region) ?? new CloudTrailClient({ ...(region === '' ? {} : { region }), requestHandler });
    clients.set(region, client);
    return client;
  };
}

/** The ports over the AWS SDK, for one process. */
export function awsPorts(topicArn: string): Ports {
  return {
    buckets: s3Buckets(new S3Client({ followRegionRedirects: true, requestHandler })),
    trails: cloudTrails(clientsByRegion()),
    notifier: snsNotifier(new SNSClient({ requestHandler }), topicArn),
    clock: { now: () => Date.now(), pause: async (milliseconds) => pause(milliseconds) },
  };
}
