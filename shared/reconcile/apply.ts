import { isJsonObject } from '../policy/json.ts';
import type { Action, DocumentChange } from './plan.ts';
import { type Ports, RetryableError } from './ports.ts';

/** How one write ended. `changed` is a document that somebody else wrote in between: nothing was written. */
export type WriteOutcome =
  | { readonly state: 'written'; readonly visible: boolean; readonly at: number }
  | { readonly state: 'changed' }
  | { readonly state: 'failed'; readonly reason: string; readonly retryable: boolean };

/** The oldest read that a write may rest on, in milliseconds. */
const FRESH = 1_000;

/** Pauses between read-backs, in milliseconds: bucket configuration is eventually consistent (S3 user guide). */
const READ_BACKS = [0, 250, 1_000, 3_000, 6_000];

function failure(error: unknown): WriteOutcome {
  const reason = error instanceof Error ? error.message : String(error);
  return { state: 'failed', reason, retryable: error instanceof RetryableError };
}

function same(text: string | null, document: DocumentChange['before']): boolean {
  if (text === null || document === null) return text === document;
  const value: unknown = JSON.parse(text);
  return isJsonObject(value) && JSON.stringify(value) === JSON.stringify(document);
}

async function read(change: DocumentChange, ports: Ports): Promise<string | null> {
  const reading = await ports.buckets.policy(change.bucket, change.owner);
  return reading.state === 'present' ? reading.value : null;
}

/** Waits until the written document can be read. An old document means "not yet visible", and is no reason to write again. */
async function readBack(change: DocumentChange, ports: Ports): Promise<boolean> {
  for (const pause of READ_BACKS) {
    if (pause > 0) await ports.clock.pause(pause);
    if (same(await read(change, ports), change.after)) return true;
  }
  return false;
}

/**
 * Writes one document, if it is still the one that the plan rests on.
 *
 * INVARIANT: the read that a write rests on is at most a second old.
 * INVARIANT: a document that grants more than the guarded trails need is not written.
 */
export async function writeDocument(change: DocumentChange, readAt: number, ports: Ports): Promise<WriteOutcome> {
  if (change.accessBroadened.length > 0)
    return { state: 'failed', reason: 'the plan would grant more than the trails need', retryable: false };
  try {
    if (ports.clock.now() - readAt > FRESH && !same(await read(change, ports), change.before))
      return { state: 'changed' };
    await ports.buckets.putPolicy(change.bucket, change.owner, JSON.stringify(change.after));
  } catch (error) {
    return failure(error);
  }
  const at = ports.clock.now();
  return { state: 'written', visible: await readBack(change, ports), at };
}

/** Carries out one action. */
export async function act(action: Action, ports: Ports): Promise<WriteOutcome> {
  switch (action.kind) {
    case 'start-logging':
      try {
        await ports.trails.startLogging(action.resource);
        return { state: 'written', visible: true, at: ports.clock.now() };
      } catch (error) {
        return failure(error);
      }
  }
}
