import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { TIMEOUT } from '../shared/settings/scale.ts';

/** Who hands work out and takes it, and where a message goes that nobody could work off. */
export type WorkQueueProps = {
  readonly handler: LambdaFunction;
  readonly deadLetters: Queue;
};

/** A message that fails so often is given up. */
const RECEIVES = 3;

/**
 * So many messages are worked off at the same time. Five thousand destinations of one trail each are through in a quarter of an
 * hour; a new account of AWS, which may run ten functions at a time, is used up meanwhile.
 */
const AT_ONCE = 10;

/** What a sweep has no time for, one message for each destination; made only where the settings call for it. */
export class WorkQueue extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, { handler, deadLetters }: WorkQueueProps) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // Six times the function's time (Lambda developer guide, "Using Lambda with Amazon SQS").
      visibilityTimeout: Duration.millis(6 * TIMEOUT),
      // Later sweeps have asked for the same long since.
      retentionPeriod: Duration.days(1),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: RECEIVES },
    });
    const { queueArn, queueUrl } = this.queue;
    const rights = {
      HandOutWork: ['sqs:SendMessage'],
      // What Lambda takes messages with (AWS managed policy AWSLambdaSQSQueueExecutionRole).
      TakeWork: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
    };
    for (const [sid, actions] of Object.entries(rights))
      handler.addToRolePolicy(new PolicyStatement({ sid, actions, resources: [queueArn] }));
    handler.addEnvironment('TRAILMEND_WORK_QUEUE_URL', queueUrl);
    // Of one message there is no part that could fail alone.
    new EventSourceMapping(this, 'Source', {
      ...{ target: handler, eventSourceArn: queueArn, batchSize: 1, maxConcurrency: AT_ONCE },
    });
  }
}
