import type { Call } from './call.ts';
import type { Write } from './s3-writes.ts';

/** The key that a call names, by its ARN; an alias names none that can be told from the call alone. */
export function keyArnOf({ region, parameters }: Call, account: string): string | null {
  const keyId = parameters['KeyId'];
  if (typeof keyId !== 'string' || keyId.includes('alias/')) return null;
  return keyId.startsWith('arn:') ? keyId : `arn:aws:kms:${region}:${account}:key/${keyId}`;
}

/** The key among the resources of a record. */
export function kmsResources(call: Call, account: string): Write['resources'] {
  const arn = keyArnOf(call, account);
  return arn === null ? [] : [{ accountId: arn.split(':')[4] ?? account, type: 'AWS::KMS::Key', ARN: arn }];
}

/** What the API takes for granted, CloudTrail writes out (facts §6.2). */
export function kmsParameters({ operation, parameters }: Call): Readonly<Record<string, unknown>> {
  if (operation !== 'PutKeyPolicy') return parameters;
  return { PolicyName: 'default', BypassPolicyLockoutSafetyCheck: false, ...parameters };
}

/** KMS writes dates for people: `Apr 12, 2021 6:58:30 PM`. */
function dateText(seconds: number): string {
  const date = new Date(seconds * 1000);
  const day = date.toLocaleDateString('en-US', { dateStyle: 'medium', timeZone: 'UTC' });
  const time = date.toLocaleTimeString('en-US', { timeStyle: 'medium', timeZone: 'UTC' });
  return `${day} ${time.replaceAll('\u202f', ' ')}`;
}

/** The answer as recorded; since December 2022 it names the key even where the API's answer does not. */
export function kmsAnswer(call: Call, account: string, answer: unknown): Readonly<Record<string, unknown>> | null {
  const said: Record<string, unknown> = typeof answer === 'object' && answer !== null ? { ...answer } : {};
  const { DeletionDate: date } = said;
  if (typeof date === 'number') said['DeletionDate'] = dateText(date);
  const arn = keyArnOf(call, account);
  return arn === null || 'KeyMetadata' in said ? said : { KeyId: arn, ...said };
}
