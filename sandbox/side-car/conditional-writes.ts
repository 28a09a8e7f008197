import { header } from '../aws/exchange.ts';
import { decide } from '../delivery/decide.ts';
import type { JsonMap } from '../delivery/json.ts';
import { known } from '../delivery/request.ts';
import type { Call } from './call.ts';
import type { Identity } from './identities.ts';
import type { Organization } from './organization.ts';
import type { Refusal } from './refuse.ts';
import { requestedAction } from './requested-action.ts';
import { requestOf } from './service-control.ts';

/** Statements of bucket policies that ask for `s3:if-none-match`, which the engine does not know, by bucket. */
export type ConditionalWrites = Map<string, readonly JsonMap[]>;

/** Whether a statement can be judged only by who knows of conditional writes. */
export function asksForConditionalWrite(statement: unknown): boolean {
  return /"s3:if-none-match"/i.test(JSON.stringify(statement));
}

/** The refusal of a bucket that takes new objects alone (S3 user guide, "Enforce conditional writes on Amazon S3 buckets"). */
export function conditionalWriteRefusal(
  rules: ConditionalWrites,
  organization: Organization,
  call: Call,
  who: Identity,
): Refusal | null {
  const statements = call.bucket === null || call.key === null ? undefined : rules.get(call.bucket);
  const asked = requestedAction(call, who.account);
  if (statements === undefined || asked === null) return null;
  const given = header(call.rawHeaders, 'if-none-match');
  const request = requestOf(organization, who, asked);
  const context = new Map(request.context);
  context.set('s3:if-none-match', given === undefined ? { kind: 'absent' } : known(given));
  const { decision } = decide({ Version: '2012-10-17', Statement: statements }, { ...request, context });
  return decision === 'deny' ? { status: 403, code: 'AccessDenied', message: 'Access Denied' } : null;
}
