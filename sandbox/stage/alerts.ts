import { json, query, succeeded } from '../aws/caller.ts';
import { ACCOUNT, type Engine, REGION } from '../engine/engine.ts';

/** An alert as a subscriber gets it. */
export type Alert = {
  readonly subject: string;
  readonly message: string;
  /** The message attribute by which subscribers filter: `restored`, `alerted`, … */
  readonly outcome: string;
  /** The checks that it is about, by another attribute. */
  readonly checks: readonly string[];
};

/** A subscriber of the topic. */
export type Inbox = {
  /** All alerts so far, the newest last. */
  readonly read: () => Promise<readonly Alert[]>;
};

const QUEUE = 'sandbox-inbox';
const QUEUE_ARN = `arn:aws:sqs:${REGION}:${ACCOUNT}:${QUEUE}`;
const SNS = '2010-03-31';

type Received = { readonly Messages?: readonly { readonly Body: string; readonly ReceiptHandle: string }[] };
type Notification = {
  readonly Subject?: string;
  readonly Message: string;
  readonly MessageAttributes?: { readonly [name in 'outcome' | 'check']?: { readonly Value: string } };
};

/** A call of SQS, read as JSON. */
export async function queueCall<T>(engine: Engine, operation: string, body: unknown): Promise<T> {
  const answer = succeeded(operation, await json(engine.root, 'sqs', `AmazonSQS.${operation}`, body));
  return JSON.parse(answer.text === '' ? '{}' : answer.text);
}

function alertOf(body: string): Alert {
  const { Subject, Message, MessageAttributes }: Notification = JSON.parse(body);
  const { outcome, check } = MessageAttributes ?? {};
  const named: readonly string[] = JSON.parse(check?.Value ?? '[]');
  return { subject: Subject ?? '', message: Message, outcome: outcome?.Value ?? '', checks: named };
}

function queuePolicy(topicArn: string): string {
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'sns.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: QUEUE_ARN,
    Condition: { ArnEquals: { 'aws:SourceArn': topicArn } },
  };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

/** Subscribes a queue to the topic, as a person's inbox. */
export async function subscribe(engine: Engine, topicArn: string): Promise<Inbox> {
  const create = { QueueName: QUEUE, Attributes: { Policy: queuePolicy(topicArn) } };
  const { QueueUrl } = await queueCall<{ readonly QueueUrl: string }>(engine, 'CreateQueue', create);
  const parameters = { Action: 'Subscribe', TopicArn: topicArn, Protocol: 'sqs', Endpoint: QUEUE_ARN };
  succeeded('Subscribe', await query(engine.root, 'sns', SNS, parameters));
  const alerts: Alert[] = [];
  const read = async (): Promise<readonly Alert[]> => {
    const receive = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 };
    const { Messages = [] } = await queueCall<Received>(engine, 'ReceiveMessage', receive);
    for (const { Body, ReceiptHandle } of Messages) {
      alerts.push(alertOf(Body));
      await queueCall(engine, 'DeleteMessage', { QueueUrl, ReceiptHandle });
    }
    return alerts;
  };
  return { read };
}
