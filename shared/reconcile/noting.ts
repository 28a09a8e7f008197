import type { Ports } from './ports.ts';
import type { Reading } from './reading.ts';

/** One call of AWS, as it is kept in records. */
export type NotedCall = {
  /** As IAM names it. */
  readonly action: string;
  /** What it was asked of: an ARN, a name, an account. */
  readonly resource: string;
  /** When it began, in milliseconds since the epoch, and how long it took. */
  readonly at: number;
  readonly milliseconds: number;
  readonly outcome: 'ok' | 'absent' | 'failed';
  /** Why it failed. */
  readonly reason: string | null;
};

/** How a call ended, by what it answered: a reading tells it, everything else went well. */
function endOf(answer: unknown): Pick<NotedCall, 'outcome' | 'reason'> {
  const reading = readingIn(answer);
  if (reading?.state === 'absent') return { outcome: 'absent', reason: null };
  if (reading?.state === 'unreadable') return { outcome: 'failed', reason: reading.reason };
  return { outcome: 'ok', reason: null };
}

/** The reading that an answer is, or of a topic the one of its policy. */
function readingIn(answer: unknown): Reading<unknown> | null {
  if (typeof answer !== 'object' || answer === null) return null;
  if ('policy' in answer) return readingIn(answer.policy);
  if (!('state' in answer)) return null;
  if (answer.state === 'absent') return { state: 'absent' };
  if (answer.state === 'unreadable' && 'reason' in answer)
    return { state: 'unreadable', reason: String(answer.reason) };
  return null;
}

/** Wraps single calls, so that each is kept; `of` is the place of the argument that it is asked of. */
export const noter =
  (calls: NotedCall[], now: () => number) =>
  <A extends readonly unknown[], T>(action: string, call: (...asked: A) => Promise<T>, of = 0) =>
  async (...asked: A): Promise<T> => {
    const at = now();
    const note = (end: Pick<NotedCall, 'outcome' | 'reason'>): void => {
      calls.push({ action, resource: String(asked[of]), at, milliseconds: now() - at, ...end });
    };
    try {
      const answer = await call(...asked);
      note(endOf(answer));
      return answer;
    } catch (error) {
      note({ outcome: 'failed', reason: error instanceof Error ? error.message : String(error) });
      throw error;
    }
  };

/**
 * Ports that keep every call of AWS that is made through them, by its IAM action, in the order in which they end; where a port makes
 * several calls, the first of them stands for all.
 */
export function noting(ports: Ports, calls: NotedCall[]): Ports {
  const noted = noter(calls, ports.clock.now);
  const { trails, buckets, keys, topics, landingZones, organizations, accounts } = ports;
  return {
    ...ports,
    trails: {
      describe: noted('cloudtrail:GetTrail', trails.describe),
      status: noted('cloudtrail:GetTrailStatus', trails.status),
      statusIn: noted('cloudtrail:GetTrailStatus', trails.statusIn),
      startLogging: noted('cloudtrail:StartLogging', trails.startLogging),
      ofAccount: noted('cloudtrail:ListTrails', trails.ofAccount),
    },
    buckets: {
      facts: noted('s3:ListBucket', buckets.facts),
      policy: noted('s3:GetBucketPolicy', buckets.policy),
      putPolicy: noted('s3:PutBucketPolicy', buckets.putPolicy),
      payer: noted('s3:GetBucketRequestPayment', buckets.payer),
      payAsOwner: noted('s3:PutBucketRequestPayment', buckets.payAsOwner),
      expiry: noted('s3:GetLifecycleConfiguration', buckets.expiry),
      folders: noted('s3:ListBucket', buckets.folders),
      grants: noted('s3:GetBucketAcl', buckets.grants),
      blocksPublicPolicy: noted('s3:GetBucketPublicAccessBlock', buckets.blocksPublicPolicy),
      accountBlocksPublicPolicy: noted('s3:GetAccountPublicAccessBlock', buckets.accountBlocksPublicPolicy),
    },
    keys: {
      facts: noted('kms:DescribeKey', keys.facts),
      policy: noted('kms:GetKeyPolicy', keys.policy),
      putPolicy: noted('kms:PutKeyPolicy', keys.putPolicy),
      cancelDeletion: noted('kms:CancelKeyDeletion', keys.cancelDeletion),
      enable: noted('kms:EnableKey', keys.enable),
    },
    topics: {
      attributes: noted('sns:GetTopicAttributes', topics.attributes),
      putPolicy: noted('sns:SetTopicAttributes', topics.putPolicy),
    },
    landingZones: { current: noted('controltower:GetLandingZone', landingZones.current, 1) },
    organizations: {
      trusted: noted('organizations:ListAWSServiceAccessForOrganization', organizations.trusted, 1),
      serviceLinkedRole: noted('iam:GetRole', organizations.serviceLinkedRole, 1),
      policies: noted('organizations:ListPoliciesForTarget', organizations.policies, 2),
    },
    accounts: {
      enabledRegions: noted('account:ListRegions', accounts.enabledRegions),
      members: noted('organizations:ListAccounts', accounts.members),
      hasHomeRegion: noted('account:GetRegionOptStatus', accounts.hasHomeRegion, 1),
    },
  };
}
