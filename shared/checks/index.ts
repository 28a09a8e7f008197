import { bucketAclDoesNotConflict } from './bucket-acl-does-not-conflict.ts';
import { bucketBelongsToExpectedAccount } from './bucket-belongs-to-expected-account.ts';
import { bucketExists } from './bucket-exists.ts';
import { bucketIsNotRequesterPays } from './bucket-is-not-requester-pays.ts';
import { bucketKeepsLogFiles } from './bucket-keeps-log-files.ts';
import { bucketPolicyAllowsAclCheck } from './bucket-policy-allows-acl-check.ts';
import { bucketPolicyAllowsLogDelivery } from './bucket-policy-allows-log-delivery.ts';
import { bucketPolicyAllowsOrganizationDelivery } from './bucket-policy-allows-organization-delivery.ts';
import { bucketPolicyHasNoBlockingDeny } from './bucket-policy-has-no-blocking-deny.ts';
import { bucketPolicyKeepsEverySource } from './bucket-policy-keeps-every-source.ts';
import { bucketPolicyLimitsSource } from './bucket-policy-limits-source.ts';
import { bucketPolicyUsesServicePrincipal } from './bucket-policy-uses-service-principal.ts';
import { bucketPublicAccessBlockDoesNotConflict } from './bucket-public-access-block-does-not-conflict.ts';
import type { Check } from './check.ts';
import { keyIsInBucketRegion } from './key-is-in-bucket-region.ts';
import { keyIsUsable } from './key-is-usable.ts';
import { keyPolicyAllowsDescribeAndDecrypt } from './key-policy-allows-describe-and-decrypt.ts';
import { keyPolicyAllowsEncryption } from './key-policy-allows-encryption.ts';
import { keyPolicyHasNoBlockingDeny } from './key-policy-has-no-blocking-deny.ts';
import { keyPolicyLimitsReaders } from './key-policy-limits-readers.ts';
import { lakeResultsPolicyAllowsDelivery } from './lake-results-policy-allows-delivery.ts';
import { landingZoneIsCurrent } from './landing-zone-is-current.ts';
import { organizationPoliciesAllowDelivery } from './organization-policies-allow-delivery.ts';
import { organizationTrustsCloudtrail } from './organization-trusts-cloudtrail.ts';
import { repairIsPermitted } from './repair-is-permitted.ts';
import { topicKeyAllowsPublish } from './topic-key-allows-publish.ts';
import { topicPolicyAllowsPublish } from './topic-policy-allows-publish.ts';
import { trailDeliversDigests } from './trail-delivers-digests.ts';
import { trailDeliversLogFiles } from './trail-delivers-log-files.ts';
import { trailDeliversToCloudwatchLogs } from './trail-delivers-to-cloudwatch-logs.ts';
import { trailExists } from './trail-exists.ts';
import { trailHomeRegionIsEnabledInMembers } from './trail-home-region-is-enabled-in-members.ts';
import { trailIsLogging } from './trail-is-logging.ts';
import { trailPublishesNotifications } from './trail-publishes-notifications.ts';
import { trailRecordsManagementEvents } from './trail-records-management-events.ts';
import { trailSettingsAreExpected } from './trail-settings-are-expected.ts';

/** Every check, in the order in which people read them. */
export const checks: readonly Check[] = [
  trailExists,
  trailSettingsAreExpected,
  trailIsLogging,
  trailDeliversLogFiles,
  trailDeliversDigests,
  trailPublishesNotifications,
  trailDeliversToCloudwatchLogs,
  trailHomeRegionIsEnabledInMembers,
  trailRecordsManagementEvents,
  bucketExists,
  bucketBelongsToExpectedAccount,
  bucketIsNotRequesterPays,
  bucketKeepsLogFiles,
  bucketPolicyAllowsAclCheck,
  bucketPolicyAllowsLogDelivery,
  bucketPolicyAllowsOrganizationDelivery,
  bucketPolicyHasNoBlockingDeny,
  bucketPolicyKeepsEverySource,
  bucketPolicyUsesServicePrincipal,
  bucketPolicyLimitsSource,
  bucketAclDoesNotConflict,
  bucketPublicAccessBlockDoesNotConflict,
  keyIsUsable,
  keyIsInBucketRegion,
  keyPolicyAllowsEncryption,
  keyPolicyAllowsDescribeAndDecrypt,
  keyPolicyHasNoBlockingDeny,
  keyPolicyLimitsReaders,
  topicPolicyAllowsPublish,
  topicKeyAllowsPublish,
  lakeResultsPolicyAllowsDelivery,
  organizationTrustsCloudtrail,
  organizationPoliciesAllowDelivery,
  landingZoneIsCurrent,
  repairIsPermitted,
];
