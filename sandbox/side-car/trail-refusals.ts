import { asOwnerOf, type Caller } from '../aws/caller.ts';
import { logFileContext } from '../delivery/key-request.ts';
import { keyStateError } from '../delivery/key-state.ts';
import { digestKey, type FileOf, logFileKey, ownLogFileKey } from '../delivery/keys.ts';
import type { Call } from './call.ts';
import { bucketLets, type Destination, readDestination } from './destination.ts';
import type { Identity } from './identities.ts';
import { dataKeyError, keyLets, readKey } from './keys.ts';
import { isInOrganization, type Organization } from './organization.ts';
import type { Refusal } from './refuse.ts';
import { topicError } from './topics.ts';
import { cloudTrail, type Description, type EngineTrail, trailOf } from './trails.ts';

const refuse = (code: string, message: string): Refusal => ({ status: 400, code, message });

const KEY_ID = /^(?:arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:(?:key|alias)\/.+|alias\/.+|(?:mrk-)?[0-9a-f-]{32,36})$/;

/** The keys that CloudTrail tries when a trail is made or changed; of an organization's, the own path too (facts §1.1). */
function triedKeys(trail: EngineTrail, { memberAccounts }: Organization): string[] {
  const file: FileOf = { region: trail.region, account: trail.account, time: new Date(), id: '0123456789abcdef' };
  const members = trail.organizationId === null ? [] : memberAccounts;
  return [
    ownLogFileKey(trail, file),
    logFileKey(trail, file),
    ...members.map((account) => logFileKey(trail, { ...file, account })),
    ...(trail.logFileValidation ? [digestKey(trail, file)] : []),
  ];
}

function letsWrite(destination: Destination, keys: readonly string[]): boolean {
  return keys.every((key) => bucketLets(destination, 's3:PutObject', `${destination.bucketArn}/${key}`));
}

/** The bucket policy is asked without the key first, so that what only the encryption breaks has its own name. */
function bucketRefusal(destination: Destination, keys: readonly string[]): Refusal | null {
  const { trail, bucketArn } = destination;
  const plain = { ...destination, trail: { ...trail, kmsKeyArn: null } };
  if (bucketLets(plain, 's3:GetBucketAcl', bucketArn) && letsWrite(plain, keys)) return null;
  const message = `Incorrect S3 bucket policy is detected for bucket: ${trail.bucket}`;
  return refuse('InsufficientS3BucketPolicyException', message);
}

/** CloudTrail asks for a data key itself, and to decrypt where a Bucket Key wants it (facts §2.1, §2.2). */
function keyRefusal(destination: Destination, keys: readonly string[]): Refusal | null {
  const { trail, key, region, hasBucketKey, bucketArn } = destination;
  if (trail.kmsKeyArn === null) return null;
  if (key === null || key.region !== region)
    return refuse('KmsKeyNotFoundException', `KMS key ${trail.kmsKeyArn} is not found in ${region}.`);
  const encryptionContext = logFileContext(trail, `${bucketArn}/${keys[0]}`, hasBucketKey);
  const use = { encryptionContext, through: null };
  const error = dataKeyError(trail, key, region, use);
  const decrypts = !hasBucketKey || keyLets(trail, 'kms:Decrypt', key, use);
  if (error === 'AccessDenied' || !decrypts || !letsWrite(destination, keys)) {
    const message = `Insufficient permissions to access S3 bucket ${trail.bucket} or KMS key ${trail.kmsKeyArn}.`;
    return refuse('InsufficientEncryptionPolicyException', message);
  }
  if (error === null) return null;
  const state = keyStateError(key.state) === null ? `a key of the kind ${key.spec}` : `in the state ${key.state}`;
  return refuse('KmsException', `KMS key ${key.arn} is ${state}.`);
}

async function topicRefusal(engine: Caller, trail: EngineTrail): Promise<Refusal | null> {
  if (trail.topicArn === null) return null;
  const error = await topicError(engine, trail, trail.topicArn);
  if (error === null) return null;
  if (error === 'KMSNotFound') return refuse('KmsKeyNotFoundException', 'The KMS key of the SNS topic is not found.');
  const message = 'SNS Topic does not exist or the topic policy is incorrect!';
  return refuse('InsufficientSnsTopicPolicyException', message);
}

/** The trail as it will be, or null where the engine itself says what is wrong with its name. */
async function intended(caller: Caller, { operation, parameters }: Call): Promise<Description | null> {
  const name = parameters['Name'];
  if (typeof name !== 'string' || name === '') return null;
  const { trailList } = await cloudTrail<{ readonly trailList: readonly Description[] }>(caller, 'DescribeTrails', {
    trailNameList: [name],
  });
  const [before] = trailList;
  if ((before === undefined) !== (operation === 'CreateTrail')) return null;
  const TrailARN = `arn:aws:cloudtrail:${caller.region}:${caller.credentials.accessKeyId}:trail/${name}`;
  const validation = parameters['EnableLogFileValidation'];
  const changed = typeof validation === 'boolean' ? { LogFileValidationEnabled: validation } : {};
  return { TrailARN, S3BucketName: '', ...before, ...parameters, ...changed };
}

/** What CloudTrail would refuse of a new or changed trail, where the engine takes anything (facts §5.2). */
export async function trailRefusal(
  engine: Caller,
  organization: Organization,
  call: Call,
  who: Identity,
): Promise<Refusal | null> {
  const isValidated = call.operation === 'CreateTrail' || call.operation === 'UpdateTrail';
  if (!isValidated) return null;
  const { account } = who;
  // The trails of accounts outside the organization are kept by the engine, but nothing is delivered for them.
  if (!isInOrganization(organization, account)) return null;
  const caller = asOwnerOf(engine, `arn:aws:cloudtrail:${call.region}:${account}:trail`);
  const description = await intended(caller, call);
  if (description === null) return null;
  const { KmsKeyId: keyId = '' } = description;
  if (keyId !== '' && !KEY_ID.test(keyId)) return refuse('InvalidKmsKeyIdException', `${keyId} is not a KMS key.`);
  const key = keyId === '' ? null : await readKey(caller, keyId);
  const named = key === null ? description : { ...description, KmsKeyId: key.arn };
  const trail = trailOf(named, { IsLogging: false }, organization);
  const destination = await readDestination(caller, organization, trail);
  if (destination === 'NoSuchBucket')
    return refuse('S3BucketDoesNotExistException', `S3 bucket ${trail.bucket} does not exist!`);
  const keys = triedKeys(trail, organization);
  return bucketRefusal(destination, keys) ?? keyRefusal(destination, keys) ?? (await topicRefusal(caller, trail));
}
