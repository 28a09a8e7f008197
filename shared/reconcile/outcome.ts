import type { ApiCall } from '../events/api-call.ts';
import type { Hold } from './hold.ts';
import type { Judgement } from './judge.ts';
import type { NotRepairable } from './left-to-people.ts';
import type { LostEdit } from './lost-edit.ts';
import type { Action, DocumentChange } from './plan.ts';
import type { Remembered } from './ports.ts';
import type { Reading } from './reading.ts';
import type { Refused } from './refusal.ts';

/** Finishes the sentence "the trail's delivery was …". */
export type OutcomeWord = 'unchanged' | 'restored' | 'would-restore' | 'alerted' | 'failed';

/** One change that was made, would be made, or failed. */
export type Change = {
  readonly what: DocumentChange | Action;
  readonly word: 'restored' | 'would-restore' | 'failed';
  /** Why it failed, or that it is not visible yet. */
  readonly note: string | null;
  /** When it was written, in milliseconds since the epoch; null if it was not. */
  readonly at: number | null;
  /** True if trying again can help. */
  readonly retryable: boolean;
  /** Why AWS refused it, if it did. */
  readonly refused?: Refused;
};

/** What one run did for trails that share a document. */
export type Outcome = {
  readonly word: OutcomeWord;
  /** What was found before anything was changed. */
  readonly judgements: readonly Judgement[];
  readonly changes: readonly Change[];
  readonly notRepairable: readonly NotRepairable[];
  /** What could not be told, by check. */
  readonly unknown: readonly NotRepairable[];
  /** An edit that one of our earlier writes overwrote. */
  readonly lost: LostEdit | null;
  /** What people hold, so that something was told and not repaired. */
  readonly held: readonly Hold[];
  /** What the store held of each trail, in the order of the judgements. */
  readonly remembered: readonly Reading<Remembered>[];
  /** What stays as it is until somebody acts, as one text to compare; null if nothing does. */
  readonly lasting: string | null;
  /** True if a read failed that may succeed later. */
  readonly retryable: boolean;
  /** True if nothing was repaired because somebody keeps undoing it, and the last repair is not a schedule period ago. */
  readonly isHeldBack: boolean;
  /** The call that woke the run, if it touched one of these trails. */
  readonly cause: ApiCall | null;
};
