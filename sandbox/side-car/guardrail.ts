import { decide } from '../delivery/decide.ts';
import type { Call } from './call.ts';
import type { Identity } from './identities.ts';
import type { Organization } from './organization.ts';
import type { Refusal } from './refuse.ts';
import { requestedAction } from './requested-action.ts';
import { forEverybody, refusedByPolicy, requestOf } from './service-control.ts';

/**
 * GRCTAUDITBUCKETPOLICYCHANGESPROHIBITED, the SCP by which Control Tower keeps everybody but its own role from the policies
 * of its buckets (facts §4.4).
 */
const CONTROL_TOWER = {
  Version: '2012-10-17',
  Statement: {
    Sid: 'GRCTAUDITBUCKETPOLICYCHANGESPROHIBITED',
    Effect: 'Deny',
    Action: ['s3:PutBucketPolicy', 's3:DeleteBucketPolicy'],
    Resource: ['arn:aws:s3:::aws-controltower*'],
    Condition: { ArnNotLike: { 'aws:PrincipalARN': 'arn:aws:iam::*:role/AWSControlTowerExecution' } },
  },
};

const GUARDRAIL = { Version: '2012-10-17', Statement: forEverybody(JSON.stringify(CONTROL_TOWER)) };

/**
 * The refusal of Control Tower's SCP. It is always there, and in every account: where one account plays all, that is Log
 * Archive too. The root of the account sets the stage, as if it did so before the SCP was attached.
 */
export function guardrailRefusal(organization: Organization, call: Call, who: Identity): Refusal | null {
  if (call.bucket === null || !call.bucket.startsWith('aws-controltower')) return null;
  const asked = requestedAction(call, who.account);
  if (asked === null || who.userIdentity['type'] === 'Root') return null;
  const { decision } = decide(GUARDRAIL, requestOf(organization, who, asked));
  return decision === 'deny' ? refusedByPolicy(who, asked, 'AccessDenied') : null;
}
