import { AccountClient } from '@aws-sdk/client-account';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { KMSClient } from '@aws-sdk/client-kms';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { S3Client } from '@aws-sdk/client-s3';
import { S3ControlClient } from '@aws-sdk/client-s3-control';
import { SNSClient } from '@aws-sdk/client-sns';
import type { Clock, Notifier, Organizations, Ports, Store } from '../reconcile/ports.ts';
import { awsAccounts } from './accounts.ts';
import { s3Buckets } from './buckets.ts';
import { controlTower } from './control-tower.ts';
import { kmsKeys } from './keys.ts';
import { snsNotifier } from './notifier.ts';
import { regionOf } from './region-of.ts';
import { type SignedCall, signedCalls } from './signed-call.ts';
import { s3Store } from './store.ts';
import { snsTopics } from './topics.ts';
import { cloudTrails } from './trails.ts';

/** Limits of one call in milliseconds; the SDK only warns at a timeout unless it is told to throw. */
const requestHandler = { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true };

/** For services that are asked often and take little: the SDK slows down with what it is answered. */
const PATIENTLY = { retryMode: 'adaptive', maxAttempts: 5 } as const;

type ClientOptions = { readonly region?: string; readonly requestHandler: typeof requestHandler };

/** One client per Region, made when it is first needed. */
export function clientsByRegion<T>(create: (options: ClientOptions) => T): (region: string) => T {
  const clients = new Map<string, T>();
  return (region) => {
    const client = clients.get(region) ?? create({ ...(region === '' ? {} : { region }), requestHandler });
    clients.set(region, client);
    return client;
  };
}

/** The client of the Region that an ARN names. */
function byArn<T>(clientIn: (region: string) => T): (arn: string) => T {
  return (arn) => clientIn(regionOf(arn));
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
  within: async (milliseconds, work) => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), milliseconds);
    });
    return Promise.race([work, late]).finally(() => clearTimeout(timer));
  },
  parse: (time) => Date.parse(time),
};

/** The organization's port: its clients are loaded when something is asked of an organization, which few trails need. */
function lateOrganizations(): Organizations {
  let made: Promise<Organizations> | null = null;
  const port = (): Promise<Organizations> => {
    made ??= import('./organizations.ts').then(({ cloudOrganizations, organizationClients }) =>
      cloudOrganizations(organizationClients({ requestHandler })),
    );
    return made;
  };
  return {
    trusted: async (...asked) => (await port()).trusted(...asked),
    serviceLinkedRole: async (...asked) => (await port()).serviceLinkedRole(...asked),
    policies: async (...asked) => (await port()).policies(...asked),
  };
}

/** What a process brings to the ports over AWS: where it writes, tells and remembers, and as whom. */
export type Around = Pick<Ports, 'journal' | 'notifier' | 'store' | 'writer'>;

/** The ports over AWS and the system's clock, for one process. */
export function awsPorts(around: Around): Ports {
  return {
    buckets: s3Buckets(
      new S3Client({ followRegionRedirects: true, requestHandler }),
      onceNeeded(() => new S3ControlClient({ requestHandler })),
    ),
    keys: kmsKeys(byArn(clientsByRegion((options) => new KMSClient(options)))),
    topics: snsTopics(byArn(clientsByRegion((options) => new SNSClient(options)))),
    landingZones: awsControlTower(),
    organizations: lateOrganizations(),
    trails: cloudTrails(clientsByRegion((options) => new CloudTrailClient(options))),
    accounts: awsAccounts(
      clientsByRegion((options) => new AccountClient({ ...options, ...PATIENTLY })),
      clientsByRegion((options) => new OrganizationsClient({ ...options, ...PATIENTLY })),
    ),
    clock: systemClock,
    ...around,
  };
}

/** Where Control Tower is called: at AWS, unless the SDK's own variables say otherwise (AWS SDKs reference, AWS_ENDPOINT_URL). */
function controlTowerIn(region: string): SignedCall {
  const { AWS_ENDPOINT_URL_CONTROLTOWER: own, AWS_ENDPOINT_URL: all } = process.env;
  const endpoint = own ?? all ?? `https://controltower.${region}.amazonaws.com`;
  return signedCalls({ service: 'controltower', region, endpoint });
}

/** AWS Control Tower, whose clients are made when they are first needed. */
export function awsControlTower(): ReturnType<typeof controlTower> {
  return controlTower(controlTowerIn);
}

/** Alerts through this topic. */
export function topicNotifier(topicArn: string): Notifier {
  return snsNotifier(new SNSClient({ requestHandler }), topicArn);
}

/** The memory in this bucket. */
export function bucketStore(bucket: string): Store {
  return s3Store(new S3Client({ requestHandler }), bucket);
}
