import { asOwnerOf, type Caller } from '../aws/caller.ts';
import { describeKey, readKeyPolicy } from '../aws/kms.ts';
import { decide } from '../delivery/decide.ts';
import { type Key, type KeyUse, keyRequest } from '../delivery/key-request.ts';
import { type KeyStateError, keyStateError } from '../delivery/key-state.ts';
import type { EngineTrail } from './trails.ts';

/** Why a key is of no use, by the name that KMS has for it. */
export type KeyError = KeyStateError | 'AccessDenied' | 'NotFoundException' | 'InvalidKeyUsageException';

const KEY_ARN = /^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:(key|alias)\/./;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Reads a key by ARN, id or alias, as the engine has it; null if there is none. `caller` says where an id is looked up. */
export async function readKey(caller: Caller, keyId: string): Promise<Key | null> {
  const isArn = keyId.startsWith('arn:');
  if (isArn && !KEY_ARN.test(keyId)) return null;
  const owner = isArn ? asOwnerOf(caller, keyId) : caller;
  const metadata = await describeKey(owner, keyId);
  if (metadata === null) return null;
  const [, , , region = '', account = ''] = metadata.Arn.split(':');
  return {
    arn: metadata.Arn,
    account,
    region,
    state: metadata.KeyState,
    spec: metadata.KeySpec,
    usage: metadata.KeyUsage,
    origin: metadata.Origin,
    isMultiRegion: metadata.MultiRegion ?? false,
    policy: parsed(await readKeyPolicy(owner, metadata.Arn)),
  };
}

/** Whether a key policy lets CloudTrail do something; what hangs on something unknown counts as refused. */
export function keyLets(trail: EngineTrail, action: string, key: Key, use: KeyUse): boolean {
  return decide(key.policy, keyRequest(trail, action, key, use)).decision === 'allow';
}

/** Why CloudTrail gets no data key, or null if it does: the policy is asked before the state, as KMS does. */
export function dataKeyError(trail: EngineTrail, key: Key | null, region: string, use: KeyUse): KeyError | null {
  if (key === null || key.region !== region) return 'NotFoundException';
  if (!keyLets(trail, 'kms:GenerateDataKey', key, use)) return 'AccessDenied';
  return keyStateError(key.state) ?? (key.spec === 'SYMMETRIC_DEFAULT' ? null : 'InvalidKeyUsageException');
}
