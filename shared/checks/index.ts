import { bucketBelongsToExpectedAccount } from './bucket-belongs-to-expected-account.ts';
import { bucketExists } from './bucket-exists.ts';
import { bucketPolicyAllowsAclCheck } from './bucket-policy-allows-acl-check.ts';
import { bucketPolicyAllowsLogDelivery } from './bucket-policy-allows-log-delivery.ts';
import { bucketPolicyAllowsOrganizationDelivery } from './bucket-policy-allows-organization-delivery.ts';
import { bucketPolicyHasNoBlockingDeny } from './bucket-policy-has-no-blocking-deny.ts';
import type { Check } from './check.ts';
import { trailDeliversLogFiles } from './trail-delivers-log-files.ts';
import { trailIsLogging } from './trail-is-logging.ts';

/** Every check, in the order in which people read them. */
export const checks: readonly Check[] = [
  trailIsLogging,
  trailDeliversLogFiles,
  bucketExists,
  bucketBelongsToExpectedAccount,
  bucketPolicyAllowsAclCheck,
  bucketPolicyAllowsLogDelivery,
  bucketPolicyAllowsOrganizationDelivery,
  bucketPolicyHasNoBlockingDeny,
];
