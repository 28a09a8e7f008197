import type { Permission } from '../../shared/checks/check.ts';
import { KEY } from '../trail/trails.ts';
import { ACTIONS, type CommandName, isCommandName } from './actions.ts';

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
    grants?: readonly object[];
    blocksPublicPolicy?: boolean;
  } | null;
  readonly accountBlocksPublicPolicy?: boolean;
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

/** An error as AWS's clients throw it. */
export function refusal(name: string, status = 400): Error {
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

type Answer = (cloud: Cloud, input: Input) => object;

/** What no check's call needs: memory, records and alerts are kept elsewhere. */
type Unanswered = 'GetObjectCommand' | 'PutObjectCommand' | 'PublishCommand';

/** How AWS answers each call of the checks, and what the call changes. */
const ANSWERS: Readonly<Record<Exclude<CommandName, Unanswered>, Answer>> = {
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
  GetBucketAclCommand: (cloud, input) => ({ Owner: { ID: 'owner' }, Grants: bucketIn(cloud, input).grants ?? [] }),
  GetPublicAccessBlockCommand: (cloud, input) => ({
    PublicAccessBlockConfiguration: { BlockPublicPolicy: bucketIn(cloud, input).blocksPublicPolicy ?? true },
  }),
  GetAccountBlockCommand: ({ accountBlocksPublicPolicy: BlockPublicPolicy }) => ({
    PublicAccessBlockConfiguration: {
      BlockPublicPolicy: there(BlockPublicPolicy, 'NoSuchPublicAccessBlockConfiguration'),
    },
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

const ANSWER_TO: Partial<Readonly<Record<CommandName, Answer>>> = ANSWERS;

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
  GetAccountBlockCommand: 'account-access',
};

/** What a call is made on, by the name that a right has for it. */
function targetOf(name: CommandName, { Name, TrailName, Bucket, KeyId, TopicArn }: Input): Permission['target'] {
  const other = TARGETS[name];
  if (other !== undefined) return other;
  if (Name !== undefined) return GUARDED.test(String(Name)) ? 'trail' : 'account-trails';
  if (TrailName !== undefined) return 'account-trails';
  if (Bucket !== undefined) return 'bucket';
  if (TopicArn !== undefined) return 'topic';
  return KeyId === TOPIC_KEY ? 'topic-key' : 'key';
}

/** S3 and S3 Control have a command of the same name. */
const nameOf = (name: string, { AccountId }: Input): string =>
  name === 'GetPublicAccessBlockCommand' && AccountId !== undefined ? 'GetAccountBlockCommand' : name;

/** A client of the SDK that asks nobody: every command is answered from memory. */
export function answering<C extends object>(client: C, cloud: Cloud, denied: Right | null): C {
  const send = async (command: { readonly constructor: { readonly name: string }; readonly input: Input }) => {
    const name = nameOf(command.constructor.name, command.input);
    const answer = isCommandName(name) ? ANSWER_TO[name] : undefined;
    if (answer === undefined || !isCommandName(name)) throw new Error(`no answer to ${name} in this test`);
    if (denied?.action === ACTIONS[name] && denied.target === targetOf(name, command.input))
      throw refusal('AccessDenied', 403);
    return answer(cloud, command.input);
  };
  return Object.assign(client, { send });
}
