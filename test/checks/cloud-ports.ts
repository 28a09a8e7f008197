import { AccountClient } from '@aws-sdk/client-account';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { S3Client } from '@aws-sdk/client-s3';
import { S3ControlClient } from '@aws-sdk/client-s3-control';
import { SNSClient } from '@aws-sdk/client-sns';
import { awsAccounts } from '../../shared/aws/accounts.ts';
import { s3Buckets } from '../../shared/aws/buckets.ts';
import { controlTower } from '../../shared/aws/control-tower.ts';
import { kmsKeys } from '../../shared/aws/keys.ts';
import { cloudOrganizations } from '../../shared/aws/organizations.ts';
import type { SignedCall } from '../../shared/aws/signed-call.ts';
import { snsTopics } from '../../shared/aws/topics.ts';
import { cloudTrails } from '../../shared/aws/trails.ts';
import type { Ports } from '../../shared/reconcile/ports.ts';
import { TOWER_ACTIONS } from './actions.ts';
import { answering, type Cloud, type Right, refusal } from './cloud.ts';

/** Calls to Control Tower that ask nobody. */
function towerCalls({ landingZone }: Cloud, denied: Right | null): SignedCall {
  return async (path) => {
    const right = path === '/list-landingzones' || path === '/get-landingzone' ? TOWER_ACTIONS[path] : undefined;
    if (right === undefined) throw new Error(`no answer to ${path} in this test`);
    if (denied?.action === right.action && denied.target === right.target) throw refusal('AccessDeniedException', 403);
    if (path === '/get-landingzone') return { landingZone };
    return {
      landingZones: landingZone === undefined ? [] : [{ arn: 'arn:aws:controltower:us-east-1:1:landingzone/X' }],
    };
  };
}

/** The product's own ports over a cloud in memory, in which one right may be missing. */
export function portsOver(cloud: Cloud, denied: Right | null): Ports {
  const region = 'us-east-1';
  const home = answering(new CloudTrailClient({ region }), cloud, denied);
  const trails = (_: string, asked: string): CloudTrailClient => {
    const status = cloud.elsewhere[asked];
    if (status === undefined) return home;
    return answering(new CloudTrailClient({ region: asked }), { ...cloud, status }, denied);
  };
  const account = answering(new AccountClient({ region }), cloud, denied);
  const organizations = answering(new OrganizationsClient({ region }), cloud, denied);
  const kms = answering(new KMSClient({ region }), cloud, denied);
  const sns = answering(new SNSClient({ region }), cloud, denied);
  const iam = answering(new IAMClient({ region }), cloud, denied);
  const s3 = answering(new S3Client({ region }), cloud, denied);
  const control = answering(new S3ControlClient({ region }), cloud, denied);
  let time = 1_795_262_400_000;
  return {
    trails: cloudTrails(trails),
    accounts: awsAccounts(
      () => account,
      () => organizations,
    ),
    buckets: s3Buckets({ s3: () => s3, control: () => control }),
    keys: kmsKeys(() => kms),
    topics: snsTopics(() => sns),
    landingZones: controlTower(() => towerCalls(cloud, denied)),
    organizations: cloudOrganizations({ organizations: () => organizations, iam: () => iam }),
    store: { read: async () => ({ state: 'not-asked' }), write: async () => null },
    clock: {
      now: () => time,
      within: (_, work) => work,
      pause: async (milliseconds) => {
        time += milliseconds;
      },
      parse: Date.parse,
    },
    journal: { writing: () => {} },
    notifier: { send: async () => {} },
    records: { add: async () => {} },
  };
}
