import { nameOf } from '../policy/doubts.ts';
import { isAllowed } from '../policy/evaluate.ts';
import { deliveryRequests } from '../trail/delivery.ts';
import { ALL_LEGACY_ACCOUNTS } from '../trail/legacy-accounts.ts';
import { broken, type Check, healthy, unknown } from './check.ts';
import { areRegionsAwaited, leftOut, legacyStatements, takingForCloudTrail } from './parts/legacy.ts';
import { repairOf } from './parts/missing.ts';
import { readPolicy } from './parts/policy-reading.ts';
import { READ_BUCKET_POLICY, READ_REGIONS, READ_TRAIL, WRITE_BUCKET_POLICY } from './parts/rights.ts';

/** CloudTrail is allowed by its own name, not by the accounts that stood for it Region by Region. */
export const bucketPolicyUsesServicePrincipal: Check = {
  id: 'bucket-policy-uses-service-principal',
  title: 'The bucket policy names CloudTrail by its service principal',
  severity: 'advice',
  mode: 'advice',
  why:
    'Before CloudTrail had a service principal, policies named one AWS account for each Region. A Region whose account is not ' +
    'listed delivers nothing, and the Regions that opened since have none: then the service principal is added by default.',
  byHand:
    'Add the statements with `"Principal": {"Service": "cloudtrail.amazonaws.com"}` (`trailmend policy` prints them), and then ' +
    'remove those with the account IDs.',
  reference: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-supported-regions.html',
  permissions: [
    ...READ_BUCKET_POLICY,
    ...READ_TRAIL,
    ...READ_REGIONS,
    ...WRITE_BUCKET_POLICY.map((permission) => ({ ...permission, byDefault: true })),
  ],
  evaluate: (observation) => {
    const reading = readPolicy(observation, 'bucket-policy');
    if ('finding' in reading) return reading.finding;
    const { policy } = reading;
    const { trail } = observation;
    const old = legacyStatements(policy);
    if (old.length === 0) return healthy('no statement names CloudTrail by account IDs');
    const names = old.map(nameOf).join(' and ');
    const taken = takingForCloudTrail(policy, ALL_LEGACY_ACCOUNTS);
    const judged = deliveryRequests(trail, 'bucket-policy').map(({ statement, family }) => ({
      statement,
      byName: isAllowed(policy, family, 'as-no').holds,
      byAccount: isAllowed(taken, family, 'as-no').holds,
    }));
    const resting = judged.filter(({ byName, byAccount }) => byName === false && byAccount !== false);
    if (resting.length === 0) {
      if (judged.some(({ byName, byAccount }) => byName === 'unknown' && byAccount === true))
        return unknown(`it cannot be told whether CloudTrail is allowed without the account IDs in ${names}`);
      const isAllowedByName = judged.every(({ byName }) => byName === true);
      const rest = isAllowedByName ? `; a person may remove the account IDs from ${names}` : '';
      return healthy(`nothing that CloudTrail is allowed rests on account IDs${rest}`);
    }
    const regions = areRegionsAwaited(observation) ? null : leftOut(policy, observation);
    const without = regions === null ? '' : `, which leaves out ${regions}`;
    const message =
      `CloudTrail is allowed by account IDs of former years only${without}: once its service principal is allowed, a person ` +
      `may remove them from ${names}`;
    const repair = repairOf({ policy, document: 'bucket-policy', observation }, [
      ...new Set(resting.map(({ statement }) => statement)),
    ]);
    return broken(message, { repair, ...(regions === null ? {} : { mode: 'restore' }) });
  },
};
