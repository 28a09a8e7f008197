import { AccountClient } from '@aws-sdk/client-account';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { awsAccounts } from '../../shared/aws/accounts.ts';
import { s3Buckets } from '../../shared/aws/buckets.ts';
import { controlTower } from '../../shared/aws/control-tower.ts';
import { kmsKeys } from '../../shared/aws/keys.ts';
import { cloudOrganizations } from '../../shared/aws/organizations.ts';
import type { SignedCall } from '../../shared/aws/signed-call.ts';
import { snsTopics } from '../../shared/aws/topics.ts';
import { cloudTrails } from '../../shared/aws/trails.ts';
import type { Permission } from '../../shared/checks/check.ts';
import type { Ports } from '../../shared/reconcile/ports.ts';
import { KEY } from '../trail/trails.ts';
import { ACTIONS, type CommandName, isCommandName, TOWER_ACTIONS } from './actions.ts';

/** The key that the topic is encrypted with. */
export const TOPIC_KEY = KEY.replace('1234abcd', '7777abcd');

/** Everything that AWS can be asked of one trail, in the words of its answers; null is not there. */
export type Cloud = {
  readonly trail: Readonly<Record<string, string | boolean>> | null;
  readonly status: Readonly<Record<string, string | boolean | Date>>;
  bucket: {
    isOurs: boolean;
    region: string;
    bucketKey: boolean;
    policy: string | null;
    payer: string;
    rules?: readonly object[];
  } | null;
  readonly keys: Record<string, { state: string; policy: string }>;
  topic: { policy: string; kmsKeyId: string } | null;
  /** The landing zone of Control Tower, as GetLandingZone shows it. */
  readonly landingZone?: object;
  /** The services that the organization trusts, whether CloudTrail has its role there, and the policies of its root. */
  readonly organization: {
    readonly services: readonly string[];
    readonly hasRole: boolean;
    readonly policies: readonly string[];
  };
  /** The Regions of the account, and what GetTrailStatus says in those where it is not the same as in the home. */
  readonly regions: readonly string[];
  readonly elsewhere: Readonly<Record<string, Cloud['status']>>;
  /** The member accounts, each with whether it has the home Region. */
  readonly members: Readonly<Record<string, boolean>>;
  /** What the trail selects; everything if absent. */
  readonly selectors?: object;
  /** The account's other trails, by their ARNs. */
  readonly others?: Readonly<Record<string, OtherTrail>>;
  /** Folders of the bucket that hold something. */
  readonly folders?: readonly string[];
};

/** A trail that nobody guards, in the words of AWS's answers. */
export type OtherTrail = Pick<Cloud, 'status'> & { readonly trail: object; readonly selectors: object };

/** The trail that is guarded. */
export const GUARDED_ARN = 'arn:aws:cloudtrail:us-east-1:111122223333:trail/example';

/** The guarded trail, in whatever home Region and under whatever name a scene has it. */
const GUARDED = /:trail\/(example|aws-controltower-BaselineCloudTrail)$/;

const EVERYTHING = { EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }] };

/** A right on what it is for. */
export type Right = Pick<Permission, 'action' | 'target'>;

type Input = Readonly<Record<string, unknown>>;

function refusal(name: string, status = 400): Error {
  return Object.assign(new Error(name), { name, $metadata: { httpStatusCode: status } });
}

/** What is there, or the error that AWS answers with. */
function there<T>(value: T | null | undefined, error: string): T {
  if (value === null || value === undefined) throw refusal(error);
  return value;
}

const bucketIn = ({ bucket }: Cloud, { ExpectedBucketOwner }: Input): NonNullable<Cloud['bucket']> => {
  const found = there(bucket, 'NoSuchBucket');
  if (!found.isOurs && ExpectedBucketOwner !== undefined) throw refusal('AccessDenied', 403);
  return found;
};
const keyIn = ({ keys }: Cloud, { KeyId }: Input): Cloud['keys'][string] =>
  there(keys[String(KeyId)], 'NotFoundException');

