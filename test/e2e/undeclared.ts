import { type Answer, type Caller, json, succeeded } from '../../sandbox/aws/caller.ts';
import { iamCall } from '../../sandbox/aws/iam.ts';
import { createKey, kmsCall } from '../../sandbox/aws/kms.ts';
import { organizationsCall } from '../../sandbox/aws/organizations.ts';
import { bucketCall, objectCall } from '../../sandbox/aws/s3.ts';
import { createTopic, snsCall } from '../../sandbox/aws/sns.ts';
import { assume, document } from './roles.ts';

/** Resources of one account that a role may be tried on. */
export type Things = {
  readonly bucket: string;
  readonly keyArn: string;
  /** A key that is to be deleted: of no other the deletion can be taken back. */
  readonly doomedKeyArn: string;
  readonly topicArn: string;
  readonly trailArn: string;
  readonly roleName: string;
};

/** An action that is tried, and the call that asks for it. */
export type Attempt = readonly [action: string, call: () => Promise<Answer>];

const ANYBODYS = { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: '*', Resource: '*' };
const PAYER = '<RequestPaymentConfiguration><Payer>Requester</Payer></RequestPaymentConfiguration>';
const OPEN_BLOCK =
  '<PublicAccessBlockConfiguration><BlockPublicPolicy>false</BlockPublicPolicy></PublicAccessBlockConfiguration>';

function trailCall(caller: Caller, operation: string, body: object): Promise<Answer> {
  return json(caller, 'cloudtrail', `com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.${operation}`, body);
}

/** Makes a bucket, a key, a topic and a trail in an account that no settings name. */
export async function othersIn(owner: Caller, account: string): Promise<Things> {
  const bucket = `others-${account}`;
  succeeded('CreateBucket', await bucketCall(owner, 'PUT', bucket, null));
  const arn = `arn:aws:s3:::${bucket}`;
  const open = document({ ...ANYBODYS, Action: 's3:*', Resource: [arn, `${arn}/*`] });
  succeeded('PutBucketPolicy', await bucketCall(owner, 'PUT', bucket, 'policy', open));
  succeeded('PutObject', await objectCall(owner, 'PUT', bucket, 'file', {}, 'text'));
  const own = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' };
  const [keyArn, doomedKeyArn] = await Promise.all([createKey(owner, document(own)), createKey(owner, document(own))]);
  succeeded('ScheduleKeyDeletion', await kmsCall(owner, 'ScheduleKeyDeletion', { KeyId: doomedKeyArn }));
  const topicArn = await createTopic(owner, 'others');
  succeeded('CreateTrail', await trailCall(owner, 'CreateTrail', { Name: 'others', S3BucketName: bucket }));
  const trailArn = `arn:aws:cloudtrail:${owner.region}:${account}:trail/others`;
  return { bucket, keyArn, doomedKeyArn, topicArn, trailArn, roleName: 'Somebody' };
}

