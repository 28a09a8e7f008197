import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { workQueue } from '../../shared/aws/work-queue.ts';
import { type WireAnswer, type WireRequest, wireServer } from './wire-server.ts';

process.env.AWS_ACCESS_KEY_ID = 'AKIDEXAMPLE';
process.env.AWS_SECRET_ACCESS_KEY = 'wJalrXUtnFEMI';

type Entry = { readonly Id: string; readonly MessageBody: string };
type Sent = { readonly QueueUrl: string; readonly Entries: readonly Entry[] };

const sentIn = ({ body }: WireRequest): Sent => JSON.parse(body);
const ok = (request: WireRequest, refused: readonly string[] = []): WireAnswer => {
  const { Entries } = sentIn(request);
  const Failed = Entries.filter(({ MessageBody }) => refused.includes(MessageBody));
  return {
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify({
      Successful: Entries.filter((entry) => !Failed.includes(entry)).map(({ Id }) => ({ Id, MessageId: Id })),
      Failed: Failed.map(({ Id }) => ({ Id, SenderFault: false, Code: 'InternalError' })),
    }),
  };
};

/** Sends messages to a queue that answers so, and says what came over the wire. */
async function send(
  bodies: readonly string[],
  answer: (request: WireRequest, before: number) => WireAnswer = (request) => ok(request),
): Promise<{ readonly requests: readonly WireRequest[]; readonly error: unknown }> {
  await using server = await wireServer(answer);
  const queue = workQueue(`${server.endpoint}/111122223333/work`, 'eu-west-1');
  const error: unknown = await queue.send(bodies).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return { requests: [...server.requests], error };
}

const bodiesIn = (requests: readonly WireRequest[]): readonly (readonly string[])[] =>
  requests.map((request) => sentIn(request).Entries.map(({ MessageBody }) => MessageBody));

describe('the work queue, as SQS takes messages', { concurrency: true }, () => {
  it('gets them ten at a time, in the JSON protocol, signed for SQS in its Region', async () => {
    const bodies = Array.from({ length: 23 }, (_, at) => `message ${at}`);
    const { requests, error } = await send(bodies);
    assert.equal(error, null);
    assert.deepEqual(
      requests.map((request) => sentIn(request).Entries.length),
      [10, 10, 3],
    );
    assert.deepEqual(bodiesIn(requests).flat(), bodies);
    const [first] = requests;
    assert.deepEqual(
      [first?.method, first?.path, first?.headers['x-amz-target'], first?.headers['content-type']],
      ['POST', '/', 'AmazonSQS.SendMessageBatch', 'application/x-amz-json-1.0'],
    );
    assert.deepEqual(first?.signedFor, { region: 'eu-west-1', service: 'sqs' });
    assert.match(sentIn(requests[0] as WireRequest).QueueUrl, /\/111122223333\/work$/);
  });

  it('is not called for nothing', async () => {
    assert.deepEqual((await send([])).requests, []);
  });

  it('gets those again that it did not take, and no others', async () => {
    const { requests, error } = await send(['a', 'b', 'c'], (request, before) =>
      ok(request, before === 0 ? ['b'] : []),
    );
    assert.deepEqual([bodiesIn(requests), error], [[['a', 'b', 'c'], ['b']], null]);
  });

  it('that never takes one fails the invocation in the end, for another try', async () => {
    const { requests, error } = await send(['a', 'b'], (request) => ok(request, ['b']));
    assert.deepEqual(bodiesIn(requests), [['a', 'b'], ['b'], ['b']]);
    assert.ok(error instanceof Error);
    assert.match(`${error.name}: ${error.message}`, /^RetryableError: the queue `.*` did not take 1 messages$/);
  });

  it('that throttles is called again', async () => {
    const throttled = { status: 400, body: JSON.stringify({ __type: 'com.amazonaws.sqs#RequestThrottled' }) };
    const { requests, error } = await send(['a'], (request, before) => (before === 0 ? throttled : ok(request)));
    assert.deepEqual([requests.length, error], [2, null]);
  });

  it('that refuses says which right is missing, and is not called again', async () => {
    const denied = { status: 403, body: JSON.stringify({ __type: 'AccessDeniedException', message: 'no' }) };
    const { requests, error } = await send(['a'], () => denied);
    assert.ok(error instanceof Error);
    assert.deepEqual([requests.length, error.name], [1, 'TerminalError']);
    assert.match(error.message, /^AWS denied `sqs:SendMessage` on /);
  });
});
