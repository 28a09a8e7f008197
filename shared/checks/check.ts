import type { Statement } from '../policy/document.ts';
import type { JsonObject } from '../policy/json.ts';
import type { Observation } from '../reconcile/observation.ts';
import type { StoreObservation } from '../reconcile/store-observation.ts';
import type { DocumentKind } from '../trail/document.ts';

/** How much is at stake, from the worst on: `critical` is delivery itself (docs/architecture.md, severity). */
export const SEVERITIES = ['critical', 'high', 'medium', 'advice'] as const;

export type Severity = (typeof SEVERITIES)[number];

/** What happens to a finding: repaired, told with the fix, only said, or not looked at. */
export type Mode = 'restore' | 'alert' | 'advice' | 'off';

export type Verdict = 'healthy' | 'broken' | 'unknown' | 'not-applicable';

/** A request that CloudTrail may make and that the policy refuses: the proof of a broken verdict. */
export type RefusedRequest = { readonly action: string; readonly resource: string };

export type Evidence = {
  readonly refused?: readonly RefusedRequest[];
  /** The Deny statement that matches: where it stands, and the conditions that match. */
  readonly statement?: { readonly index: number; readonly sid: string | null; readonly condition: JsonObject | null };
};

/** A repair is data: `plan` composes all repairs of a document into one write, `apply` carries it out. */
export type Repair =
  | {
      readonly kind: 'ensure-statements';
      readonly document: DocumentKind;
      /** The ARN of the bucket, key or topic. */
      readonly resource: string;
      /** The statements that have to be added. */
      readonly add: readonly JsonObject[];
      /** Documented statements of this trail whose Effect was flipped to Deny, by their place. */
      readonly restore: readonly { readonly index: number; readonly statement: JsonObject }[];
    }
  | { readonly kind: 'start-logging'; readonly resource: string }
  /** Leaves the key disabled. */
  | { readonly kind: 'cancel-key-deletion'; readonly resource: string }
  | { readonly kind: 'enable-key'; readonly resource: string }
  /** Makes the account that owns the bucket pay for requests to it. */
  | { readonly kind: 'set-request-payer'; readonly resource: string; readonly owner: string };

/** What a person should do where there is no repair: text, or a statement ready to paste. */
export type Advice = {
  readonly message: string;
  readonly suggestion: string | JsonObject;
  /** The Deny that the suggestion is a carve-out of: several trails' are made into one. */
  readonly spares?: StatementOf;
  /** The Allow that the suggestion holds to the trail: several trails' are made into one. */
  readonly holds?: StatementOf;
};

type StatementOf = { readonly document: DocumentKind; readonly statement: Statement };

/** What one check says of one observation. */
export type Finding = {
  readonly verdict: Verdict;
  /** One sentence, lower case, without a final period. */
  readonly message: string;
  readonly evidence: Evidence | null;
  readonly repair: Repair | null;
  /** What a change of the trail's documents brings along: the delivery that settles a doubt proves nothing of changed ones. */
  readonly alongside?: Repair;
  readonly advice: readonly Advice[];
  /** Where less is at stake than the check's own severity says. */
  readonly severity?: Severity;
  /** Where something else happens by default than the check's own mode says. */
  readonly mode?: Exclude<Mode, 'off'>;
};

const finding =
  (verdict: Verdict) =>
  (message: string): Finding => ({ verdict, message, evidence: null, repair: null, advice: [] });

/** Nothing is wrong. */
export const healthy = finding('healthy');
/** It cannot be told: something that decides could not be read or is not known. */
export const unknown = finding('unknown');
/** The check has nothing to look at here. */
export const notApplicable = finding('not-applicable');

/** Something is wrong: with the proof, and with the repair or the advice. */
export function broken(message: string, rest: Partial<Omit<Finding, 'verdict' | 'message'>> = {}): Finding {
  return { ...finding('broken')(message), ...rest };
}

/** The resource that a right is granted on; the stack turns it into exact ARNs. */
export type Target =
  | 'trail'
  | 'bucket'
  | 'key'
  | 'topic'
  | 'topic-key'
  /** Every landing zone of Control Tower: which there are is not known before it is read. */
  | 'landing-zones'
  | 'landing-zone'
  /** The organization of an organization trail: its ids are not in the settings. */
  | 'organization'
  /** The organization's policies, where bucket or key lie in a member account. */
  | 'organization-policies'
  /** The role by which CloudTrail acts in an organization. */
  | 'service-linked-role'
  /** The trail's account, where accounts differ in the Regions that they have. */
  | 'account'
  /** The member accounts of an organization trail whose home is an opt-in Region, and the list of them. */
  | 'members'
  | 'member-list'
  /** Every trail that the trail's account sees, and the list of them, which IAM grants on no trail. */
  | 'account-trails'
  | 'trail-list'
  /** What the whole account lets buckets be, which IAM grants on no bucket. */
  | 'account-access';

/** One right that a check needs: to look (`read`) or to repair (`repair`). */
export type Permission = {
  readonly action: string;
  readonly target: Target;
  readonly access: 'read' | 'repair';
  /** True of a repair that is made by default although the check's own mode is not `restore`. */
  readonly byDefault?: boolean;
};

/** What yields a check's docs page, rights and settings entry. */
type CheckFacts = {
  /** Affirms health, in kebab-case; the file has the same name. */
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** What happens by default. */
  readonly mode: Exclude<Mode, 'off'>;
  /** Why it matters, for the docs page and the alert. */
  readonly why: string;
  /** How a person mends it. */
  readonly byHand: string;
  /** The AWS page that the check rests on. */
  readonly reference: string;
  readonly permissions: readonly Permission[];
};

/** A check that looks at a trail. */
export type TrailCheck = CheckFacts & {
  readonly subject?: 'trail';
  readonly evaluate: (observation: Observation) => Finding;
};

/** A check that looks at the bucket for query results of a CloudTrail Lake event data store. */
export type StoreCheck = CheckFacts & {
  readonly subject: 'event-data-store';
  readonly evaluate: (observation: StoreObservation) => Finding;
};

/** One check: its facts, and a pure verdict on what it is about. */
export type Check = TrailCheck | StoreCheck;
