import { Stack } from 'aws-cdk-lib';
import { type IEventBus, Rule } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import type { Alerts } from './alerts.ts';
import { RULE_SOURCE, type RuleName, ruleCalls, ruleMessage } from './rule-calls.ts';

/** Who is told. */
export type RuleWatchProps = { readonly alerts: Alerts };

/**
 * Tells people, without the function, when somebody disables, deletes or changes a rule of this stack, on any bus: a rule that is
 * disabled looks in every metric like one that has nothing to do. A second rule watches the first, which is the other's watch.
 */
export class RuleWatch extends Construct {
  constructor(scope: Construct, id: string, { alerts }: RuleWatchProps) {
    super(scope, id);
    const first = this.watch('Rules', [{ prefix: `${Stack.of(this).stackName}-` }], alerts);
    this.watch('Watch', [first.ruleName], alerts);
    alerts.allowEvents();
  }

  /** The same for the rules of other accounts and Regions, whose calls are forwarded to this bus. */
  watchForwarded(eventBus: IEventBus, alerts: Alerts): void {
    new Rule(this, 'Forwarded', {
      description: 'Trailmend: calls that change a rule that forwards to this bus',
      eventBus,
      eventPattern: { source: [RULE_SOURCE] },
      targets: [target(alerts)],
    });
  }

  private watch(id: string, names: readonly RuleName[], alerts: Alerts): Rule {
    return new Rule(this, id, {
      description: 'Trailmend: calls that change a rule which wakes it, or the rule that watches for them',
      eventPattern: ruleCalls(names),
      targets: [target(alerts)],
    });
  }
}

// Written out, since the ready-made target puts its own statement into the topic's policy for every rule.
const target = ({ topic }: Alerts) => ({ bind: () => ({ arn: topic.topicArn, input: ruleMessage() }) });
