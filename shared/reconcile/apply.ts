import { jsonObjectIn } from '../policy/json.ts';
import type { Action, DocumentChange } from './plan.ts';
import { type Ports, RetryableError, TerminalError } from './ports.ts';
import type { Reading } from './reading.ts';
import type { Refused } from './refusal.ts';

/** How one write ended. `changed` is a document that somebody else wrote in between: nothing was written. */
export type WriteOutcome =
  | { readonly state: 'written'; readonly visible: boolean; readonly at: number }
  | { readonly state: 'changed' }
  | {
      readonly state: 'failed';
      readonly reason: string;
      readonly retryable: boolean;
      readonly refused: Refused | null;
    };

/** What a write is made with. */
export type WriteContext = {
  readonly ports: Ports;
  /** When the read began that the change rests on, in milliseconds since the epoch. */
  readonly readAt: number;
  /** True of a policy text under which nothing is left to restore: what is written back is judged by its meaning. */
  readonly isRestored: (policy: string) => boolean;
};

type DocumentAccess = {
  readonly read: () => Promise<Reading<string>>;
  readonly write: (policy: string) => Promise<void>;
};

/** The oldest read that a write may rest on, in milliseconds. */
const FRESH = 1_000;

/** How often a read that took too long is tried again before the run starts over. */
const REREADS = 3;

/** Pauses between read-backs, in milliseconds: bucket configuration is eventually consistent (S3 user guide). */
const READ_BACKS = [0, 250, 1_000, 3_000, 6_000];

function failure(error: unknown): WriteOutcome {
  const reason = error instanceof Error ? error.message : String(error);
  const refused = error instanceof TerminalError ? error.refused : null;
  return { state: 'failed', reason, retryable: error instanceof RetryableError, refused };
}

/** Whether a read shows the very document that the change rests on; an unreadable one is no proof of that. */
function isUnchanged(reading: Reading<string>, before: DocumentChange['before']): boolean {
  if (reading.state === 'absent') return before === null;
  if (reading.state !== 'present' || before === null) return false;
  return JSON.stringify(jsonObjectIn(reading.value)) === JSON.stringify(before);
}

/** Whether the document is still the one that was read, by a read that is at most a second old when it is answered. */
async function isFresh(
  before: DocumentChange['before'],
  { read }: DocumentAccess,
  { ports: { clock }, readAt }: WriteContext,
): Promise<boolean> {
  let began = readAt;
  for (let attempt = 0; clock.now() - began > FRESH; attempt += 1) {
    if (attempt === REREADS) return false;
    began = clock.now();
    if (!isUnchanged(await read(), before)) return false;
  }
  return true;
}

/** The bucket's name in its ARN. */
const bucketIn = (arn: string): string => arn.slice(arn.lastIndexOf(':') + 1);

/** How a document of each kind is read and written. */
function accessTo(change: DocumentChange, { buckets, keys, topics }: Ports): DocumentAccess {
  const { kind, resource, owner } = change;
  switch (kind) {
    case 'bucket-policy': {
      const bucket = bucketIn(resource);
      return {
        read: () => buckets.policy(bucket, owner),
        write: (policy) => buckets.putPolicy(bucket, owner, policy, change),
      };
    }
    case 'key-policy':
      return { read: () => keys.policy(resource), write: (policy) => keys.putPolicy(resource, policy) };
    case 'topic-policy':
      return {
        read: async () => (await topics.attributes(resource)).policy,
        write: (policy) => topics.putPolicy(resource, policy),
      };
  }
}

/** Waits until the repair can be read. An old document means "not yet visible", and is no reason to write again. */
async function readBack({ read }: DocumentAccess, { ports, isRestored }: WriteContext): Promise<boolean> {
  for (const pause of READ_BACKS) {
    if (pause > 0) await ports.clock.pause(pause);
    const reading = await read();
    if (reading.state === 'present' && isRestored(reading.value)) return true;
  }
  return false;
}

/**
 * Writes one document, if it is still the one that the plan rests on, and keeps before and after beside the write.
 *
 * INVARIANT: the read that a write rests on is at most a second old.
 * INVARIANT: a document that grants more than the guarded trails need is not written.
 */
export async function writeDocument(change: DocumentChange, context: WriteContext): Promise<WriteOutcome> {
  const { ports } = context;
  if (change.accessBroadened.length > 0) {
    const reason = 'the plan would grant more than the trails need';
    return { state: 'failed', reason, retryable: false, refused: null };
  }
  const access = accessTo(change, ports);
  try {
    if (!(await isFresh(change.before, access, context))) return { state: 'changed' };
    const written = access.write(JSON.stringify(change.after));
    ports.journal.writing(change);
    await written;
  } catch (error) {
    return failure(error);
  }
  const at = ports.clock.now();
  return { state: 'written', visible: await readBack(access, context), at };
}

async function call(action: Action, { trails, buckets, keys }: Ports): Promise<void> {
  const { kind, resource } = action;
  switch (kind) {
    case 'set-request-payer':
      return buckets.payAsOwner(bucketIn(resource), action.owner);
    case 'start-logging':
      return trails.startLogging(resource);
    case 'cancel-key-deletion':
      return keys.cancelDeletion(resource);
    case 'enable-key':
      return keys.enable(resource);
  }
}

/** Carries out one action. */
export async function act(action: Action, ports: Ports): Promise<WriteOutcome> {
  try {
    await call(action, ports);
    return { state: 'written', visible: true, at: ports.clock.now() };
  } catch (error) {
    return failure(error);
  }
}
