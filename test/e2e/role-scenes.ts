import { type Answer, inAccount, succeeded } from '../../sandbox/aws/caller.ts';
import { createKey, kmsCall } from '../../sandbox/aws/kms.ts';
import { organizations } from '../../sandbox/aws/organizations.ts';
import { bucketCall } from '../../sandbox/aws/s3.ts';
import { createTopic, setTopicAttribute } from '../../sandbox/aws/sns.ts';
import { rootIdOf } from '../../sandbox/deploy/stack-sets.ts';
import { type Engine, LOG_ARCHIVE, REGION, SECURITY_TOOLING } from '../../sandbox/engine/engine.ts';
import { cloudTrail } from '../../sandbox/side-car/trails.ts';
import type { ThreeAccounts } from '../../sandbox/stage/three-accounts.ts';
import { document, type Statement } from './roles.ts';

/** A topic in Log Archive that the trail publishes to, encrypted with a key of its own. */
export type Topic = { readonly topicArn: string; readonly topicKmsKeyArn: string; readonly policy: string };

const CLOUDTRAIL = { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' } };
const OWNER = { Sid: 'Owner', Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${LOG_ARCHIVE}:root` } };

/** Makes the topic, and has the trail publish to it. */
export async function addTopic(engine: Engine, { trail }: ThreeAccounts): Promise<Topic> {
  const owner = inAccount(engine.behind, LOG_ARCHIVE);
  const keyPolicy = document(
    { ...OWNER, Action: 'kms:*', Resource: '*' },
    { ...CLOUDTRAIL, Action: ['kms:GenerateDataKey*', 'kms:Decrypt'], Resource: '*' },
  );
  const topicKmsKeyArn = await createKey(owner, keyPolicy);
  const Resource = `arn:aws:sns:${REGION}:${LOG_ARCHIVE}:logs`;
  const policy = document(
    { ...OWNER, Action: ['SNS:GetTopicAttributes', 'SNS:SetTopicAttributes'], Resource },
    { ...CLOUDTRAIL, Action: 'SNS:Publish', Resource, Condition: { StringEquals: { 'aws:SourceArn': trail.arn } } },
  );
  const topicArn = await createTopic(owner, 'logs', policy);
  succeeded('SetTopicAttributes', await setTopicAttribute(owner, topicArn, 'KmsMasterKeyId', topicKmsKeyArn));
  await cloudTrail(engine.root, 'UpdateTrail', { Name: trail.arn, SnsTopicName: topicArn });
  return { topicArn, topicKmsKeyArn, policy };
}

const first = (policy: string): string => {
  const { Statement: statements }: { readonly Statement: readonly Statement[] } = JSON.parse(policy);
  return document(...statements.slice(0, 1));
};

const ENCRYPTION =
  '<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm>' +
  '</ApplyServerSideEncryptionByDefault><BucketKeyEnabled>true</BucketKeyEnabled></Rule></ServerSideEncryptionConfiguration>';
const BLOCK =
  '<PublicAccessBlockConfiguration><BlockPublicPolicy>true</BlockPublicPolicy></PublicAccessBlockConfiguration>';
const payer = (who: string): string =>
  `<RequestPaymentConfiguration><Payer>${who}</Payer></RequestPaymentConfiguration>`;

/** The scenes in which a right is missed. */
export type SceneName =
  | 'all is well'
  | 'everything is broken'
  | 'the key is disabled'
  | 'the key is to be deleted'
  | 'the bucket policy is public'
  | 'the bucket has a Bucket Key'
  | 'a resource control policy denies CloudTrail';

/** Makes a policy that keeps CloudTrail out of buckets, which nobody has attached yet; its id. */
async function makeResourcePolicy(engine: Engine): Promise<string> {
  const PolicyType = 'RESOURCE_CONTROL_POLICY';
  await organizations(engine.root, 'EnablePolicyType', { RootId: await rootIdOf(engine), PolicyType });
  const Content = document({ Sid: 'Perimeter', Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' });
  type Created = { readonly Policy: { readonly PolicySummary: { readonly Id: string } } };
  const policy = { Name: 'perimeter', Description: '', Type: PolicyType, Content };
  const { Policy } = await organizations<Created>(engine.root, 'CreatePolicy', policy);
  return Policy.PolicySummary.Id;
}

/** How each scene is set, past the side-car: nobody hears of it. */
export function scenesOf(
  engine: Engine,
  { trail, bucketPolicy, keyPolicy }: ThreeAccounts,
  topic: Topic,
): Readonly<Record<SceneName, () => Promise<void>>> {
  const archive = inAccount(engine.behind, LOG_ARCHIVE);
  const security = inAccount(engine.behind, SECURITY_TOOLING);
  const done = async (what: string, answer: Promise<Answer>): Promise<void> => {
    succeeded(what, await answer);
  };
  const bucket = (method: 'PUT' | 'DELETE', subresource: string, body = ''): Promise<void> =>
    done(`${method} ${subresource}`, bucketCall(archive, method, trail.bucket, subresource, body));
  const key = (operation: string, more: object = {}): Promise<Answer> =>
    kmsCall(security, operation, { KeyId: trail.kmsKeyArn, ...more });
  const setTopic = (policy: string) =>
    done('SetTopicAttributes', setTopicAttribute(archive, topic.topicArn, 'Policy', policy));
  const logging = (operation: 'StartLogging' | 'StopLogging') =>
    cloudTrail(engine.behind, operation, { Name: trail.arn });
  let attached: object | null = null;
  let made: Promise<string> | null = null;
  const resourcePolicy = (): Promise<string> => {
    made ??= makeResourcePolicy(engine);
    return made;
  };

  const well = async (): Promise<void> => {
    if (attached !== null) await organizations(engine.root, 'DetachPolicy', attached);
    attached = null;
    await bucket('DELETE', 'encryption');
    await bucket('PUT', 'policy', bucketPolicy);
    await bucket('PUT', 'publicAccessBlock', BLOCK);
    await bucket('PUT', 'requestPayment', payer('BucketOwner'));
    // Refused where the key is not to be deleted.
    await key('CancelKeyDeletion');
    await done('EnableKey', key('EnableKey'));
    await done('PutKeyPolicy', key('PutKeyPolicy', { Policy: keyPolicy }));
    await setTopic(topic.policy);
    await logging('StartLogging');
  };
  const bucketArn = `arn:aws:s3:::${trail.bucket}`;
  return {
    'all is well': well,
    'everything is broken': async () => {
      await well();
      await bucket('PUT', 'policy', document({ ...OWNER, Action: 's3:*', Resource: bucketArn }));
      await bucket('PUT', 'requestPayment', payer('Requester'));
      await done('PutKeyPolicy', key('PutKeyPolicy', { Policy: first(keyPolicy) }));
      await setTopic(first(topic.policy));
      await logging('StopLogging');
    },
    'the key is disabled': async () => {
      await well();
      await done('DisableKey', key('DisableKey'));
    },
    'the key is to be deleted': async () => {
      await well();
      await done('ScheduleKeyDeletion', key('ScheduleKeyDeletion', { PendingWindowInDays: 7 }));
    },
    'the bucket policy is public': async () => {
      await well();
      await bucket('DELETE', 'publicAccessBlock');
      const { Statement: statements }: { readonly Statement: readonly Statement[] } = JSON.parse(bucketPolicy);
      const everybody = { Effect: 'Allow', Principal: '*', Action: 's3:ListBucket', Resource: bucketArn };
      await bucket('PUT', 'policy', document(...statements, everybody));
      await bucket('PUT', 'publicAccessBlock', BLOCK);
    },
    'the bucket has a Bucket Key': async () => {
      await well();
      await bucket('PUT', 'encryption', ENCRYPTION);
    },
    'a resource control policy denies CloudTrail': async () => {
      await well();
      attached = { PolicyId: await resourcePolicy(), TargetId: LOG_ARCHIVE };
      await organizations(engine.root, 'AttachPolicy', attached);
    },
  };
}
