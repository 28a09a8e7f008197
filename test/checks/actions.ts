import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The right that each command needs which the ports send (Service Authorization Reference): not always of the command's name. */
export const ACTIONS = {
  GetTrailCommand: 'cloudtrail:GetTrail',
  GetTrailStatusCommand: 'cloudtrail:GetTrailStatus',
  StartLoggingCommand: 'cloudtrail:StartLogging',
  ListRegionsCommand: 'account:ListRegions',
  GetRegionOptStatusCommand: 'account:GetRegionOptStatus',
  ListAccountsCommand: 'organizations:ListAccounts',
  GetEventSelectorsCommand: 'cloudtrail:GetEventSelectors',
  ListTrailsCommand: 'cloudtrail:ListTrails',
  ListObjectsV2Command: 's3:ListBucket',
  HeadBucketCommand: 's3:ListBucket',
  GetBucketEncryptionCommand: 's3:GetEncryptionConfiguration',
  GetBucketAclCommand: 's3:GetBucketAcl',
  GetPublicAccessBlockCommand: 's3:GetBucketPublicAccessBlock',
  GetAccountBlockCommand: 's3:GetAccountPublicAccessBlock',
  GetBucketPolicyCommand: 's3:GetBucketPolicy',
  GetBucketLifecycleConfigurationCommand: 's3:GetLifecycleConfiguration',
  GetBucketRequestPaymentCommand: 's3:GetBucketRequestPayment',
  PutBucketRequestPaymentCommand: 's3:PutBucketRequestPayment',
  PutBucketPolicyCommand: 's3:PutBucketPolicy',
  GetObjectCommand: 's3:GetObject',
  PutObjectCommand: 's3:PutObject',
  DescribeKeyCommand: 'kms:DescribeKey',
  GetKeyPolicyCommand: 'kms:GetKeyPolicy',
  PutKeyPolicyCommand: 'kms:PutKeyPolicy',
  CancelKeyDeletionCommand: 'kms:CancelKeyDeletion',
  EnableKeyCommand: 'kms:EnableKey',
  DescribePolicyCommand: 'organizations:DescribePolicy',
  GetRoleCommand: 'iam:GetRole',
  ListAWSServiceAccessForOrganizationCommand: 'organizations:ListAWSServiceAccessForOrganization',
  ListParentsCommand: 'organizations:ListParents',
  ListPoliciesForTargetCommand: 'organizations:ListPoliciesForTarget',
  GetTopicAttributesCommand: 'sns:GetTopicAttributes',
  SetTopicAttributesCommand: 'sns:SetTopicAttributes',
  PublishCommand: 'sns:Publish',
} as const satisfies Readonly<Record<string, string>>;

/** The same of the commands that discovery alone sends; the function has none of these rights from it. */
export const DISCOVERY_ACTIONS = {
  DescribeOrganizationCommand: 'organizations:DescribeOrganization',
  DescribeQueryCommand: 'cloudtrail:DescribeQuery',
  GetCallerIdentityCommand: 'sts:GetCallerIdentity',
  GetEventDataStoreCommand: 'cloudtrail:GetEventDataStore',
  ListDelegatedAdministratorsCommand: 'organizations:ListDelegatedAdministrators',
  ListDelegatedServicesForAccountCommand: 'organizations:ListDelegatedServicesForAccount',
  ListEventDataStoresCommand: 'cloudtrail:ListEventDataStores',
  ListQueriesCommand: 'cloudtrail:ListQueries',
  ListRootsCommand: 'organizations:ListRoots',
} as const satisfies Readonly<Record<string, string>>;

/** The same of the commands that people alone send, who read records and put policies back; the function has none of these rights. */
export const PEOPLE_ACTIONS = {
  DeleteBucketPolicyCommand: 's3:DeleteBucketPolicy',
  ListBucketsCommand: 's3:ListAllMyBuckets',
} as const satisfies Readonly<Record<string, string>>;

/** The same of the calls to Control Tower, which the SDK has no client for; by their paths. */
export const TOWER_ACTIONS = {
  '/list-landingzones': { action: 'controltower:ListLandingZones', target: 'landing-zones' },
  '/get-landingzone': { action: 'controltower:GetLandingZone', target: 'landing-zone' },
} as const;

export type CommandName = keyof typeof ACTIONS;

export const isCommandName = (name: string): name is CommandName => Object.hasOwn(ACTIONS, name);

/** On whose behalf the calls of a file in `shared/aws` are made. */
type By = 'discovery' | 'people' | 'ports';

function madeBy(file: string): By {
  if (/^discover[a-z-]*\.ts$/.test(file)) return 'discovery';
  return file === 'people.ts' || file === 'policy-documents.ts' ? 'people' : 'ports';
}

/** The commands of the SDK that `shared/aws` imports for discovery alone, for people alone, or for the ports; sorted. */
export function importedCommands(by: By): readonly string[] {
  const folder = join(import.meta.dirname, '..', '..', 'shared', 'aws');
  const files = globSync('**/*.ts', { cwd: folder }).filter((file) => madeBy(file) === by);
  const imports = files.flatMap((file) => [
    ...readFileSync(join(folder, file), 'utf8').matchAll(/import (?:type )?\{([^}]*)\} from '@aws-sdk\//g),
  ]);
  const names = imports.flatMap(([, list = '']) => list.match(/\b\w+Command\b/g) ?? []);
  return [...new Set(names)].sort();
}
