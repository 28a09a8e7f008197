import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';

/** The topic that people subscribe to: findings from the function, and alarms about the function itself. */
export class Alerts extends Construct {
  readonly topic: Topic;
  private readonly key: Key;

  constructor(scope: Construct, id: string, emails: readonly string[]) {
    super(scope, id);
    // A key of its own, because CloudWatch alarms cannot publish to a topic under the AWS managed key (SNS Developer Guide).
    this.key = new Key(this, 'Key', {
      description: 'Trailmend: encrypts alerts on their way',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.topic = new Topic(this, 'Topic', { displayName: 'Trailmend', masterKey: this.key, enforceSSL: true });
    for (const email of emails) this.topic.addSubscription(new EmailSubscription(email));
    this.allowAlarms();
  }

  /** Lets the function publish, and use the key for it. */
  grantPublish(grantee: IGrantable): void {
    const { grantPrincipal } = grantee;
    grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ sid: 'PublishAlerts', actions: ['sns:Publish'], resources: [this.topic.topicArn] }),
    );
    grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        sid: 'EncryptAlerts',
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: [this.key.keyArn],
      }),
    );
  }

  /**
   * Lets rules publish. Neither statement names account or rule: EventBridge has no condition keys in either place (EventBridge user
   * guide, "Troubleshooting"; SNS developer guide, "Managing Amazon SNS encryption keys and costs"). Of other accounts nobody gets
   * in by it: a rule reaches topics of its own account alone, unless a role says otherwise, which is no service.
   */
  allowEvents(): void {
    const given = { sid: 'AllowRules', principals: [new ServicePrincipal('events.amazonaws.com')] };
    this.topic.addToResourcePolicy(
      new PolicyStatement({ ...given, actions: ['sns:Publish'], resources: [this.topic.topicArn] }),
    );
    this.key.addToResourcePolicy(
      new PolicyStatement({ ...given, actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: ['*'] }),
    );
  }

  private allowAlarms(): void {
    const principals = [new ServicePrincipal('cloudwatch.amazonaws.com')];
    const conditions = { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } };
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AllowAlarms',
        principals,
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions,
      }),
    );
    this.key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AllowAlarms',
        principals,
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
        conditions,
      }),
    );
  }
}
