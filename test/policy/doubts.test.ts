import assert from 'node:assert/strict';
import { it } from 'node:test';
import { keyPolicyAllowsEncryption } from '../../shared/checks/key-policy-allows-encryption.ts';
import { offlineObservation } from '../../shared/reconcile/observation.ts';
import { findingOf } from '../checks/finding.ts';
import { KEY, trailWith } from '../trail/trails.ts';

// doubtOf puts the varying key, which stands in the context as "present, not known", to evaluateCondition: it is always blamed.
it('the doubt names the key that is open, not the one that varies', () => {
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'cloudtrail.amazonaws.com' },
    Action: 'kms:*',
    Resource: '*',
    Condition: {
      StringLike: { 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::example-logs/*' },
      StringEquals: { 'kms:CallerAccount': '111122223333' },
    },
  };
  const value = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  const { verdict, message } = findingOf(
    keyPolicyAllowsEncryption,
    offlineObservation(trailWith({ kmsKeyArn: KEY }), { 'key-policy': { state: 'present', value } }),
  );
  assert.equal(verdict, 'unknown');
  assert.match(message, /kms:CallerAccount/);
  assert.doesNotMatch(message, /aws:s3:arn/);
});