/** What no check declares, whatever it is on. */
export function undeclared(caller: Caller, things: Things): readonly Attempt[] {
  const { bucket, keyArn, topicArn, trailArn, roleName } = things;
  const s3 = (method: 'PUT' | 'GET' | 'DELETE', subresource: string | null, body?: string) => () =>
    bucketCall(caller, method, bucket, subresource, body);
  const object = (method: 'PUT' | 'GET' | 'DELETE') => () => objectCall(caller, method, bucket, 'file');
  const kms = (name: string, more: object = {}): Attempt => [
    `kms:${name}`,
    () => kmsCall(caller, name, { KeyId: keyArn, ...more }),
  ];
  const sns = (name: string, more: Readonly<Record<string, string>> = {}): Attempt => [
    `sns:${name}`,
    () => snsCall(caller, name, { TopicArn: topicArn, ...more }),
  ];
  const iam = (name: string, more: Readonly<Record<string, string>> = {}): Attempt => [
    `iam:${name}`,
    () => iamCall(caller, name, { RoleName: roleName, ...more }),
  ];
  const trail = (name: string): Attempt => [`cloudtrail:${name}`, () => trailCall(caller, name, { Name: trailArn })];
  const organization = (name: string, body: object = {}): Attempt => [
    `organizations:${name}`,
    () => organizationsCall(caller, name, body),
  ];
  const account = trailArn.split(':')[4] ?? '';
  return [
    ['s3:DeleteBucketPolicy', s3('DELETE', 'policy')],
    ['s3:PutBucketAcl', s3('PUT', 'acl', '<AccessControlPolicy/>')],
    ['s3:PutBucketPublicAccessBlock', s3('PUT', 'publicAccessBlock', OPEN_BLOCK)],
    ['s3:PutLifecycleConfiguration', s3('PUT', 'lifecycle', '<LifecycleConfiguration/>')],
    ['s3:PutEncryptionConfiguration', s3('PUT', 'encryption', '<ServerSideEncryptionConfiguration/>')],
    ['s3:DeleteBucket', s3('DELETE', null)],
    ['s3:GetObject', object('GET')],
    ['s3:PutObject', object('PUT')],
    ['s3:DeleteObject', object('DELETE')],
    kms('Decrypt', { CiphertextBlob: 'AAAA' }),
    kms('GenerateDataKey', { KeySpec: 'AES_256' }),
    kms('CreateGrant', { GranteePrincipal: `arn:aws:iam::${account}:root`, Operations: ['Decrypt'] }),
    kms('DisableKey'),
    kms('ScheduleKeyDeletion', { PendingWindowInDays: 7 }),
    sns('Publish', { Message: 'text' }),
    sns('AddPermission', { Label: 'all', 'AWSAccountId.member.1': account, 'ActionName.member.1': 'Publish' }),
    sns('DeleteTopic'),
    trail('StopLogging'),
    trail('UpdateTrail'),
    trail('DeleteTrail'),
    iam('CreateRole', { AssumeRolePolicyDocument: document(ANYBODYS) }),
    iam('PutRolePolicy', { PolicyName: 'all', PolicyDocument: document(ANYBODYS) }),
    iam('UpdateAssumeRolePolicy', { PolicyDocument: document(ANYBODYS) }),
    iam('DeleteRole'),
    ['sts:AssumeRole', () => assume(caller, `arn:aws:iam::${account}:role/${roleName}`)],
    organization('ListAccounts'),
    organization('CreateAccount', { AccountName: 'new', Email: 'new@example.com' }),
    organization('DetachPolicy', { PolicyId: 'p-FullAWSAccess', TargetId: account }),
  ];
}

/** What checks declare, each on a resource that the settings do not name. */
export function declaredElsewhere(caller: Caller, things: Things): readonly Attempt[] {
  const { bucket, keyArn, doomedKeyArn, topicArn, trailArn, roleName } = things;
  const s3 = (method: 'PUT' | 'GET', subresource: string, body?: string) => () =>
    bucketCall(caller, method, bucket, subresource, body);
  const kms = (name: string, more: object = {}): Attempt => [
    `kms:${name}`,
    () => kmsCall(caller, name, { KeyId: keyArn, ...more }),
  ];
  const sns = (name: string, more: Readonly<Record<string, string>> = {}): Attempt => [
    `sns:${name}`,
    () => snsCall(caller, name, { TopicArn: topicArn, ...more }),
  ];
  return [
    ['s3:GetBucketPolicy', s3('GET', 'policy')],
    ['s3:GetBucketAcl', s3('GET', 'acl')],
    ['s3:PutBucketPolicy', s3('PUT', 'policy', document({ ...ANYBODYS, Resource: `arn:aws:s3:::${bucket}` }))],
    ['s3:PutBucketRequestPayment', s3('PUT', 'requestPayment', PAYER)],
    ['s3:ListBucket', () => bucketCall(caller, 'GET', bucket, null)],
    kms('DescribeKey'),
    kms('GetKeyPolicy', { PolicyName: 'default' }),
    kms('PutKeyPolicy', { PolicyName: 'default', Policy: document({ ...ANYBODYS, Action: 'kms:*', Principal: '*' }) }),
    kms('EnableKey'),
    kms('CancelKeyDeletion', { KeyId: doomedKeyArn }),
    sns('GetTopicAttributes'),
    sns('SetTopicAttributes', { AttributeName: 'DisplayName', AttributeValue: 'text' }),
    ['cloudtrail:StartLogging', () => trailCall(caller, 'StartLogging', { Name: trailArn })],
    ['iam:GetRole', () => iamCall(caller, 'GetRole', { RoleName: roleName })],
  ];
}
