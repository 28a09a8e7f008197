import assert from 'node:assert/strict';
import { type Memory, noMemory } from '../../shared/reconcile/memory.ts';
import { parseMemory } from '../../shared/reconcile/parse-memory.ts';
import type { Remembered, Store } from '../../shared/reconcile/ports.ts';
import type { Reading } from '../../shared/reconcile/reading.ts';
import type { Journal } from './journal.ts';

type Entry = { readonly text: string; readonly tag: string };

/** Memories as the bucket keeps them: as text, written under a condition on a tag. */
export class MemoryStore implements Store {
  /** Why nothing can be read; null if it can. */
  unreadable: string | null = null;
  /** Thrown by the next writes, one after the other. */
  failures: Error[] = [];
  /** Called before each write of ours: what another process does in between. */
  beforeWrite: (memory: Memory) => void = () => {};
  /** Every memory that we wrote. */
  readonly written: Memory[] = [];
  readonly #entries = new Map<string, Entry>();
  readonly #journal: Journal;
  #tags = 0;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  /** What is remembered of a trail. */
  of(trailArn: string): Memory {
    const entry = this.#entries.get(trailArn);
    const memory = entry === undefined ? null : parseMemory(entry.text, trailArn);
    assert.ok(memory !== null, `something is remembered of ${trailArn}`);
    return memory;
  }

  /** Another process remembers; facts that are left out stay as they are. */
  know(trailArn: string, facts: Partial<Memory>): void {
    const known = this.#entries.has(trailArn) ? this.of(trailArn) : noMemory(trailArn);
    this.writeText(trailArn, JSON.stringify({ ...known, ...facts }));
  }

  /** Somebody writes what may be no memory. */
  writeText(trailArn: string, text: string): string {
    this.#tags += 1;
    const tag = `"${this.#tags}"`;
    this.#entries.set(trailArn, { text, tag });
    return tag;
  }

  textOf(trailArn: string): string | null {
    return this.#entries.get(trailArn)?.text ?? null;
  }

  read = (trailArn: string): Promise<Reading<Remembered>> =>
    this.#journal.call('recall', () => {
      if (this.unreadable !== null) return { state: 'unreadable', reason: this.unreadable };
      const entry = this.#entries.get(trailArn);
      if (entry === undefined) return { state: 'absent' };
      const memory = parseMemory(entry.text, trailArn);
      if (memory === null) return { state: 'unreadable', reason: 'it is no memory of this trail' };
      return { state: 'present', value: { memory, tag: entry.tag } };
    });

  write = (memory: Memory, tag: string | null): Promise<string | null> =>
    this.#journal.call('remember', () => {
      this.beforeWrite(memory);
      const failure = this.failures.shift();
      if (failure !== undefined) throw failure;
      if ((this.#entries.get(memory.trailArn)?.tag ?? null) !== tag) return null;
      this.written.push(memory);
      return this.writeText(memory.trailArn, JSON.stringify(memory));
    });
}
