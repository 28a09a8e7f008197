import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { S3ControlClient } from '@aws-sdk/client-s3-control';
import { SNSClient } from '@aws-sdk/client-sns';
import { s3Buckets } from '../../shared/aws/buckets.ts';
import { kmsKeys } from '../../shared/aws/keys.ts';
import { snsTopics } from '../../shared/aws/topics.ts';
import { cloudTrails } from '../../shared/aws/trails.ts';
import type { Permission } from '../../shared/checks/check.ts';
import type { Ports } from '../../shared/reconcile/ports.ts';
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
};

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

/** How AWS answers each call of the checks, and what the call changes. */
const ANSWERS: Partial<Readonly<Record<CommandName, (cloud: Cloud, input: Input) => object>>> = {
  GetTrailCommand: ({ trail }) => ({ Trail: there(trail, 'TrailNotFoundException') }),
  GetTrailStatusCommand: ({ trail, status }) => there(trail && status, 'TrailNotFoundException'),
  StartLoggingCommand: () => ({}),
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
};

/** What a call is made on, by the name that a right has for it. */
function targetOf({ Name, Bucket, KeyId, TopicArn, AccountId }: Input): Permission['target'] {
  if (AccountId !== undefined) return 'account';
  if (Name !== undefined) return 'trail';
  if (Bucket !== undefined) return 'bucket';
  if (TopicArn !== undefined) return 'topic';
  return KeyId === TOPIC_KEY ? 'topic-key' : 'key';
}

/** S3 and S3 Control have a command of the same name. */
const nameOf = (name: string, { AccountId }: Input): string =>
  name === 'GetPublicAccessBlockCommand' && AccountId !== undefined ? 'GetAccountBlockCommand' : name;

/** A client of the SDK that asks nobody: every command is answered from memory. */
function answering<C extends object>(client: C, cloud: Cloud, denied: Right | null): C {
  const send = async (command: { readonly constructor: { readonly name: string }; readonly input: Input }) => {
    const name = nameOf(command.constructor.name, command.input);
    const answer = isCommandName(name) ? ANSWERS[name] : undefined;
    if (answer === undefined || !isCommandName(name)) throw new Error(`no answer to ${name} in this test`);
    if (denied?.action === ACTIONS[name] && denied.target === targetOf(command.input))
      throw refusal('AccessDenied', 403);
    return answer(cloud, command.input);
  };
  return Object.assign(client, { send });
}

/** The product's own ports over a cloud in memory, in which one right may be missing. */
export function portsOver(cloud: Cloud, denied: Right | null): Ports {
  const region = 'us-east-1';
  const trails = answering(new CloudTrailClient({ region }), cloud, denied);
  const kms = answering(new KMSClient({ region }), cloud, denied);
  const sns = answering(new SNSClient({ region }), cloud, denied);
  const control = answering(new S3ControlClient({ region }), cloud, denied);
  let time = 1_795_262_400_000;
  return {
    trails: cloudTrails(() => trails),
    buckets: s3Buckets(answering(new S3Client({ region }), cloud, denied), () => control),
    keys: kmsKeys(() => kms),
    topics: snsTopics(() => sns),
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
