import {
  CancelKeyDeletionCommand,
  DescribeKeyCommand,
  EnableKeyCommand,
  GetKeyPolicyCommand,
  type KMSClient,
  PutKeyPolicyCommand,
} from '@aws-sdk/client-kms';
import type { Keys } from '../reconcile/ports.ts';
import type { KeyFacts, Reading } from '../reconcile/reading.ts';
import { errorName, unreadable, writeError } from './errors.ts';

/** The client of a key's Region. */
export type KmsOf = (keyArn: string) => KMSClient;

function failed<T>(error: unknown, action: string, keyArn: string): Reading<T> {
  if (errorName(error) === 'NotFoundException') return { state: 'absent' };
  return unreadable(error, action, keyArn);
}

async function facts(kms: KMSClient, KeyId: string): Promise<Reading<KeyFacts>> {
  try {
    const { KeyMetadata: key } = await kms.send(new DescribeKeyCommand({ KeyId }));
    if (key === undefined) return { state: 'absent' };
    const isSymmetric = (key.KeySpec ?? 'SYMMETRIC_DEFAULT') === 'SYMMETRIC_DEFAULT';
    return { state: 'present', value: { state: key.KeyState ?? 'Unavailable', isSymmetric } };
  } catch (error) {
    return failed(error, 'kms:DescribeKey', KeyId);
  }
}

async function policy(kms: KMSClient, KeyId: string): Promise<Reading<string>> {
  try {
    const { Policy } = await kms.send(new GetKeyPolicyCommand({ KeyId }));
    return Policy === undefined ? { state: 'absent' } : { state: 'present', value: Policy };
  } catch (error) {
    return failed(error, 'kms:GetKeyPolicy', KeyId);
  }
}

async function written(call: Promise<unknown>, action: string, keyArn: string): Promise<void> {
  try {
    await call;
  } catch (error) {
    throw writeError(error, action, keyArn);
  }
}

/** The KMS port; keys are asked for by ARN, in their own Region. The lockout check of PutKeyPolicy is always on. */
export function kmsKeys(kmsOf: KmsOf): Keys {
  return {
    facts: (keyArn) => facts(kmsOf(keyArn), keyArn),
    policy: (keyArn) => policy(kmsOf(keyArn), keyArn),
    putPolicy: (keyArn, Policy) =>
      written(kmsOf(keyArn).send(new PutKeyPolicyCommand({ KeyId: keyArn, Policy })), 'kms:PutKeyPolicy', keyArn),
    cancelDeletion: (keyArn) =>
      written(kmsOf(keyArn).send(new CancelKeyDeletionCommand({ KeyId: keyArn })), 'kms:CancelKeyDeletion', keyArn),
    enable: (keyArn) => written(kmsOf(keyArn).send(new EnableKeyCommand({ KeyId: keyArn })), 'kms:EnableKey', keyArn),
  };
}
