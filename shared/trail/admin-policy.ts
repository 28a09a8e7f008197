import type { JsonObject } from '../policy/json.ts';
import { accountOf, bucketArn } from './arn.ts';
import type { PeoplePolicy } from './people-policy.ts';
import type { Trail } from './trail.ts';

const once = (values: readonly string[]): readonly string[] => [...new Set(values)];

/** What CloudTrail takes the trail's ARN for (Service Authorization Reference, "Actions defined by AWS CloudTrail"). */
const ON_TRAILS = [
  ...['cloudtrail:CreateTrail', 'cloudtrail:UpdateTrail', 'cloudtrail:DeleteTrail', 'cloudtrail:GetTrail'],
  ...['cloudtrail:StartLogging', 'cloudtrail:StopLogging', 'cloudtrail:GetTrailStatus'],
  ...['cloudtrail:PutEventSelectors', 'cloudtrail:GetEventSelectors'],
  ...['cloudtrail:PutInsightSelectors', 'cloudtrail:GetInsightSelectors'],
  ...['cloudtrail:AddTags', 'cloudtrail:RemoveTags', 'cloudtrail:ListTags'],
];

/** What an organization trail asks for besides (CloudTrail user guide, "Prepare for creating a trail for your organization"). */
const ON_ORGANIZATION = [
  ...['iam:CreateServiceLinkedRole', 'iam:GetRole', 'organizations:DescribeOrganization'],
  ...['organizations:DisableAWSServiceAccess', 'organizations:EnableAWSServiceAccess', 'organizations:ListAccounts'],
  'organizations:ListAWSServiceAccessForOrganization',
];

type Right = { readonly sid: string; readonly actions: readonly string[]; readonly on: readonly string[] };

/** A key policy is read and written only from the key's account (KMS API reference, GetKeyPolicy, PutKeyPolicy). */
function keyRights(trails: readonly Trail[]): readonly Right[] {
  const keys = once(trails.flatMap(({ kmsKeyArn }) => kmsKeyArn ?? []));
  const accounts = trails.map(({ account }) => account);
  const own = keys.filter((key) => accounts.includes(accountOf(key)));
  return [
    { sid: 'SeeCloudTrailKey', actions: ['kms:DescribeKey'], on: keys },
    { sid: 'KeepCloudTrailKeyPolicy', actions: ['kms:GetKeyPolicy', 'kms:PutKeyPolicy'], on: own },
  ];
}

function rights(trails: readonly [Trail, ...Trail[]]): readonly Right[] {
  const [{ partition, bucket }] = trails;
  const topics = once(trails.flatMap(({ topicArn }) => topicArn ?? []));
  const isOfOrganization = trails.some(({ organizationId }) => organizationId !== null);
  return [
    { sid: 'RunTrails', actions: ON_TRAILS, on: trails.map(({ arn }) => arn) },
    // These take no ARN.
    {
      sid: 'SeeTrails',
      actions: ['cloudtrail:DescribeTrails', 'cloudtrail:ListTrails', 'cloudtrail:LookupEvents'],
      on: ['*'],
    },
    {
      sid: 'KeepCloudTrailBucketPolicy',
      actions: ['s3:GetBucketLocation', 's3:GetBucketPolicy', 's3:PutBucketPolicy'],
      on: [bucketArn(partition, bucket)],
    },
    ...keyRights(trails),
    { sid: 'KeepCloudTrailTopicPolicy', actions: ['sns:GetTopicAttributes', 'sns:SetTopicAttributes'], on: topics },
    { sid: 'LogOrganization', actions: ON_ORGANIZATION, on: isOfOrganization ? ['*'] : [] },
  ];
}

function notes(trails: readonly [Trail, ...Trail[]]): readonly string[] {
  const [{ bucket }] = trails;
  const foreign = keyRights(trails)
    .flatMap(({ on }) => on)
    .filter((key) => trails.every(({ account }) => account !== accountOf(key)));
  return [
    'AWSCloudTrail_FullAccess is the wider choice, with every trail of the account and what the console lists: AWS asks to give it to account administrators only',
    'whoever may stop, delete or narrow a trail can end the record: leave out what nobody needs',
    `the policy of the bucket ${bucket} can be written only from the account that owns it`,
    'iam:PassRole is needed only for a trail that delivers to CloudWatch Logs, on the role that CloudTrail assumes',
    ...foreign.map(
      (key) =>
        `the key ${key} belongs to account ${accountOf(key)}: its key policy must allow kms:DescribeKey too, and is changed only from there`,
    ),
  ];
}

/** What people need who run these trails and mend the policies that their delivery rests on. */
export function adminPolicy(trails: readonly [Trail, ...Trail[]]): PeoplePolicy {
  const statements: readonly JsonObject[] = rights(trails)
    .filter(({ on }) => on.length > 0)
    .map(({ sid, actions, on }) => ({ Sid: sid, Effect: 'Allow', Action: actions, Resource: on }));
  return {
    managedPolicies: [`arn:${trails[0].partition}:iam::aws:policy/AWSCloudTrail_FullAccess`],
    policy: { Version: '2012-10-17', Statement: statements },
    notes: notes(trails),
  };
}
