import type { Accounts } from '../../shared/reconcile/ports.ts';
import type { Reading } from '../../shared/reconcile/reading.ts';
import type { Journal } from './journal.ts';

/** Accounts in memory: the Regions of the one that asks, and the members of its organization. */
export class MemoryAccounts implements Accounts {
  /** The Regions of the account that asks, or why it may not know. */
  enabled: readonly string[] | Reading<never> = ['us-east-1', 'eu-west-1'];
  /** The member accounts, each with whether it has the home Region of the trail. */
  readonly organization = new Map<string, boolean | Reading<never>>();
  /** Why nobody may list them. */
  refusal: Reading<never> | null = null;
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  enabledRegions = (): Promise<Reading<readonly string[]>> =>
    this.#journal.call('enabledRegions', () => readingOf(this.enabled));

  members = (_: string, limit: number): Promise<Reading<readonly string[]>> =>
    this.#journal.call('members', () => {
      // As ListAccounts: whole pages of twenty.
      const pages = Math.ceil((limit + 1) / 20);
      return this.refusal ?? { state: 'present', value: [...this.organization.keys()].slice(0, pages * 20) };
    });

  hasHomeRegion = (_: string, account: string): Promise<Reading<boolean>> =>
    this.#journal.call('hasHomeRegion', () => readingOf(this.organization.get(account) ?? false));
}

function readingOf<T extends boolean | readonly string[]>(given: T | Reading<never>): Reading<T> {
  if (typeof given === 'object' && 'state' in given) return given;
  return { state: 'present', value: given };
}
