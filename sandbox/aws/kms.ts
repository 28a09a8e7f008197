import { type Answer, type Caller, json, succeeded } from './caller.ts';

/** A call of KMS. */
export function kmsCall(caller: Caller, operation: string, body: unknown): Promise<Answer> {
  return json(caller, 'kms', `TrentService.${operation}`, body);
}

/** What DescribeKey says of a key. */
export type KeyMetadata = {
  readonly Arn: string;
  readonly KeyState: string;
  readonly KeySpec: string;
  readonly KeyUsage: string;
  readonly Origin: string;
  readonly MultiRegion?: boolean;
};

/** Describes a key by id, ARN or alias; null if there is none. */
export async function describeKey(caller: Caller, keyId: string): Promise<KeyMetadata | null> {
  const answer = await kmsCall(caller, 'DescribeKey', { KeyId: keyId });
  if (answer.errorCode === 'NotFoundException') return null;
  return JSON.parse(succeeded(`describing ${keyId}`, answer).text).KeyMetadata;
}

/** The key's policy as text. */
export async function readKeyPolicy(caller: Caller, keyId: string): Promise<string> {
  const answer = await kmsCall(caller, 'GetKeyPolicy', { KeyId: keyId, PolicyName: 'default' });
  return JSON.parse(succeeded(`reading the policy of ${keyId}`, answer).text).Policy;
}

/** Makes a key with this policy and returns its ARN. */
export async function createKey(caller: Caller, policy: string, more: Readonly<object> = {}): Promise<string> {
  const answer = succeeded('CreateKey', await kmsCall(caller, 'CreateKey', { ...more, Policy: policy }));
  return JSON.parse(answer.text).KeyMetadata.Arn;
}
