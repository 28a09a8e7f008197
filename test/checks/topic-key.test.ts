import assert from 'node:assert/strict';
import { it } from 'node:test';
import { topicKeyAllowsPublish } from '../../shared/checks/topic-key-allows-publish.ts';
import { observationOf } from './case.ts';
import { findingOf } from './finding.ts';

const ID = '7777abcd-12ab-34cd-56ef-1234567890ab';
const ARN = `arn:aws:kms:us-east-1:111122223333:key/${ID}`;
const allow = { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 'kms:*', Resource: ARN };
for (const kmsKeyId of [ID, 'alias/audit', ARN]) {
  it(`a policy that names the key by ARN is healthy, whatever the topic calls the key: ${kmsKeyId}`, () => {
    const one = { name: '', topic: { kmsKeyId }, topicKeyPolicy: [allow], expect: { verdict: 'healthy' } };
    assert.equal(findingOf(topicKeyAllowsPublish, observationOf(one)).verdict, 'healthy');
  });
  it(`the proof is an ARN (contract): ${kmsKeyId}`, () => {
    const one = { name: '', topic: { kmsKeyId }, topicKeyPolicy: [], expect: { verdict: 'broken' } };
    for (const { resource } of findingOf(topicKeyAllowsPublish, observationOf(one)).evidence?.refused ?? [])
      assert.match(resource, /^arn:[^*?]+$/);
  });
}
