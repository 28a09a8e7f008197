import { EventField, type EventPattern, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { DETAIL_TYPE } from './event-pattern.ts';

/** Who sends events about calls of EventBridge itself. */
export const RULE_SOURCE = 'aws.events';

/** The calls after which a rule matches, reaches or is something else (EventBridge API reference). */
const CALLS = ['DeleteRule', 'DisableRule', 'PutRule', 'PutTargets', 'RemoveTargets'];

/** Names of rules: as they are, or by how they begin. */
export type RuleName = string | { readonly prefix: string };

/**
 * Calls that change one of these rules. Rules that CloudFormation named begin with the name of their stack, so that a rule need not be
 * there when this one is made. The calls name the rule in either of two fields.
 */
export function ruleCalls(names: readonly RuleName[]): EventPattern {
  const named = (field: string): object => ({ requestParameters: { [field]: names } });
  return {
    source: [RULE_SOURCE],
    detailType: [DETAIL_TYPE],
    detail: { eventName: CALLS, errorCode: [{ exists: false }], $or: [named('name'), named('rule')] },
  };
}

/** What people read of such a call: who did what, where, and what it means. */
export function ruleMessage(): RuleTargetInput {
  const at = (path: string): string => EventField.fromPath(path);
  const detail = (path: string): string => at(`$.detail.${path}`);
  return RuleTargetInput.fromText(
    `Trailmend: ${detail('eventName')} of ${detail('requestParameters.name')}${detail('requestParameters.rule')} ` +
      `in account ${at('$.account')}, ${at('$.region')}, by ${detail('userIdentity.arn')} at ${detail('eventTime')} ` +
      `(event ${detail('eventID')}). This rule wakes Trailmend when something breaks. If nobody has just deployed, deploy again: ` +
      'until then what breaks is found on the schedule and not within seconds.',
  );
}
