/** Why a check is shown nowhere, in a sentence. */
export type NotShown = { readonly because: string };

/**
 * Where each check of the catalogue is seen at work, healthy and broken, on answers as AWS gives them: a scenario or a test of the local
 * engine, or a contract test against a server that speaks the service's wire format where the engine cannot carry it.
 */
export const SHOWN: Readonly<Record<string, string | NotShown>> = {
  'trail-exists': 'test/e2e/checks-of-trail.test.ts',
  'trail-settings-are-expected': 'sandbox/scenarios/trail-re-pointed.ts',
  'trail-is-logging': 'sandbox/scenarios/logging-stopped.ts',
  'trail-delivers-log-files': 'test/contract/trail-delivers-log-files.test.ts',
  'trail-delivers-digests': 'test/e2e/digests.test.ts',
  'trail-publishes-notifications': 'test/e2e/checks-of-trail.test.ts',
  'trail-delivers-to-cloudwatch-logs': 'test/contract/trail-delivers-to-cloudwatch-logs.test.ts',
  'trail-home-region-is-enabled-in-members': 'test/contract/trail-home-region-is-enabled-in-members.test.ts',
  'trail-records-management-events': 'test/e2e/sources.test.ts',
  'bucket-exists': 'test/e2e/checks-of-bucket.test.ts',
  'bucket-belongs-to-expected-account': 'test/e2e/checks-of-bucket.test.ts',
  'bucket-is-not-requester-pays': 'sandbox/scenarios/requester-pays.ts',
  'bucket-keeps-log-files': 'sandbox/scenarios/log-files-expire.ts',
  'bucket-policy-allows-acl-check': 'sandbox/scenarios/acl-check-removed.ts',
  'bucket-policy-allows-log-delivery': 'sandbox/scenarios/write-narrowed.ts',
  'bucket-policy-allows-organization-delivery': 'sandbox/scenarios/organization-statement-removed.ts',
  'bucket-policy-has-no-blocking-deny': 'sandbox/scenarios/foreign-deny.ts',
  'bucket-policy-keeps-every-source': 'test/e2e/sources.test.ts',
  'bucket-policy-uses-service-principal': 'test/e2e/checks-of-bucket.test.ts',
  'bucket-policy-limits-source': 'test/e2e/checks-of-bucket.test.ts',
  'bucket-acl-does-not-conflict': 'test/contract/bucket-acl-does-not-conflict.test.ts',
  'bucket-public-access-block-does-not-conflict': 'test/contract/bucket-public-access-block-does-not-conflict.test.ts',
  'key-is-usable': 'sandbox/scenarios/key-disabled.ts',
  'key-is-in-bucket-region': 'test/e2e/checks-of-key.test.ts',
  'key-policy-allows-encryption': 'sandbox/scenarios/key-statement-removed.ts',
  'key-policy-allows-describe-and-decrypt': 'test/e2e/checks-of-key.test.ts',
  'key-policy-has-no-blocking-deny': 'test/e2e/checks-of-key.test.ts',
  'key-policy-limits-readers': 'test/e2e/checks-of-key.test.ts',
  'topic-policy-allows-publish': 'sandbox/scenarios/topic-statement-removed.ts',
  'topic-key-allows-publish': 'test/e2e/checks-of-trail.test.ts',
  'lake-results-policy-allows-delivery': 'sandbox/scenarios/lake-statements-removed.ts',
  'organization-trusts-cloudtrail': 'test/contract/organization-trusts-cloudtrail.test.ts',
  'organization-policies-allow-delivery': 'test/contract/organization-policies-allow-delivery.test.ts',
  'landing-zone-is-current': 'test/e2e/checks-of-trail.test.ts',
  'repair-is-permitted': 'test/e2e/refused-repairs.test.ts',
};
