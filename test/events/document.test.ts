import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ApiCall, parseApiCall } from '../../shared/events/api-call.ts';
import { eventSources } from '../../shared/events/index.ts';
import type { Json } from '../../shared/policy/json.ts';
import { asEvent, recordWith } from './event.ts';

const TOPIC = 'arn:aws:sns:us-east-1:111122223333:example-topic';
const KEY = '1234abcd-12ab-34cd-56ef-1234567890ab';
const POLICY = { Version: '2012-10-17', Statement: [] };
const TEXT = JSON.stringify(POLICY);

type Parameters = Readonly<Record<string, Json>> | null;

function documentIn(service: string, eventName: string, requestParameters: Parameters): ApiCall['document'] {
  const record = recordWith({ eventSource: `${service}.amazonaws.com`, eventName, requestParameters });
  return (parseApiCall(asEvent(record)) ?? assert.fail('the call is understood')).document;
}

/** Calls in the form that CloudTrail logs them, and the document that they wrote. */
const WRITES: readonly [name: string, service: string, call: string, Parameters, ApiCall['document']][] = [
  [
    'a bucket policy, as it is',
    's3',
    'PutBucketPolicy',
    { bucketName: 'b', bucketPolicy: POLICY, policy: '' },
    { kind: 'bucket-policy', policy: POLICY },
  ],
  [
    'a bucket policy that was deleted',
    's3',
    'DeleteBucketPolicy',
    { bucketName: 'b', policy: '' },
    { kind: 'bucket-policy', policy: null },
  ],
  [
    'a key policy, as text',
    'kms',
    'PutKeyPolicy',
    { keyId: KEY, policyName: 'default', policy: TEXT, bypassPolicyLockoutSafetyCheck: false },
    { kind: 'key-policy', policy: POLICY },
  ],
  [
    'a topic policy, as the text of an attribute',
    'sns',
    'SetTopicAttributes',
    { topicArn: TOPIC, attributeName: 'Policy', attributeValue: TEXT },
    { kind: 'topic-policy', policy: POLICY },
  ],
];

describe('the document that a call wrote', () => {
  for (const [name, service, call, parameters, document] of WRITES)
    it(name, () => assert.deepEqual(documentIn(service, call, parameters), document));

  it('another attribute of a topic is none', () => {
    for (const attributeName of ['KmsMasterKeyId', 'DeliveryPolicy', 'policy', 'DisplayName', 7, null])
      assert.equal(
        documentIn('sns', 'SetTopicAttributes', { topicArn: TOPIC, attributeName, attributeValue: TEXT }),
        null,
      );
  });

  it('calls that write no whole document have none, whatever else stands in them', () => {
    const whole = ['PutBucketPolicy', 'DeleteBucketPolicy', 'PutKeyPolicy', 'SetTopicAttributes'];
    let seen = 0;
    for (const { source, eventNames } of eventSources) {
      for (const name of eventNames.filter((one) => !whole.includes(one))) {
        const parameters = { bucketName: 'b', policy: TEXT, bucketPolicy: POLICY, attributeName: 'Policy' };
        assert.equal(documentIn(source.slice('aws.'.length), name, { ...parameters, attributeValue: TEXT }), null);
        seen += 1;
      }
    }
    assert.ok(seen > 10, `${seen} calls`);
  });

  it('text that is no JSON, or cut off by CloudTrail, is no document', () => {
    for (const policy of ['', '{', `${TEXT}x`, 'hidden', TEXT.slice(0, -1)]) {
      assert.equal(documentIn('kms', 'PutKeyPolicy', { keyId: KEY, policy }), null, policy);
      const attribute = { topicArn: TOPIC, attributeName: 'Policy', attributeValue: policy };
      assert.equal(documentIn('sns', 'SetTopicAttributes', attribute), null, policy);
    }
  });

  it('a document deeper than anything that AWS takes is none: it could not be written as text', () => {
    const deep = `${'['.repeat(9_000)}${']'.repeat(9_000)}`;
    assert.equal(documentIn('kms', 'PutKeyPolicy', { keyId: KEY, policy: deep }), null);
    const event = asEvent(recordWith({ requestParameters: { bucketName: 'b', bucketPolicy: 'DEEP' } }));
    const call = parseApiCall(JSON.parse(JSON.stringify(event).replace('"DEEP"', deep)));
    assert.deepEqual([call?.subject, call?.document], ['b', null]);
  });

  it('a call without its parameters wrote nothing that is known', () => {
    assert.equal(documentIn('s3', 'PutBucketPolicy', null), null);
    assert.equal(documentIn('kms', 'PutKeyPolicy', { keyId: KEY }), null);
    assert.equal(documentIn('sns', 'SetTopicAttributes', { topicArn: TOPIC, attributeName: 'Policy' }), null);
  });

  it('a policy that is none is handed on as it is: nothing is decided by it', () => {
    for (const bucketPolicy of [true, 7, [], ['text'], {}, { text: 'text' }])
      assert.deepEqual(documentIn('s3', 'PutBucketPolicy', { bucketName: 'b', bucketPolicy }), {
        kind: 'bucket-policy',
        policy: bucketPolicy,
      });
    for (const text of ['7', '"text"', '[]'])
      assert.deepEqual(documentIn('kms', 'PutKeyPolicy', { keyId: KEY, policy: text })?.policy, JSON.parse(text));
  });
});