/** What a trail is, and says, and selects. */
function trailIn({ trail, status, selectors = EVERYTHING, others = {} }: Cloud, name: unknown) {
  if (GUARDED.test(String(name))) return { trail: there(trail, 'TrailNotFoundException'), status, selectors };
  return there(others[String(name)], 'TrailNotFoundException');
}

/** How AWS answers each call of the checks, and what the call changes. */
const ANSWERS: Partial<Readonly<Record<CommandName, (cloud: Cloud, input: Input) => object>>> = {
  GetTrailCommand: (cloud, { Name }) => ({ Trail: trailIn(cloud, Name).trail }),
  GetTrailStatusCommand: (cloud, { Name }) => trailIn(cloud, Name).status,
  GetEventSelectorsCommand: (cloud, { TrailName }) => trailIn(cloud, TrailName).selectors,
  ListTrailsCommand: ({ trail, others = {} }) => {
    const arns = [...(trail === null ? [] : [GUARDED_ARN]), ...Object.keys(others)];
    return { Trails: arns.map((TrailARN) => ({ TrailARN })) };
  },
  ListObjectsV2Command: (cloud, input) => {
    bucketIn(cloud, input);
    return { CommonPrefixes: (cloud.folders ?? []).map((Prefix) => ({ Prefix })) };
  },
  StartLoggingCommand: () => ({}),
  ListRegionsCommand: ({ regions }) => ({ Regions: regions.map((RegionName) => ({ RegionName })) }),
  GetRegionOptStatusCommand: ({ members }, { AccountId }) => ({
    RegionOptStatus: members[String(AccountId)] === true ? 'ENABLED' : 'DISABLED',
  }),
  ListAccountsCommand: ({ members }) => ({ Accounts: Object.keys(members).map((Id) => ({ Id, State: 'ACTIVE' })) }),
  HeadBucketCommand: (cloud, input) => ({ BucketRegion: bucketIn(cloud, input).region }),
  GetBucketEncryptionCommand: (cloud, input) => {
    const Rules = [{ BucketKeyEnabled: bucketIn(cloud, input).bucketKey }];
    return { ServerSideEncryptionConfiguration: { Rules } };
  },
  GetBucketPolicyCommand: (cloud, input) => ({ Policy: there(bucketIn(cloud, input).policy, 'NoSuchBucketPolicy') }),
  GetBucketLifecycleConfigurationCommand: (cloud, input) => ({
    Rules: there(bucketIn(cloud, input).rules, 'NoSuchLifecycleConfiguration'),
  }),
  GetBucketRequestPaymentCommand: (cloud, input) => ({ Payer: bucketIn(cloud, input).payer }),
  PutBucketRequestPaymentCommand: (cloud, input) => Object.assign(bucketIn(cloud, input), { payer: 'BucketOwner' }),
  PutBucketPolicyCommand: (cloud, input) => Object.assign(bucketIn(cloud, input), { policy: input.Policy }),
  DescribeKeyCommand: (cloud, input) => ({ KeyMetadata: { KeyState: keyIn(cloud, input).state } }),
  GetKeyPolicyCommand: (cloud, input) => ({ Policy: keyIn(cloud, input).policy }),
  PutKeyPolicyCommand: (cloud, input) => Object.assign(keyIn(cloud, input), { policy: input.Policy }),
  CancelKeyDeletionCommand: (cloud, input) => Object.assign(keyIn(cloud, input), { state: 'Disabled' }),
  EnableKeyCommand: (cloud, input) => Object.assign(keyIn(cloud, input), { state: 'Enabled' }),
  GetTopicAttributesCommand: ({ topic }) => {
    const { policy, kmsKeyId } = there(topic, 'NotFoundException');
    return { Attributes: { Policy: policy, KmsMasterKeyId: kmsKeyId } };
  },
  SetTopicAttributesCommand: ({ topic }, input) =>
    Object.assign(there(topic, 'NotFoundException'), { policy: input.AttributeValue }),
  ListAWSServiceAccessForOrganizationCommand: ({ organization }) => ({
    EnabledServicePrincipals: organization.services.map((ServicePrincipal) => ({ ServicePrincipal })),
  }),
  GetRoleCommand: ({ organization }, { RoleName }) => ({
    Role: there(
      organization.hasRole ? { Arn: `arn:aws:iam::111122223333:role/${RoleName}` } : null,
      'NoSuchEntityException',
    ),
  }),
  ListParentsCommand: () => ({ Parents: [{ Id: 'r-ab12', Type: 'ROOT' }] }),
  ListPoliciesForTargetCommand: ({ organization }, { TargetId }) => ({
    Policies: TargetId === 'r-ab12' ? organization.policies.map((_, at) => ({ Id: String(at), Name: 'guard' })) : [],
  }),
  DescribePolicyCommand: ({ organization }, { PolicyId }) => ({
    Policy: { Content: organization.policies[Number(PolicyId)] },
  }),
};

