import { inAccount } from '../aws/caller.ts';
import { decide } from '../delivery/decide.ts';
import { letsChange } from '../delivery/key-state.ts';
import type { PointRequest } from '../delivery/request.ts';
import type { Call } from './call.ts';
import { arnsOf, type Identity, principalArnOf } from './identities.ts';
import { readKey } from './keys.ts';
import { malformedKeyPolicy } from './malformed-policy.ts';
import { namesMissingPrincipal } from './missing-principal.ts';
import type { Refusal } from './refuse.ts';
import type { World } from './world.ts';

/** The size from which KMS refuses a key policy, in bytes (facts §7). */
const MAX_KEY_POLICY_BYTES = 32_768;

/** Calls that work only within the key's account, whatever its policy says, and take no alias (facts §2.3, §6.2). */
const MANAGEMENT = new Set([
  'PutKeyPolicy',
  'EnableKey',
  'DisableKey',
  'ScheduleKeyDeletion',
  'CancelKeyDeletion',
  'UpdateKeyDescription',
]);

const refuse = (code: string, message: string): Refusal => ({ status: 400, code, message });
const malformed = (message: string): Refusal => refuse('MalformedPolicyDocumentException', message);

/** Whether a policy still lets its writer change it; conditions that nobody can judge here count for it. */
export function keepsWriter(policy: unknown, who: Identity, keyArn: string): boolean {
  const request: PointRequest = {
    action: 'kms:PutKeyPolicy',
    resource: keyArn,
    partition: 'aws',
    caller: { account: who.account, arns: arnsOf(who) },
    context: new Map([
      ['aws:principalarn', { kind: 'value', value: principalArnOf(who) }],
      ['aws:principalaccount', { kind: 'value', value: who.account }],
      ['kms:calleraccount', { kind: 'value', value: who.account }],
      ['kms:viaservice', { kind: 'absent' }],
      ['aws:principalisawsservice', { kind: 'value', value: 'false' }],
    ]),
  };
  const { decision } = decide(policy, request);
  return decision === 'allow' || decision === 'unknown';
}

async function policyRefusal(
  { engine, organization }: World,
  call: Call,
  who: Identity,
  keyArn: string,
): Promise<Refusal | null> {
  const { Policy: text, BypassPolicyLockoutSafetyCheck: bypass } = call.parameters;
  if (typeof text !== 'string') return null;
  if (Buffer.byteLength(text) > MAX_KEY_POLICY_BYTES)
    return refuse('LimitExceededException', 'The size of the key policy exceeds the limit.');
  const wrong = malformedKeyPolicy(text);
  if (wrong !== null) return malformed(wrong);
  const policy: unknown = JSON.parse(text);
  if (await namesMissingPrincipal(engine, organization, policy))
    return malformed('Policy contains a statement with one or more invalid principals.');
  if (bypass === true || keepsWriter(policy, who, keyArn)) return null;
  return malformed('The new key policy will not allow you to update the key policy in the future.');
}

/** What KMS would refuse and the engine would let pass. */
export async function kmsRefusal(world: World, call: Call, who: Identity): Promise<Refusal | null> {
  const { engine } = world;
  const { operation, region } = call;
  const { KeyId: keyId } = call.parameters;
  if (operation === 'CreateKey') return policyRefusal(world, call, who, '*');
  if (!MANAGEMENT.has(operation) || typeof keyId !== 'string') return null;
  if (keyId.includes('alias/')) return refuse('NotFoundException', `Invalid keyId ${keyId}`);
  const key = await readKey(inAccount(engine, who.account, region), keyId);
  if (key === null || key.region !== region) return null;
  if (key.account !== who.account) {
    const what = `User: ${String(who.userIdentity['arn'])} is not authorized to perform: kms:${operation} on resource: ${key.arn}`;
    return refuse('AccessDeniedException', what);
  }
  if (!letsChange(operation, key.state))
    return refuse('KMSInvalidStateException', `${key.arn} is in the state ${key.state}.`);
  return operation === 'PutKeyPolicy' ? policyRefusal(world, call, who, key.arn) : null;
}
