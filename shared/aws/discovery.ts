import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { BucketAnswer, Caller, Discovery } from '../discovery/ports.ts';
import type { Reading } from '../reconcile/reading.ts';
import { regionOf } from '../trail/arn.ts';
import { trailArns } from './account-trails.ts';
import { type CredentialsOf, clientsAt, PATIENTLY, requestHandler } from './clients.ts';
import { discoverLake } from './discover-lake.ts';
import { discoverOrganization } from './discover-organization.ts';
import { errorName, httpStatus, isDenied, notSetUp, unreadable } from './errors.ts';
import { foldersUnder } from './folders.ts';
import { organizationClients } from './organizations.ts';
import { awsControlTower } from './ports.ts';
import { snsTopics } from './topics.ts';
import { cloudTrails } from './trails.ts';

/** Everything is asked with the credentials that the SDK finds, whatever account it lies in. */
const asCaller: CredentialsOf = () => undefined;

async function caller(sts: STSClient): Promise<Reading<Caller>> {
  try {
    const { Account: account = '', Arn: arn = '' } = await sts.send(new GetCallerIdentityCommand({}));
    return { state: 'present', value: { account, arn } };
  } catch (error) {
    return unreadable(error, 'sts:GetCallerIdentity', 'the credentials');
  }
}

/** The Region in the headers of a refusal (S3 API reference, HeadBucket: x-amz-bucket-region). */
function regionInRefusal(error: unknown): string | null {
  if (!(error instanceof Error) || !('$response' in error)) return null;
  const { $response: response } = error;
  if (typeof response !== 'object' || response === null || !('headers' in response)) return null;
  const { headers } = response;
  if (typeof headers !== 'object' || headers === null || !('x-amz-bucket-region' in headers)) return null;
  const { 'x-amz-bucket-region': region } = headers;
  return typeof region === 'string' ? region : null;
}

async function bucket(s3: S3Client, Bucket: string, owner: string | null): Promise<BucketAnswer> {
  try {
    const expected = owner === null ? {} : { ExpectedBucketOwner: owner };
    const { BucketRegion: region } = await s3.send(new HeadBucketCommand({ Bucket, ...expected }));
    return { answer: 'yes', region: region ?? null, reason: '' };
  } catch (error) {
    const region = regionInRefusal(error);
    const isMissing = httpStatus(error) === 404 || errorName(error) === 'NotFound';
    if (isMissing) return { answer: 'missing', region, reason: '' };
    if (isDenied(error)) return { answer: 'denied', region, reason: '' };
    const failed = unreadable(error, 's3:ListBucket', Bucket);
    return { answer: 'failed', region, reason: failed.state === 'unreadable' ? failed.reason : '' };
  }
}

async function key(kms: KMSClient, KeyId: string): Promise<Reading<string>> {
  try {
    const { KeyMetadata: found } = await kms.send(new DescribeKeyCommand({ KeyId }));
    return found?.Arn === undefined ? { state: 'absent' } : { state: 'present', value: found.Arn };
  } catch (error) {
    if (errorName(error) === 'NotFoundException') return { state: 'absent' };
    return unreadable(error, 'kms:DescribeKey', KeyId);
  }
}

/** What is asked of AWS to find out what there is to guard, with the credentials and the Region that the SDK finds. */
export function awsDiscovery(): Discovery {
  const trailsAt = clientsAt(asCaller, (options) => new CloudTrailClient(options));
  const kmsAt = clientsAt(asCaller, (options) => new KMSClient(options));
  const snsAt = clientsAt(asCaller, (options) => new SNSClient(options));
  const { organizations } = organizationClients(asCaller, PATIENTLY);
  const trailsIn = (region: string) => trailsAt('', region);
  const topics = snsTopics((arn) => snsAt('', regionOf(arn)));
  const s3 = new S3Client({ followRegionRedirects: true, requestHandler });
  return {
    ...discoverOrganization((partition) => organizations(partition, '')),
    ...discoverLake(trailsIn),
    caller: () => caller(new STSClient({ requestHandler })),
    trailArns: async () => {
      try {
        return { state: 'present', value: await trailArns(trailsIn('')) };
      } catch (error) {
        return unreadable(error, 'cloudtrail:ListTrails', 'the account');
      }
    },
    trail: (trailArn) => cloudTrails((_, region) => trailsIn(region)).describe(trailArn),
    bucket: (name, owner) => bucket(s3, name, owner),
    folders: (name, owner, root) => foldersUnder(s3, name, owner, root),
    key: (arn) => key(kmsAt('', regionOf(arn)), arn),
    topic: async (topicArn) => (await topics.attributes(topicArn)).facts,
    landingZone: (region) => awsControlTower().current(region, ''),
  };
}

/** Why there is nobody to call as, and what to do about it; null if the SDK finds credentials. Nothing is called. */
export async function withoutCredentials(): Promise<string | null> {
  try {
    await new STSClient({ region: 'us-east-1', requestHandler }).config.credentials();
    return null;
  } catch (error) {
    return notSetUp(error);
  }
}

/** The Region that calls go to where no other is named; empty if none is set. */
export async function callersRegion(): Promise<string> {
  try {
    return await new CloudTrailClient({}).config.region();
  } catch {
    return '';
  }
}
