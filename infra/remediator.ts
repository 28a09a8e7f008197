import { Duration, Validations } from 'aws-cdk-lib';
import { type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, type Code, Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { MEMORY, TIMEOUT } from '../shared/settings/scale.ts';
import type { Alerts } from './alerts.ts';
import type { Store } from './store.ts';
import { meantWildcards } from './wildcards.ts';

/** What the function is made of. */
export type RemediatorProps = {
  readonly code: Code;
  readonly statements: readonly PolicyStatement[];
  /** What other accounts trust it by; a name that CloudFormation makes if absent. */
  readonly roleName?: string | undefined;
  /** The right to assume roles in other accounts; null if there are none. */
  readonly assumes: PolicyStatement | null;
  readonly alerts: Alerts;
  readonly store: Store;
  /** The objects of the store that the function may read and write. */
  readonly memoryKeys: readonly string[];
  readonly deadLetters: IQueue;
};

/** The one function, for events and for the schedule, under a role that holds nothing but what is written here. */
export class Remediator extends Construct {
  readonly handler: LambdaFunction;
  readonly role: Role;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: RemediatorProps) {
    super(scope, id);
    const role = new Role(this, 'Role', {
      ...(props.roleName === undefined ? {} : { roleName: props.roleName }),
      description:
        'Trailmend: reads the guarded trails, buckets, keys and topics, and repairs what the settings let it repair',
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    Validations.of(role).acknowledge({
      id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
      reason: 'reads of a whole account, which IAM grants on nothing smaller (see permissions.ts)',
    });
    const statements = [...props.statements, ...(props.assumes === null ? [] : [props.assumes])];
    for (const statement of statements) role.addToPolicy(statement);
    for (const wildcard of meantWildcards(statements)) Validations.of(role).acknowledge(wildcard);
    props.alerts.grantPublish(role);
    props.store.grantKeep(role);
    props.store.grantRemember(role, props.memoryKeys);
    const logGroup = new LogGroup(this, 'Log', { retention: RetentionDays.ONE_YEAR });
    logGroup.grantWrite(role);
    this.role = role;
    this.logGroup = logGroup;
    this.handler = new LambdaFunction(this, 'Function', {
      description: 'Trailmend: puts back what CloudTrail needs to deliver, proves it, and tells people',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: props.code,
      role,
      // Judging takes processor time, of which Lambda gives in proportion to memory.
      memorySize: MEMORY,
      timeout: Duration.millis(TIMEOUT),
      retryAttempts: 2,
      onFailure: new SqsDestination(props.deadLetters),
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      environment: {
        POWERTOOLS_SERVICE_NAME: 'trailmend',
        TRAILMEND_TOPIC_ARN: props.alerts.topic.topicArn,
        TRAILMEND_ROLE_ARN: role.roleArn,
        TRAILMEND_STORE_BUCKET: props.store.bucket.bucketName,
      },
    });
  }
}
