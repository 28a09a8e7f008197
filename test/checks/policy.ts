import type { JsonObject } from '../../shared/policy/json.ts';
import type { Reading } from '../../shared/reconcile/reading.ts';
import type { Source } from '../../shared/trail/event-data-store.ts';
import type { StatementName } from '../../shared/trail/statements.ts';
import { documented } from '../trail/documented.ts';

/** AWS's statements under the short names that cases call them by; `owner` is what keeps a key in its account's hands. */
const NAMES = {
  acl: 'acl-check',
  write: 'write',
  organization: 'organization-write',
  encrypt: 'encrypt',
  describe: 'describe',
  decrypt: 'decrypt',
  publish: 'publish',
  'lake-1': 'lake-write',
  'lake-2': 'lake-acl-check',
} as const satisfies Readonly<Record<string, StatementName>>;

export type Name = keyof typeof NAMES;

/**
 * A policy of a case: none, a document with short names in it or its statements alone, text that is none, or why it could
 * not be read.
 */
export type GivenPolicy =
  | null
  | readonly unknown[]
  | { readonly Version?: string; readonly Statement: unknown }
  | { readonly text: string }
  | { readonly unreadable: string };

const isName = (value: unknown): value is Name => typeof value === 'string' && Object.hasOwn(NAMES, value);

/** One of AWS's statements, by its short name. */
export function statementNamed(trail: Source, name: Name): JsonObject {
  return documented(trail, NAMES[name]);
}

/** The account may do everything (KMS developer guide, "Default key policy"). */
const owner = ({ account, partition }: Source): JsonObject => ({
  Sid: 'Enable IAM User Permissions',
  Effect: 'Allow',
  Principal: { AWS: `arn:${partition}:iam::${account}:root` },
  Action: 'kms:*',
  Resource: '*',
});

/** `"deny-NAME"` is the statement turned to Deny, otherwise as AWS documents it. */
function filled(value: unknown, trail: Source): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => filled(item, trail));
  if (value === 'owner') return owner(trail);
  const flipped = typeof value === 'string' ? value.replace(/^deny-/, '') : value;
  if (!isName(flipped)) return value;
  const statement = statementNamed(trail, flipped);
  return flipped === value ? statement : { ...statement, Effect: 'Deny' };
}

/** The reading that a policy of a case stands for. */
export function readingOf(given: GivenPolicy | undefined, trail: Source): Reading<string> {
  if (given === undefined) return { state: 'not-asked' };
  if (given === null) return { state: 'absent' };
  if (Array.isArray(given)) return readingOf({ Version: '2012-10-17', Statement: given }, trail);
  if ('unreadable' in given) return { state: 'unreadable', reason: given.unreadable };
  if ('text' in given) return { state: 'present', value: given.text };
  if (!('Statement' in given)) return { state: 'not-asked' };
  return { state: 'present', value: JSON.stringify({ ...given, Statement: filled(given.Statement, trail) }) };
}
