import { RetryableError } from '../reconcile/ports.ts';
import { writeError } from './errors.ts';
import { type SignedCall, signedCalls } from './signed-call.ts';

/** Where work waits that one invocation has no time for. */
export type WorkQueue = {
  /** Sends all messages, or throws; those that went out before stay sent. */
  readonly send: (bodies: readonly string[]) => Promise<void>;
};

/** So many messages go into one call (SQS API reference, SendMessageBatch). */
const BATCH = 10;

/** How often what the queue did not take is sent again: the call as a whole was tried again before. */
const ATTEMPTS = 3;

type Entry = { readonly Id: string; readonly MessageBody: string };

/** The ids of the entries that the queue did not take; it answers with success all the same. */
function failedIn(answer: unknown): readonly string[] {
  if (typeof answer !== 'object' || answer === null || !('Failed' in answer) || !Array.isArray(answer.Failed))
    return [];
  return answer.Failed.flatMap((entry: unknown) =>
    typeof entry === 'object' && entry !== null && 'Id' in entry ? [String(entry.Id)] : [],
  );
}

async function sendBatch(call: SignedCall, QueueUrl: string, entries: readonly Entry[]): Promise<void> {
  let left = entries;
  for (let attempt = 0; attempt < ATTEMPTS && left.length > 0; attempt += 1) {
    const failed = await call('SendMessageBatch', { QueueUrl, Entries: left }).then(failedIn, (error: unknown) => {
      throw writeError(error, 'sqs:SendMessage', QueueUrl);
    });
    left = left.filter(({ Id }) => failed.includes(Id));
  }
  if (left.length > 0) throw new RetryableError(`the queue \`${QueueUrl}\` did not take ${left.length} messages`);
}

/**
 * The queue at this address, where it says itself that SQS is, unless the SDK's own variables say otherwise (AWS SDKs reference,
 * AWS_ENDPOINT_URL). SQS speaks JSON, and one call does not make up for the SDK's client in the bundle.
 */
export function workQueue(queueUrl: string, region: string): WorkQueue {
  const { AWS_ENDPOINT_URL_SQS: own, AWS_ENDPOINT_URL: all } = process.env;
  const endpoint = own ?? all ?? new URL(queueUrl).origin;
  const call = signedCalls({ service: 'sqs', region, endpoint, target: 'AmazonSQS' });
  return {
    send: async (bodies) => {
      const entries = bodies.map((MessageBody, at) => ({ Id: `m${at}`, MessageBody }));
      for (let at = 0; at < entries.length; at += BATCH) await sendBatch(call, queueUrl, entries.slice(at, at + BATCH));
    },
  };
}
