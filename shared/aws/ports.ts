import { AccountClient } from '@aws-sdk/client-account';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { KMSClient } from '@aws-sdk/client-kms';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { S3Client } from '@aws-sdk/client-s3';
import { S3ControlClient } from '@aws-sdk/client-s3-control';
import { SNSClient } from '@aws-sdk/client-sns';
import type { Clock, Notifier, Organizations, Ports, Records, Store } from '../reconcile/ports.ts';
import { awsAccounts } from './accounts.ts';
import { s3Buckets } from './buckets.ts';
import { byArn, type CredentialsOf, clientsAt, PATIENTLY, requestHandler } from './clients.ts';
import { controlTower } from './control-tower.ts';
import { kmsKeys } from './keys.ts';
import { snsNotifier } from './notifier.ts';
import { type RecordLock, s3Records } from './records.ts';
import { type SignedCall, signedCalls } from './signed-call.ts';
import { s3Store } from './store.ts';
import { snsTopics } from './topics.ts';
import { cloudTrails } from './trails.ts';

/** The system's clock. */
export const systemClock: Clock = {
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
function lateOrganizations(credentialsOf: CredentialsOf): Organizations {
  let made: Promise<Organizations> | null = null;
  const port = (): Promise<Organizations> => {
    made ??= import('./organizations.ts').then(({ cloudOrganizations, organizationClients }) =>
      cloudOrganizations(organizationClients(credentialsOf)),
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
export type Around = Pick<Ports, 'journal' | 'notifier' | 'store' | 'records' | 'writerOf'>;

/** Everything is called with the credentials of the process. */
const asOneself: CredentialsOf = () => undefined;

/**
 * The ports over AWS and the system's clock, for one process. Every call is made as the account that owns what is asked about
 * (docs/decisions, "One deploy for an organization").
 */
export function awsPorts(around: Around, credentialsOf: CredentialsOf = asOneself): Ports {
  const s3 = clientsAt(credentialsOf, (options) => new S3Client({ ...options, followRegionRedirects: true }));
  const control = clientsAt(credentialsOf, (options) => new S3ControlClient(options));
  return {
    buckets: s3Buckets({ s3: (account) => s3(account, ''), control: (account) => control(account, '') }),
    keys: kmsKeys(byArn(clientsAt(credentialsOf, (options) => new KMSClient(options)))),
    topics: snsTopics(byArn(clientsAt(credentialsOf, (options) => new SNSClient(options)))),
    landingZones: awsControlTower(credentialsOf),
    organizations: lateOrganizations(credentialsOf),
    trails: cloudTrails(clientsAt(credentialsOf, (options) => new CloudTrailClient(options))),
    accounts: awsAccounts(
      clientsAt(credentialsOf, (options) => new AccountClient({ ...options, ...PATIENTLY })),
      clientsAt(credentialsOf, (options) => new OrganizationsClient({ ...options, ...PATIENTLY })),
    ),
    clock: systemClock,
    ...around,
  };
}

/** Control Tower in a Region: at AWS, unless the SDK's own variables say otherwise (AWS SDKs reference, AWS_ENDPOINT_URL). */
function controlTowerIn(region: string, credentials: ReturnType<CredentialsOf>): SignedCall {
  const { AWS_ENDPOINT_URL_CONTROLTOWER: own, AWS_ENDPOINT_URL: all } = process.env;
  const endpoint = own ?? all ?? `https://controltower.${region}.amazonaws.com`;
  const service = { service: 'controltower', region, endpoint };
  return signedCalls(credentials === undefined ? service : { ...service, credentials });
}

/** AWS Control Tower, whose clients are made when they are first needed. */
export function awsControlTower(credentialsOf: CredentialsOf = asOneself): ReturnType<typeof controlTower> {
  return controlTower((region, account) => controlTowerIn(region, credentialsOf(account)));
}

/** Alerts through this topic. */
export function topicNotifier(topicArn: string): Notifier {
  return snsNotifier(new SNSClient({ requestHandler }), topicArn);
}

/** The records in this bucket, locked if it is said how. */
export function bucketRecords(bucket: string, lock: RecordLock | null = null): Records {
  return s3Records(new S3Client({ requestHandler }), bucket, lock);
}

/** The memory in this bucket. */
export function bucketStore(bucket: string): Store {
  return s3Store(new S3Client({ requestHandler }), bucket);
}
