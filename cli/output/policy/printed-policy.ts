import type { JsonObject } from '../../../shared/policy/json.ts';
import type { Audience } from '../../../shared/trail/people-policy.ts';

/** Whom a policy belongs to: a resource of AWS, or people. */
export type Holder =
  | { readonly kind: 'bucket'; readonly bucket: string }
  | { readonly kind: 'key'; readonly keyArn: string }
  | { readonly kind: 'topic'; readonly topicArn: string }
  | { readonly kind: 'people'; readonly audience: Audience; readonly managedPolicies: readonly string[] };

/** A policy, whose it is, and what has to be known with it, one sentence each. */
export type PrintedPolicy = {
  readonly holder: Holder;
  readonly policy: JsonObject;
  readonly notes: readonly string[];
};

/** A form that a policy is printed in: its text, or why this policy cannot be said in it. */
export type PolicyFormat = {
  readonly text: (printed: PrintedPolicy) => string;
  /** One clause for a person, or null where the format can say everything. */
  readonly refusal: (policy: JsonObject) => string | null;
};

/** What the policy is, in a few words that begin a sentence. */
export function titleOf(holder: Holder): string {
  switch (holder.kind) {
    case 'bucket':
      return `What CloudTrail needs in the policy of the bucket ${holder.bucket}`;
    case 'key':
      return `What CloudTrail and the owner need in the policy of the key ${holder.keyArn}`;
    case 'topic':
      return `What CloudTrail and the owner need in the policy of the topic ${holder.topicArn}`;
    case 'people':
      return holder.audience === 'reader'
        ? 'What people need who read the log files of CloudTrail'
        : 'What people need who run trails of CloudTrail';
  }
}

/** The lines that stand above or beside a policy in a format that has a place for them. */
export function remarks({ holder, notes }: PrintedPolicy): readonly string[] {
  const managed = holder.kind === 'people' ? holder.managedPolicies.map((arn) => `managed policy of AWS: ${arn}`) : [];
  return [titleOf(holder), ...managed, ...notes];
}