/** What calls are made on that name no resource, or one of another kind. */
const TARGETS: Partial<Readonly<Record<CommandName, Permission['target']>>> = {
  ListAWSServiceAccessForOrganizationCommand: 'organization',
  GetRoleCommand: 'service-linked-role',
  ListParentsCommand: 'organization-policies',
  ListPoliciesForTargetCommand: 'organization-policies',
  DescribePolicyCommand: 'organization-policies',
  ListRegionsCommand: 'account',
  GetRegionOptStatusCommand: 'members',
  ListAccountsCommand: 'member-list',
  ListTrailsCommand: 'trail-list',
};

/** What a call is made on, by the name that a right has for it. */
function targetOf(name: CommandName, { Name, TrailName, Bucket, KeyId, TopicArn }: Input): Permission['target'] {
  const other = TARGETS[name];
  if (other !== undefined) return other;
  if (Name !== undefined) return GUARDED.test(String(Name)) ? 'trail' : 'account-trails';
  if (TrailName !== undefined) return 'account-trails';
  if (Bucket !== undefined) return 'bucket';
  if (TopicArn !== undefined) return 'topic';
  if (KeyId === undefined) return 'account';
  return KeyId === TOPIC_KEY ? 'topic-key' : 'key';
}

/** A client of the SDK that asks nobody: every command is answered from memory. */
function answering<C extends object>(client: C, cloud: Cloud, denied: Right | null): C {
  const send = async (command: { readonly constructor: { readonly name: string }; readonly input: Input }) => {
    const { name } = command.constructor;
    const answer = isCommandName(name) ? ANSWERS[name] : undefined;
    if (answer === undefined || !isCommandName(name)) throw new Error(`no answer to ${name} in this test`);
    if (denied?.action === ACTIONS[name] && denied.target === targetOf(name, command.input))
      throw refusal('AccessDenied', 403);
    return answer(cloud, command.input);
  };
  return Object.assign(client, { send });
}

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
  const trails = (asked: string): CloudTrailClient => {
    const status = cloud.elsewhere[asked];
    if (status === undefined) return home;
    return answering(new CloudTrailClient({ region: asked }), { ...cloud, status }, denied);
  };
  const account = answering(new AccountClient({ region }), cloud, denied);
  const organizations = answering(new OrganizationsClient({ region }), cloud, denied);
  const kms = answering(new KMSClient({ region }), cloud, denied);
  const sns = answering(new SNSClient({ region }), cloud, denied);
  const iam = answering(new IAMClient({ region }), cloud, denied);
  let time = 1_795_262_400_000;
  return {
    trails: cloudTrails(trails),
    accounts: awsAccounts(
      () => account,
      () => organizations,
    ),
    buckets: s3Buckets(answering(new S3Client({ region }), cloud, denied)),
    keys: kmsKeys(() => kms),
    topics: snsTopics(() => sns),
    landingZones: controlTower(() => towerCalls(cloud, denied)),
    organizations: cloudOrganizations({ organizations: () => organizations, iam: () => iam }),
    store: { read: async () => ({ state: 'not-asked' }), write: async () => null },
    clock: {
      now: () => time,
      pause: async (milliseconds) => {
        time += milliseconds;
      },
      parse: Date.parse,
    },
    journal: { writing: () => {} },
    notifier: { send: async () => {} },
  };
}
