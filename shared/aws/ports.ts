import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { S3ControlClient } from '@aws-sdk/client-s3-control';
import { SNSClient } from '@aws-sdk/client-sns';
import type { Clock, Notifier, Ports, Store } from '../reconcile/ports.ts';
import { s3Buckets } from './buckets.ts';
import { kmsKeys } from './keys.ts';
import { snsNotifier } from './notifier.ts';
import { s3Store } from './store.ts';
import { snsTopics } from './topics.ts';
import { cloudTrails } from './trails.ts';

/** Limits of one call in milliseconds; the SDK only warns at a timeout unless it is told to throw. */
const requestHandler = { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true };

type ClientOptions = { readonly region?: string; readonly requestHandler: typeof requestHandler };

/** One client per Region, made when it is first needed; the Region is read from the ARN that is asked for. */
function clientsByRegion<T>(create: (options: ClientOptions) => T): (arn: string) => T {
  const clients = new Map<string, T>();
  return (arn) => {
    const region = arn.split(':')[3] ?? '';
    const client = clients.get(region) ?? create({ ...(region === '' ? {} : { region }), requestHandler });
    clients.set(region, client);
    return client;
  };
}

/** A client that is made when it is first needed. */
function onceNeeded<T>(create: () => T): () => T {
  let client: T | null = null;
  return () => {
    client ??= create();
    return client;
  };
}

/** The system's clock. */
const systemClock: Clock = {
  now: () => Date.now(),
  pause: async (milliseconds) => {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
  },
  parse: (time) => Date.parse(time),
};

/** What a process brings to the ports over AWS: where it writes, tells and remembers, and as whom. */
export type Around = Pick<Ports, 'journal' | 'notifier' | 'store' | 'writer'>;

/** The ports over AWS and the system's clock, for one process. */
export function awsPorts(around: Around): Ports {
  return {
    buckets: s3Buckets(
      new S3Client({ followRegionRedirects: true, requestHandler }),
      onceNeeded(() => new S3ControlClient({ requestHandler })),
    ),
    keys: kmsKeys(clientsByRegion((options) => new KMSClient(options))),
    topics: snsTopics(clientsByRegion((options) => new SNSClient(options))),
    trails: cloudTrails(clientsByRegion((options) => new CloudTrailClient(options))),
    clock: systemClock,
    ...around,
  };
}

/** Alerts through this topic. */
export function topicNotifier(topicArn: string): Notifier {
  return snsNotifier(new SNSClient({ requestHandler }), topicArn);
}

/** The memory in this bucket. */
export function bucketStore(bucket: string): Store {
  return s3Store(new S3Client({ requestHandler }), bucket);
}
